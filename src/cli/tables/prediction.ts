import { stateRows } from "../../mechanics/index.js";
import { headingOf, type NumberColumns, type PredictedMotion, type SavedModel } from "../../records/index.js";
import { formatTable } from "../table.js";

/** A predicted motion as columns: time, positions, momenta or velocities, their deviations, energy. */
export function predictionTable(
  { model, fileUnits }: SavedModel,
  { t, states, deviations, energy }: PredictedMotion,
): NumberColumns {
  const { coordinates } = model.space;
  const size = 2 * coordinates.length;
  const quantities = [
    ...coordinates.map(({ position }) => position),
    ...coordinates.map(({ momentum }) => momentum),
  ].map(({ name, unit }, a) => ({ name, unit: fileUnits?.[a]?.unit ?? unit }));
  const column = (values: Float64Array, a: number) => Array.from(t, (_, i) => values[i * size + a] as number);
  return [
    { heading: headingOf(model.time), values: t },
    ...quantities.map((quantity, a) => ({ heading: headingOf(quantity), values: column(states, a) })),
    ...(deviations === undefined
      ? []
      : quantities.map(({ name, unit }, a) => ({
          heading: headingOf({ name: `${name}_sd`, unit }),
          values: column(deviations, a),
        }))),
    { heading: "energy", values: energy },
  ];
}

/** Columns of numbers as a table for people. */
export function formatColumns(columns: NumberColumns): string {
  const rows = Array.from({ length: columns[0]?.values.length ?? 0 }, (_, i) =>
    columns.map(({ values }) => String(Number((values[i] as number).toPrecision(7)))),
  );
  const heads = columns.map(({ heading }) => ({ title: heading, align: "right" as const }));
  return `${formatTable(heads, rows).join("\n")}\n`;
}

/** A predicted motion as plain data, one row a point. */
export function predictionJson({ names, t, states, deviations, energy, warnings }: PredictedMotion) {
  return {
    names,
    t: [...t],
    states: stateRows({ t, states }),
    ...(deviations === undefined ? {} : { deviations: stateRows({ t, states: deviations }) }),
    energy: [...energy],
    warnings,
  };
}
