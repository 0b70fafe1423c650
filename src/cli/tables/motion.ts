import { inStateOrder, type System, stateRows, type Trajectory } from "../../mechanics/index.js";
import type { NumberColumns } from "../../records/index.js";
import { headingOf } from "../../records/results/table.js";
import { formatTable } from "../table.js";

/** A trajectory as it is shown; without energies where it has noise. */
export type MotionShown = Pick<Trajectory, "t" | "states"> & Partial<Pick<Trajectory, "energy">>;

/** What `--json` prints: q and p as [point][coordinate]; energies where there are any. */
export function motionJson({ name, dimension }: System, { t, states, energy }: MotionShown) {
  const rows = stateRows({ t, states });
  return {
    system: name,
    t: [...t],
    q: rows.map((row) => row.slice(0, dimension)),
    p: rows.map((row) => row.slice(dimension)),
    ...(energy === undefined ? {} : { energy: [...energy] }),
  };
}

/** Times, states and energies as columns with units. */
export function motionColumns({ coordinates }: System, { t, states, energy }: MotionShown): NumberColumns {
  const quantities = inStateOrder(coordinates);
  return [
    { heading: headingOf({ name: "t", unit: "s" }), values: t },
    ...quantities.map((quantity, a) => ({
      heading: headingOf(quantity),
      values: Float64Array.from(t, (_, i) => states[i * quantities.length + a] as number),
    })),
    ...(energy === undefined ? [] : [{ heading: headingOf({ name: "energy", unit: "J" }), values: energy }]),
  ];
}

/** Columns as a text table, eight digits each. */
export function columnTable(columns: NumberColumns): string {
  const heads = columns.map(({ heading }) => ({ title: heading, align: "right" as const }));
  const rows = Array.from({ length: columns[0]?.values.length ?? 0 }, (_, i) =>
    columns.map(({ values }) => format(values[i] as number)),
  );
  return `${formatTable(heads, rows).join("\n")}\n`;
}

const format = (value: number) => String(Number(value.toPrecision(8)));
