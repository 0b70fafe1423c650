import { join } from "node:path";
import { cached } from "../../base/cached.js";
import { UserError } from "../../base/errors.js";
import { atomicWrite } from "../../base/files.js";
import { canonicalJson, type Loose } from "../../base/keys.js";
import { median } from "../../measure/index.js";
import { writeComparison } from "../../report/index.js";
import type { FinishedRun, Page, SweepFacts, SweepTask } from "../experiment.js";
import type { Cell, CellResult } from "./cell.js";
import { readCell } from "./cell-file.js";
import { runComparison } from "./cells.js";
import { collectComparison } from "./collect.js";
import { type CompareConfig, cellsOf, compareProfiles, parseCompareConfig } from "./config.js";

const configOf = (config: Loose) => config as unknown as CompareConfig;

/** Cells of a run with their results; a `UserError` for one without. */
function readCells(config: Loose, directory: string): Promise<{ readonly cell: Cell; readonly result: CellResult }[]> {
  return Promise.all(
    cellsOf(configOf(config)).map(async (cell) => {
      const result = await readCell(directory, cell);
      if (result === undefined) throw new UserError(`${directory} lacks a cell although its run is marked as done`);
      return { cell, result };
    }),
  );
}

/** The comparison of few-shot learners: cells of method, system, K, noise and seed. */
export const compare: SweepTask = {
  name: "compare",
  profiles: { quick: compareProfiles.quick, full: compareProfiles.full, smoke: compareProfiles.smoke },
  parse: (value, source) => ({ ...parseCompareConfig(value, source) }),
  // How many cells of a run are computed side by side changes no number.
  identity: ({ workers: _, ...decisive }) => decisive,
  memoryGiB: 1,
  async run(config, directory, { threads, ...hooks }) {
    await runComparison({ ...configOf(config), workers: threads }, directory, hooks);
  },
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
  gather: gatherComparison,
};

/** The results and the report of `compare`, from the cells of all runs that differ in nothing but what a cell is. */
async function gatherComparison(
  runs: readonly FinishedRun[],
  directory: string,
  { profile, command, version }: SweepFacts,
): Promise<Page[]> {
  const groups = new Map<string, FinishedRun[]>();
  for (const run of runs) {
    const { methods: _, systems: __, points: ___, noise: ____, seeds: _____, workers: ______, ...same } = run.config;
    cached(groups, canonicalJson(same), () => []).push(run);
  }
  const pages: Page[] = [];
  for (const group of groups.values()) {
    const folders = new Map(
      group.flatMap((run) =>
        cellsOf(configOf(run.config)).map((cell) => [canonicalJson(cell), run.directory] as const),
      ),
    );
    const configs = group.map((run) => configOf(run.config));
    const all = <K extends "methods" | "systems" | "points" | "noise" | "seeds">(key: K) =>
      [...new Set(configs.flatMap((config) => config[key] as CompareConfig[K][number][]))] as CompareConfig[K];
    const config: CompareConfig = {
      ...(configs[0] as CompareConfig),
      ...{ methods: all("methods"), systems: all("systems"), points: all("points"), noise: all("noise") },
      seeds: all("seeds"),
    };
    const totalSeconds = group.reduce((total, { seconds }) => total + seconds, 0);
    // A cell that no finished run holds is looked for where it is not.
    const where = (cell: Cell) => folders.get(canonicalJson(cell)) ?? directory;
    const results = await collectComparison(config, where, { profile, command, version, totalSeconds });
    const folder = join("comparisons", String(pages.length + 1));
    await atomicWrite(join(directory, folder, "results.json"), `${JSON.stringify(results, null, 1)}\n`);
    await writeComparison(results, join(directory, folder));
    pages.push({
      title: groups.size === 1 ? "All methods" : `Comparison ${pages.length + 1}`,
      path: join(folder, "report", "index.html"),
    });
  }
  return pages;
}
