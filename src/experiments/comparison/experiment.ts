import { UserError } from "../../base/errors.js";
import { canonicalJson } from "../../base/keys.js";
import { type CompareResults, median } from "../../measure/index.js";
import { writeComparison } from "../../report/index.js";
import type { Experiment, Finished } from "../experiment.js";
import { writeResults } from "../write-results.js";
import type { ComparisonCell } from "./cell.js";
import { readCell } from "./cell-file.js";
import { runComparison } from "./cells.js";
import { collectComparison } from "./collect.js";
import { type CompareConfig, cellsOf, compareProfiles, parseCompareConfig, parseCompareKeys } from "./config.js";

/** The comparison of few-shot learners: cells of method, system, K, noise and seed. */
export const comparison: Experiment<CompareConfig, CompareResults> = {
  name: "compare",
  task: "compare",
  profiles: compareProfiles,
  defaultProfile: "quick",
  openKeys: [],
  // A comparison is what its tables show; only how it is measured is not seen there.
  unlabelledKeys: [
    ...["methods", "systems", "points", "noise", "seeds", "split", "trajectories", "models", "modelSeed", "workers"],
  ],
  load: async () => {},
  parse: parseCompareConfig,
  parseKeys: parseCompareKeys,
  memoryGiB: 1,
  perform: runComparison,
  columns: {
    method: "text",
    system: "text",
    points: "number",
    noise: "number",
    seed: "number",
    trajectory: "number",
    mse: "number",
    relative: "number",
    field: "number",
    energy: "number",
    escaped: "boolean",
    adapt_ms: "number",
    coverage: "number",
  },
  async rows(config, directory) {
    const cells = await readCells(config, directory);
    return cells.flatMap(({ cell: { method, system, points, noise, seed }, result }) =>
      result.mse.map((mse, trajectory) => ({
        ...{ method, system, points, noise, seed, trajectory, mse },
        relative: result.relative[trajectory] ?? null,
        field: result.field[trajectory] ?? null,
        energy: result.energy[trajectory] ?? null,
        escaped: result.escaped[trajectory] ?? null,
        adapt_ms: result.adaptMs[trajectory] ?? null,
        coverage: result.coverage[trajectory] ?? null,
      })),
    );
  },
  headlineLabel: "Median trajectory MSE over all cells of a run (units²)",
  async headlines(config, directory) {
    const cells = await readCells(config, directory);
    const methods = [...new Set(cells.map(({ cell }) => cell.method))];
    return methods.map((method) => ({
      series: method,
      value: median(cells.filter(({ cell }) => cell.method === method).flatMap(({ result }) => result.mse)),
    }));
  },
  reporting: {
    pooledKeys: ["methods", "systems", "points", "noise", "seeds"],
    collect(config, runs, facts) {
      const folders = foldersOf(runs);
      // A cell that no finished run holds is looked for where it is not.
      const where = (cell: ComparisonCell) => folders.get(canonicalJson(cell)) ?? (runs[0] as Finished).directory;
      return collectComparison(config, where, facts);
    },
    async write(results, directory, options) {
      await writeResults(directory, results);
      return writeComparison(results, directory, options);
    },
  },
};

/** The folder of every cell, by the cell. */
const foldersOf = (runs: readonly Finished<CompareConfig>[]) =>
  new Map(
    runs.flatMap(({ config, directory }) => cellsOf(config).map((cell) => [canonicalJson(cell), directory] as const)),
  );

/** Cells of a run with their results; a `UserError` for one without. */
function readCells(config: CompareConfig, directory: string) {
  return Promise.all(
    cellsOf(config).map(async (cell) => {
      const result = await readCell(directory, cell);
      if (result === undefined) throw new UserError(`${directory} lacks a cell although its run is marked as done`);
      return { cell, result };
    }),
  );
}
