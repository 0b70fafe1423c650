import { cached } from "../base/cached.js";
import { hasThreads, runInPool } from "../base/pool/pool.js";
import { type Constants, type System, sameDefinition, systemNamed } from "../mechanics/index.js";
import { writeChunk } from "./store/arrays.js";
import { describeRequest, type StoreTotals } from "./store/description.js";
import { noteFinished } from "./store/partial.js";
import { systemFilesOf } from "./system-file.js";
import { type Block, type GenerationOptions, generateBlock } from "./trajectories.js";

/** A part of a set, small enough for one thread: a block of trajectories to be sent back, or a chunk of a store to be written. */
export interface Piece {
  readonly request: number;
  readonly position: number;
  /** A system cannot be sent: its name and constants. */
  readonly system: { readonly name: string; readonly constants: Constants };
  readonly options: Omit<GenerationOptions, "onProgress">;
  /** The unfinished store to write to, as chunk `position`, and the number of all its trajectories. */
  readonly store?: { readonly path: string; readonly count: number };
}

/** What a piece gives: its block, or the totals of the chunk that was written. */
export interface MadePiece {
  readonly block?: Block;
  readonly totals?: StoreTotals;
}

/** Generates a piece in this thread, of the system that it names. */
export async function generatePiece({ options, store, position }: Piece, system: System): Promise<MadePiece> {
  const block = generateBlock(system, options);
  if (store === undefined) return { block };
  const { redraws, energyError } = block;
  await writeChunk(store.path, describeRequest(system, { ...options, count: store.count }), position, block);
  await noteFinished(store.path, position, { redraws, energyError });
  return { totals: { redraws, energyError } };
}

const made = new Map<string, System>();

/** The system that a piece names, in a thread where its file has been loaded; the same object for every piece of a set. */
export function systemOfPiece({ system: { name, constants } }: Piece): System {
  return cached(made, JSON.stringify([name, constants]), () => {
    const system = systemNamed(name);
    const same = Object.entries(constants).every(([key, value]) => system.constants[key] === value);
    return same ? system : system.withConstants(constants);
  });
}

/** Whether a worker thread can make the same system from its name and constants, and there can be worker threads at all. */
export function isRemote(system: System): boolean {
  if (!hasThreads) return false;
  try {
    return sameDefinition(system, systemNamed(system.name));
  } catch {
    return false;
  }
}

/** Generates pieces on worker threads, so many at a time. */
export function generatePieces(
  pieces: readonly Piece[],
  threads: number,
  onMade: (made: MadePiece, piece: Piece) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  return runInPool<Piece, MadePiece>(pieces, {
    script: new URL(/* @vite-ignore */ "./piece-thread.js", import.meta.url),
    data: { systemFiles: systemFilesOf(pieces.map(({ system }) => system.name)) },
    threads,
    // A progress may end the generation, whose result nobody waits for then.
    onResult: (made, piece) => (signal?.aborted === true ? undefined : onMade(made, piece)),
    signal,
    // What a thread has not finished writing is made again.
    expendable: true,
  });
}
