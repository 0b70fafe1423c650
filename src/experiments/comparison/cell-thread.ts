// Entry of a comparison's worker thread: runs every cell it is sent until it is told to stop.
import { parentPort } from "node:worker_threads";
import { UserError } from "../../base/errors.js";
import { type Cell, type CellResult, runCell } from "./cell.js";

/** A worker's answer to a cell. */
export type CellAnswer =
  | { readonly cell: Cell; readonly result: CellResult }
  | { readonly cell: Cell; readonly error: string; readonly stack: string | undefined; readonly user: boolean };

/** What a worker is sent: a cell to run, or the request to end, which drops the cell that is running. */
export type CellRequest = Cell | "stop";

const stop = new AbortController();

parentPort?.on("message", async (request: CellRequest) => {
  const port = parentPort;
  if (request === "stop") {
    stop.abort();
    port?.close();
    return;
  }
  const send = (answer: CellAnswer) => port?.postMessage(answer);
  try {
    send({ cell: request, result: await runCell(request, { signal: stop.signal }) });
  } catch (error) {
    if (stop.signal.aborted) return;
    if (!(error instanceof Error)) throw error;
    send({ cell: request, error: error.message, stack: error.stack, user: error instanceof UserError });
  }
});
