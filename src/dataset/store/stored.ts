import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../base/errors.js";
import type { System } from "../../mechanics/index.js";
import type { Split } from "../trajectories.js";
import { CHUNK, chunkFile, STATE_ARRAYS, type StateArray } from "./arrays.js";
import { crc32cCodec } from "./crc32c.js";
import type { StoreDescription } from "./description.js";
import { openStore } from "./open.js";

/**
 * Trajectories that stay on disk: each is read when it is asked for, so that a set may be larger than memory. A chunk's
 * checksum is verified when the chunk is first used; after that only the wanted bytes are read.
 */
export class StoredTrajectories {
  readonly system: System;
  readonly seed: number;
  readonly split: Split;
  readonly count: number;
  /** Seconds; where times are irregular, those of a regular sampling with as many. */
  readonly times: Float64Array;
  readonly #verified = new Set<string>();
  readonly #row: Record<StateArray, Float64Array>;

  private constructor(
    readonly path: string,
    readonly description: StoreDescription,
  ) {
    const { system, seed, split, count, times } = description;
    this.system = system;
    this.seed = seed;
    this.split = split;
    this.count = count;
    this.times = times;
    const row = () => new Float64Array(times.length * system.dimension);
    this.#row = { q: row(), p: row(), dq_dt: row(), dp_dt: row() };
  }

  /** Opens the set at `path`; errors as those of `openStore`. */
  static async open(path: string, options: { system?: System } = {}): Promise<StoredTrajectories> {
    const { description } = await openStore(path, options);
    return new StoredTrajectories(path, description);
  }

  /**
   * Reads a trajectory: own states and their time derivatives [N][2d] each. Throws `UserError` for a chunk that is missing,
   * cut short or changed.
   */
  read(trajectory: number, states: Float64Array, derivatives: Float64Array): void {
    const d = this.system.dimension;
    for (const name of STATE_ARRAYS) this.#readRow(name, this.#row[name], trajectory, 2);
    const { q, p, dq_dt: dq, dp_dt: dp } = this.#row;
    for (let n = 0; n < this.times.length; n++)
      for (let i = 0; i < d; i++) {
        const [from, to] = [n * d + i, n * 2 * d + i];
        states[to] = q[from] as number;
        states[to + d] = p[from] as number;
        derivatives[to] = dq[from] as number;
        derivatives[to + d] = dp[from] as number;
      }
  }

  /** Seconds of a trajectory's samples. Errors as those of `read`. */
  timesOf(trajectory: number): Float64Array {
    if (!this.description.irregular) return this.times;
    const times = new Float64Array(this.times.length);
    this.#readRow("t", times, trajectory, 1);
    return times;
  }

  /** The system with a trajectory's own constants. Errors as those of `read`. */
  systemOf(trajectory: number): System {
    const { varied } = this.description;
    if (varied.length === 0) return this.system;
    const values = new Float64Array(varied.length);
    this.#readRow("constants", values, trajectory, 1);
    return this.system.withConstants(Object.fromEntries(varied.map(({ name }, i) => [name, values[i] as number])));
  }

  /** Reads a trajectory's part of an array with so many axes after the first. */
  #readRow(name: string, row: Float64Array, trajectory: number, axes: number): void {
    const chunk = Math.floor(trajectory / CHUNK);
    const file = join(this.path, chunkFile({ name, shape: new Array<number>(1 + axes).fill(0) }, chunk));
    this.#verify(file, name, chunk, row.byteLength);
    const descriptor = openSync(file, "r");
    try {
      const read = readSync(descriptor, row, 0, row.byteLength, (trajectory % CHUNK) * row.byteLength);
      if (read !== row.byteLength) throw this.#damaged(name, chunk, "was cut short");
    } finally {
      closeSync(descriptor);
    }
  }

  #verify(file: string, name: string, chunk: number, rowBytes: number): void {
    if (this.#verified.has(file)) return;
    const problem = chunkProblem(file, Math.min(CHUNK, this.count) * rowBytes);
    if (problem !== undefined) throw this.#damaged(name, chunk, problem);
    this.#verified.add(file);
  }

  #damaged(name: string, chunk: number, problem: string): UserError {
    return new UserError(`${this.path}: array "${name}": chunk ${chunk} ${problem}`);
  }
}

/** What is wrong with the file of a chunk of so many bytes of numbers; undefined where nothing is. */
export function chunkProblem(file: string, bytes: number): string | undefined {
  try {
    const { length } = crc32cCodec.decode(readFileSync(file));
    return length === bytes ? undefined : `is damaged: it has ${length} bytes of numbers, expected ${bytes}`;
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    return missing ? "is missing" : `is damaged: ${(error as Error).message}`;
  }
}
