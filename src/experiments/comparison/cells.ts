import { availableParallelism } from "node:os";
import { hasThreads, runInPool } from "../../base/pool.js";
import type { WorkHooks } from "../experiment.js";
import { type Cell, type CellResult, runCell } from "./cell.js";
import { readCell, writeCell } from "./cell-file.js";
import { type CompareConfig, cellsOf } from "./config.js";

/**
 * Runs the cells that have no file yet, on worker threads, and writes a file for each. When `hooks.signal` aborts, cells
 * that are running are dropped and the signal's reason is thrown.
 */
export async function runComparison(config: CompareConfig, directory: string, hooks: WorkHooks): Promise<void> {
  const cells = cellsOf(config);
  const pending: Cell[] = [];
  for (const cell of cells) if ((await readCell(directory, cell)) === undefined) pending.push(cell);
  let done = cells.length - pending.length;
  const report = (note?: string) =>
    hooks.onProgress({ task: "cells", done, total: cells.length, ...(note === undefined ? {} : { note }) });
  report();
  const finish = async (cell: Cell, result: CellResult) => {
    await writeCell(directory, cell, result);
    done++;
    report(`${cell.method} on ${cell.system}`);
  };
  if (hasThreads)
    await runInPool<Cell, CellResult>(pending, {
      script: new URL("./cell-thread.js", import.meta.url),
      threads: hooks.threads ?? config.workers ?? availableParallelism(),
      onResult: (result, cell) => finish(cell, result),
      nameOf: ({ method, system, points }) => `${method} on ${system} with ${points} points`,
      signal: hooks.signal,
    });
  else for (const cell of pending) await finish(cell, await runCell(cell, { signal: hooks.signal }));
}
