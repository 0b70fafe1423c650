import type { CompareResults } from "../../measure/index.js";
import { type Column, formatTable } from "../table.js";

/** Geometric means of the trajectory error: systems, points and noise down, methods across. */
export function comparisonTable({ entries, methods, systems, points, noise }: CompareResults): string {
  const columns: Column[] = [
    { title: "system" },
    { title: "points", align: "right" },
    { title: "noise", align: "right" },
    ...methods.map(({ name }) => ({ title: name, align: "right" as const })),
  ];
  const rows = systems.flatMap((system) =>
    points.flatMap((count) =>
      noise.map((level) => [
        system.name,
        String(count),
        String(level),
        ...methods.map((method) => {
          const entry = entries.find(
            (e) => e.system === system.name && e.points === count && e.noise === level && e.method === method.name,
          );
          return entry === undefined ? "-" : entry.mse.geometricMean.toExponential(1);
        }),
      ]),
    ),
  );
  return [...formatTable(columns, rows), "", "Geometric mean over trajectories of their mean squared error"].join("\n");
}
