import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { UserError } from "../../base/errors.js";
import type { JobHooks } from "../paper/job.js";
import { type Cell, type CellResult, runCell } from "./cell.js";
import { readCell, writeCell } from "./cell-file.js";
import type { CellAnswer, CellRequest } from "./cell-thread.js";
import { type CompareConfig, cellsOf } from "./config.js";

/**
 * Runs the cells that have no file yet, on worker threads, and writes a file for each. When `hooks.signal` aborts, cells
 * that are running are dropped and the signal's reason is thrown.
 */
export async function runComparison(config: CompareConfig, directory: string, hooks: JobHooks): Promise<void> {
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
  const workers = Math.min(config.workers ?? availableParallelism(), pending.length);
  // There is no worker's JavaScript where the TypeScript sources run.
  const run = import.meta.url.endsWith(".js") ? inThreads : inThisThread;
  await run(pending, workers, finish, hooks.signal);
}

type Run = (
  cells: readonly Cell[],
  workers: number,
  finish: (cell: Cell, result: CellResult) => Promise<void>,
  signal: AbortSignal | undefined,
) => Promise<void>;

const inThisThread: Run = async (cells, _, finish, signal) => {
  for (const cell of cells) await finish(cell, await runCell(cell, { signal }));
};

const inThreads: Run = async (cells, workers, finish, signal) => {
  let next = 0;
  let ending = false;
  const threads = Array.from({ length: workers }, () => new Worker(new URL("./cell-thread.js", import.meta.url)));
  const work = (thread: Worker) =>
    new Promise<void>((resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      const give = () => {
        signal?.throwIfAborted();
        const cell = cells[next++];
        if (cell === undefined) resolve();
        else thread.postMessage(cell);
      };
      thread.on("error", reject);
      thread.on("exit", (code) => {
        if (!ending) reject(new Error(`a worker of the comparison stopped with code ${code}`));
      });
      thread.on("message", (answer: CellAnswer) => {
        if ("error" in answer) {
          const { method, system, points } = answer.cell;
          const text = `${method} on ${system} with ${points} points: ${answer.error}`;
          const error = answer.user ? new UserError(text) : new Error(text);
          if (answer.stack !== undefined) error.stack = answer.stack;
          reject(error);
        } else finish(answer.cell, answer.result).then(give).catch(reject);
      });
      if (signal?.aborted) reject(signal.reason);
      else give();
    });
  try {
    await Promise.all(threads.map(work));
  } finally {
    ending = true;
    await Promise.all(threads.map(end));
  }
};

/** Ends a worker at its next trajectory: one that is terminated inside a call of the engine takes the process with it. */
async function end(thread: Worker): Promise<void> {
  // A thread that is gone already has lost its number.
  if (thread.threadId === -1) return;
  const gone = new Promise<void>((resolve) => thread.once("exit", () => resolve()));
  thread.postMessage("stop" satisfies CellRequest);
  await gone;
}
