import type { SavedModel } from "../model-file.js";
import type { PredictedMotion } from "../prediction/predict-saved.js";
import type { RecordResults } from "../results.js";

/** Columns of numbers with headings such as "theta [rad]". */
export type NumberColumns = readonly { readonly heading: string; readonly values: ArrayLike<number> }[];

/** A heading of a quantity with its unit. */
export const headingOf = ({ name, unit }: { name: string; unit: string }): string =>
  unit === "" || unit === "1" ? name : `${name} [${unit}]`;

/** Columns as CSV, or with tabs between them; numbers in full precision. */
export function toCsv(columns: NumberColumns, separator: "," | "\t" = ","): string {
  const quoted = (text: string) =>
    /["\n]/.test(text) || text.includes(separator) ? `"${text.replaceAll('"', '""')}"` : text;
  const rows = columns[0]?.values.length ?? 0;
  const lines = Array.from({ length: rows }, (_, i) => columns.map(({ values }) => values[i]).join(separator));
  return `${[columns.map(({ heading }) => quoted(heading)).join(separator), ...lines].join("\n")}\n`;
}

/** Every motion's prediction with its deviations and energy, motions one after the other. */
export function predictionColumns({ motions, components, time }: RecordResults): NumberColumns {
  const joined = (pick: (motion: RecordResults["motions"][number]) => readonly number[]) => motions.flatMap(pick);
  return [
    ...(motions.length > 1
      ? [{ heading: "motion", values: motions.flatMap(({ prediction }, m) => prediction.t.map(() => m)) }]
      : []),
    { heading: headingOf(time), values: joined(({ prediction }) => prediction.t) },
    ...components.map((component, a) => ({
      heading: headingOf(component),
      values: joined(({ prediction }) => prediction.values[a] ?? []),
    })),
    ...components.map(({ name, unit }, a) => ({
      heading: headingOf({ name: `${name}_sd`, unit }),
      values: joined(({ prediction }) => prediction.deviations[a] ?? []),
    })),
    { heading: "energy", values: joined(({ prediction }) => prediction.energy) },
  ];
}

/** A predicted motion as columns: time, positions, momenta or velocities, their deviations, energy. */
export function predictedColumns(
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
