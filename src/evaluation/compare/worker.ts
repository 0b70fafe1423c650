// Entry of a comparison's worker thread: runs every cell it is sent until it is terminated.
import { parentPort } from "node:worker_threads";
import { UserError } from "../../base/errors.js";
import { type Cell, type CellResult, runCell } from "./cell.js";

/** A worker's answer to a cell. */
export type CellAnswer =
  | { readonly cell: Cell; readonly result: CellResult }
  | { readonly cell: Cell; readonly error: string; readonly stack: string | undefined; readonly user: boolean };

parentPort?.on("message", async (cell: Cell) => {
  const send = (answer: CellAnswer) => parentPort?.postMessage(answer);
  try {
    send({ cell, result: await runCell(cell) });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    send({ cell, error: error.message, stack: error.stack, user: error instanceof UserError });
  }
});
