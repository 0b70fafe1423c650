import { availableParallelism } from "node:os";
import { UserError } from "../base/errors.js";
import { exists } from "../base/folders.js";
import { whileLocked } from "../base/lock.js";
import type { System } from "../mechanics/index.js";
import { generatePiece, generatePieces, isRemote, type MadePiece, type Piece } from "./pieces.js";
import { checkSampling } from "./sampling.js";
import { CHUNK, chunksOf } from "./store/arrays.js";
import { describeRequest, type StoreTotals } from "./store/description.js";
import {
  beginPartial,
  completedSet,
  completePartial,
  lockOf,
  type PartialStore,
  partialFolder,
} from "./store/partial.js";
import { refuseExisting } from "./store/save.js";
import {
  assembleSet,
  type Block,
  checkGeneration,
  type GenerationOptions,
  generateBlock,
  type TrajectorySet,
} from "./trajectories.js";

/** One set to generate. */
export interface GenerationRequest extends Omit<GenerationOptions, "onProgress"> {
  readonly system: System;
}

/** One set to generate to disk. */
export interface StoreRequest extends Omit<GenerationRequest, "first"> {
  /** Where its Zarr group will lie. */
  readonly path: string;
}

export interface ParallelOptions {
  /** Number of worker threads (default: one a core). */
  readonly workers?: number;
  /** Called with the number of finished trajectories of all requests and their total. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Stops the workers and rejects with the signal's reason when it aborts. */
  readonly signal?: AbortSignal | undefined;
}

const BLOCK_SIZE = 250;

/** Up to so many trajectories are there before a worker thread would have started. */
const FEW = 40;

/**
 * Generates several sets at once on worker threads, bit for bit what `generateTrajectories` gives for each request.
 *
 * A system that a worker cannot make from its name is generated in this thread; so is everything where there is little to do, and where the
 * worker's JavaScript does not exist (running from the TypeScript sources).
 */
export async function generateInParallel(
  requests: readonly GenerationRequest[],
  { workers = availableParallelism(), onProgress, signal }: ParallelOptions = {},
): Promise<TrajectorySet[]> {
  const report = progressOf(requests, workers, onProgress);
  const blocks: Block[][] = requests.map(() => []);
  const elsewhere = worthThreads(requests);
  const pieces = requests.flatMap((request, i) => (elsewhere(request) ? piecesOf(request, i) : []));
  const keep = ({ block }: MadePiece, piece: Piece) => {
    (blocks[piece.request] as Block[])[piece.position] = block as Block;
    report(piece.options.count);
  };
  const finished = generatePieces(pieces, workers, keep, signal);
  requests.forEach((request, i) => {
    if (elsewhere(request)) return;
    const { system, ...options } = request;
    let before = 0;
    const progress = (now: number) => {
      report(now - before);
      before = now;
    };
    blocks[i] = [generateBlock(system, { ...options, onProgress: progress })];
  });
  await finished;
  return requests.map(({ system, ...options }, i) => assembleSet(system, options, blocks[i] as Block[]));
}

/**
 * Generates several sets to disk on worker threads, chunk by chunk, each chunk written by the thread that made it: memory does
 * not grow with the number of trajectories. The same request gives the same bytes whatever the number of workers.
 *
 * Returns each set's redraws and largest energy error. A set appears in its place when it is complete. What an interruption leaves, also `kill -9`, the same request goes on from.
 * Throws `UserError` if anything exists at a path (but sets that it left complete beside unfinished ones), an unfinished set of another request, or one that another process is working on.
 */
export async function generateStores(
  requests: readonly StoreRequest[],
  options: ParallelOptions = {},
): Promise<StoreTotals[]> {
  const there = await Promise.all(requests.map(({ path }) => exists(path)));
  const begun = await Promise.all(requests.map(({ path }) => exists(partialFolder(path))));
  // Sets beside an unfinished one may be those that an interruption left complete.
  const goesOn = begun.some((partial, i) => partial && !there[i]);
  const complete = await Promise.all(
    requests.map(({ path, system, ...own }, i) =>
      there[i] ? completedSet(path, describeRequest(system, own)) : undefined,
    ),
  );
  const missing = requests.filter((_, i) => !goesOn || complete[i] === undefined);
  const paths = missing.map(({ path }) => path);
  for (const path of paths) await refuseExisting(path);
  // One lock inside the other, always in the same order.
  const locked = [...new Set(paths)].sort().reduceRight(
    (work, path) => () => whileLocked(lockOf(path), path, work),
    () => generateAlone(missing, options),
  );
  const made = await locked();
  return complete.map((totals) => totals ?? (made.shift() as StoreTotals));
}

async function generateAlone(
  requests: readonly StoreRequest[],
  { workers = availableParallelism(), onProgress, signal }: ParallelOptions,
): Promise<StoreTotals[]> {
  const report = progressOf(requests, workers, onProgress);
  const stores: PartialStore[] = [];
  for (const { path, system, ...options } of requests)
    stores.push(await beginPartial(path, describeRequest(system, options)));
  const before = stores.flatMap(({ finished, description }) =>
    [...finished.keys()].map((chunk) => sizeOf(description.count, chunk)),
  );
  report(before.reduce((sum, size) => sum + size, 0));
  const pieces = requests.flatMap((request, i) => missingChunks(request, stores[i] as PartialStore, i));
  const note = ({ totals }: MadePiece, piece: Piece) => {
    if (totals !== undefined) stores[piece.request]?.finished.set(piece.position, totals);
    report(piece.options.count);
  };
  const elsewhere = worthThreads(requests);
  const remote = ({ request }: Piece) => elsewhere(requests[request] as StoreRequest);
  await generatePieces(pieces.filter(remote), workers, note, signal);
  for (const piece of pieces) {
    if (remote(piece)) continue;
    signal?.throwIfAborted();
    note(await generatePiece(piece, (requests[piece.request] as StoreRequest).system), piece);
  }
  signal?.throwIfAborted();
  const totals: StoreTotals[] = [];
  for (const store of stores) totals.push(await completePartial(store));
  return totals;
}

/** Which of the requests are generated on worker threads. */
function worthThreads(requests: readonly GenerationRequest[]): (request: GenerationRequest) => boolean {
  const few = requests.reduce((sum, { count }) => sum + count, 0) <= FEW;
  return ({ system }) => !few && isRemote(system);
}

/** Checks requests and number of workers, and makes the function that adds to what is done. */
function progressOf(
  requests: readonly GenerationRequest[],
  workers: number,
  onProgress: ParallelOptions["onProgress"],
): (count: number) => void {
  for (const request of requests) {
    checkGeneration(request);
    checkSampling(request.system, request.sampling ?? {});
  }
  if (!Number.isInteger(workers) || workers < 1)
    throw new UserError(`the number of workers must be a positive integer, got ${workers}`);
  const total = requests.reduce((sum, { count }) => sum + count, 0);
  let done = 0;
  return (count) => {
    done += count;
    onProgress?.(done, total);
  };
}

const reference = ({ name, constants }: System) => ({ name, constants });

function piecesOf({ system, ...options }: GenerationRequest, request: number): Piece[] {
  const { count, first = 0 } = options;
  return Array.from({ length: Math.ceil(count / BLOCK_SIZE) }, (_, position) => {
    const from = position * BLOCK_SIZE;
    const size = Math.min(BLOCK_SIZE, count - from);
    const part = { ...options, first: first + from, count: size };
    return { request, position, system: reference(system), options: part };
  });
}

/** Trajectories of a chunk. */
const sizeOf = (count: number, chunk: number) => Math.min(CHUNK, count - chunk * CHUNK);

function missingChunks({ system, path: _, ...options }: StoreRequest, store: PartialStore, request: number): Piece[] {
  const { count } = options;
  const all = Array.from({ length: chunksOf(count) }, (_, position) => position);
  return all
    .filter((position) => !store.finished.has(position))
    .map((position) => ({
      request,
      position,
      system: reference(system),
      options: { ...options, first: position * CHUNK, count: sizeOf(count, position) },
      store: { path: store.path, count },
    }));
}
