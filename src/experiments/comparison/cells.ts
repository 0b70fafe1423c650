import { readdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { hasThreads, runInPool } from "../../base/pool/pool.js";
import { withoutDigest } from "../../base/sealed.js";
import type { WorkHooks } from "../experiment.js";
import { loadCheckpoint } from "../training/checkpoint-file.js";
import { type CellResult, type ComparisonCell, runCell } from "./cell.js";
import { readCell, writeCell } from "./cell-file.js";
import { type CompareConfig, cellsOf } from "./config.js";

/**
 * Runs the cells that have no file yet, on worker threads, and writes a file for each. When `hooks.signal` aborts, cells
 * that are running are dropped and the signal's reason is thrown.
 */
export async function runComparison(config: CompareConfig, directory: string, hooks: WorkHooks): Promise<void> {
  const cells = cellsOf(config);
  const pending: ComparisonCell[] = [];
  for (const cell of cells) if ((await readCell(directory, cell)) === undefined) pending.push(cell);
  let done = cells.length - pending.length;
  const report = (note?: string, notice?: string) =>
    hooks.onProgress({ task: "cells", done, total: cells.length, note, notice });
  report();
  if (pending.length > 0 && config.models !== null)
    for (const path of await modelsWithoutDigest(config.models)) report(undefined, withoutDigest(path));
  const finish = async (cell: ComparisonCell, result: CellResult) => {
    await writeCell(directory, cell, result);
    done++;
    report(`${cell.method} on ${cell.system}`);
  };
  if (hasThreads)
    await runInPool<ComparisonCell, CellResult>(pending, {
      script: new URL("./cell-thread.js", import.meta.url),
      threads: hooks.threads ?? config.workers ?? availableParallelism(),
      onResult: (result, cell) => finish(cell, result),
      nameOf: ({ method, system, points }) => `${method} on ${system} with ${points} points`,
      signal: hooks.signal,
    });
  else for (const cell of pending) await finish(cell, await runCell(cell, { signal: hooks.signal }));
}

/** The models in a folder that cells may use and that cannot be held against a digest; a damaged one is refused by the cell that uses it. */
async function modelsWithoutDigest(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => [] as string[]);
  const paths = names.filter((name) => /(^|[\\/])model\.safetensors$/.test(name)).map((name) => join(folder, name));
  const found: string[] = [];
  for (const path of paths.sort()) {
    const checkpoint = await loadCheckpoint(path).catch(() => undefined);
    if (checkpoint !== undefined && checkpoint.digest === undefined) found.push(path);
  }
  return found;
}
