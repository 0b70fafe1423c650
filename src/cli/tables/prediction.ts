import { stateRows } from "../../mechanics/index.js";
import type { NumberColumns, PredictedMotion } from "../../records/index.js";
import { formatTable } from "../table.js";

/** Columns of numbers as a table for people. */
export function formatColumns(columns: NumberColumns): string {
  const rows = Array.from({ length: columns[0]?.values.length ?? 0 }, (_, i) =>
    columns.map(({ values }) => String(Number((values[i] as number).toPrecision(7)))),
  );
  const heads = columns.map(({ heading }) => ({ title: heading, align: "right" as const }));
  return `${formatTable(heads, rows).join("\n")}\n`;
}

/** A predicted motion as plain data, one row a point. */
export function predictionJson({ names, t, states, deviations, energy, rest, warnings }: PredictedMotion) {
  return {
    names,
    t: [...t],
    states: stateRows({ t, states }),
    ...(deviations === undefined ? {} : { deviations: stateRows({ t, states: deviations }) }),
    energy: [...energy],
    ...(rest === undefined ? {} : { rest }),
    warnings,
  };
}
