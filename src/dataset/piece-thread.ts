// Entry of a worker thread that generates trajectories.
import { workerData } from "node:worker_threads";
import { serveJobs } from "../base/pool/serve-jobs.js";
import { generatePiece, type MadePiece, type Piece, systemOfPiece } from "./pieces.js";
import { loadSystemFile } from "./system-file.js";

const { systemFiles } = workerData as { readonly systemFiles: readonly string[] };
const ready = Promise.all(systemFiles.map(loadSystemFile));

serveJobs(
  async (piece: Piece): Promise<MadePiece> => {
    await ready;
    return generatePiece(piece, systemOfPiece(piece));
  },
  ({ block = {} }) =>
    Object.values(block).flatMap((part) => (part instanceof Float64Array ? [part.buffer as ArrayBuffer] : [])),
);
