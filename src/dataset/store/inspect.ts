import { join } from "node:path";
import { energiesOf, energyError, inStateOrder, type System } from "../../mechanics/index.js";
import { arrayLayouts, CHUNK, chunkFile, chunksOf } from "./arrays.js";
import type { GroupAttributes } from "./attributes.js";
import { openStore } from "./open.js";
import { chunkProblem, StoredTrajectories } from "./stored.js";

/** What `inspectStore` finds. */
export interface Inspection {
  readonly path: string;
  readonly attributes: GroupAttributes;
  readonly arrays: readonly {
    readonly name: string;
    readonly dimensions: readonly string[];
    readonly shape: readonly number[];
  }[];
  /** First and last time, s. */
  readonly time: readonly [number, number];
  /** Smallest and largest value of every component of the readable states. */
  readonly ranges: readonly {
    readonly name: string;
    readonly unit: string;
    readonly low: number;
    readonly high: number;
  }[];
  /** Largest relative energy error of the readable trajectories, computed again; undefined where noise hides it. */
  readonly energyError: number | undefined;
  /** Largest difference of the stored derivatives from the system's field, relative to it; undefined where noise hides it. */
  readonly derivativeError: number | undefined;
  /** Chunks that cannot be read. */
  readonly damaged: readonly { readonly file: string; readonly problem: string }[];
}

export interface InspectOptions {
  /** For a system that is not known by its name. */
  readonly system?: System;
  /** Called with the number of trajectories looked at and their total. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Reads a stored set from end to end, chunk by chunk: every chunk's checksum, ranges, energies and derivatives. Throws
 * `UserError` for what makes a set unreadable as a whole (see `openStore`); damaged chunks are part of the result.
 */
export async function inspectStore(path: string, options: InspectOptions = {}): Promise<Inspection> {
  const given = options.system === undefined ? {} : { system: options.system };
  const { attributes, description } = await openStore(path, given);
  const { system, count, times, noise } = description;
  const layouts = arrayLayouts(description);
  const stored = await StoredTrajectories.open(path, given);
  const size = 2 * system.dimension;
  const range = Array.from({ length: size }, () => ({ low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY }));
  const damaged: { file: string; problem: string }[] = [];
  const [states, derivatives] = [new Float64Array(times.length * size), new Float64Array(times.length * size)];
  let [energy, derivative] = [0, 0];
  for (let chunk = 0; chunk < chunksOf(count); chunk++) {
    options.signal?.throwIfAborted();
    const problems = layouts.flatMap((layout) => {
      if (layout.shape.length === 1) return [];
      const file = chunkFile(layout, chunk);
      const bytes = 8 * layout.chunkShape.reduce((product, n) => product * n, 1);
      const problem = chunkProblem(join(path, file), bytes);
      return problem === undefined ? [] : [{ file, problem }];
    });
    damaged.push(...problems);
    const end = Math.min((chunk + 1) * CHUNK, count);
    for (let i = chunk * CHUNK; i < end && problems.length === 0; i++) {
      stored.read(i, states, derivatives);
      states.forEach((value, k) => {
        const of = range[k % size] as { low: number; high: number };
        if (value < of.low) of.low = value;
        if (value > of.high) of.high = value;
      });
      if (noise > 0) continue;
      const own = stored.systemOf(i);
      energy = Math.max(energy, energyError(own, energiesOf(own, states)));
      derivative = Math.max(derivative, derivativeError(own, states, derivatives));
    }
    options.onProgress?.(end, count);
    // Lets a Ctrl-C in.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return {
    path,
    attributes,
    arrays: layouts.map(({ name, dimensions, shape }) => ({ name, dimensions, shape })),
    time: [times[0] as number, times.at(-1) as number],
    ranges: inStateOrder(system.coordinates).map(({ name, unit }, i) => ({
      name,
      unit,
      ...(range[i] as { low: number; high: number }),
    })),
    energyError: noise > 0 ? undefined : energy,
    derivativeError: noise > 0 ? undefined : derivative,
    damaged,
  };
}

function derivativeError(system: System, states: Float64Array, stored: Float64Array): number {
  const size = 2 * system.dimension;
  const field = new Float64Array(size);
  let largest = 0;
  for (let from = 0; from < states.length; from += size) {
    system.vectorField(states.subarray(from, from + size), field);
    for (let i = 0; i < size; i++) {
      const expected = field[i] as number;
      largest = Math.max(largest, Math.abs((stored[from + i] as number) - expected) / (1 + Math.abs(expected)));
    }
  }
  return largest;
}
