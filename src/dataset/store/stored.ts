import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../base/errors.js";
import type { System } from "../../mechanics/index.js";
import type { Split } from "../trajectories.js";
import { CHUNK, chunkFile, STATE_ARRAYS, type StateArray } from "./arrays.js";
import { crc32cCodec } from "./crc32c.js";
import { openStore } from "./open.js";

/**
 * Trajectories that stay on disk: each is read when it is asked for, so that a set may be larger than memory. A chunk's
 * checksum is verified when the chunk is first used; after that only the wanted bytes are read.
 */
export class StoredTrajectories {
  readonly #verified = new Set<string>();
  readonly #row: Record<StateArray, Float64Array>;

  private constructor(
    readonly path: string,
    readonly system: System,
    readonly seed: number,
    readonly split: Split,
    readonly count: number,
    /** Seconds; where times are irregular, those of a regular sampling with as many. */
    readonly times: Float64Array,
  ) {
    const row = () => new Float64Array(times.length * system.dimension);
    this.#row = { q: row(), p: row(), dq_dt: row(), dp_dt: row() };
  }

  /** Opens the set at `path`; errors as those of `openStore`. */
  static async open(path: string, options: { system?: System } = {}): Promise<StoredTrajectories> {
    const { description } = await openStore(path, options);
    const { system, seed, split, count, times } = description;
    return new StoredTrajectories(path, system, seed, split, count, times);
  }

  /**
   * Reads a trajectory: own states and their time derivatives [N][2d] each. Throws `UserError` for a chunk that is missing,
   * cut short or changed.
   */
  read(trajectory: number, states: Float64Array, derivatives: Float64Array): void {
    const d = this.system.dimension;
    for (const name of STATE_ARRAYS) this.#readRow(name, trajectory);
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

  #readRow(name: StateArray, trajectory: number): void {
    const row = this.#row[name];
    const chunk = Math.floor(trajectory / CHUNK);
    const file = join(this.path, chunkFile({ name, shape: [0, 0, 0] }, chunk));
    this.#verify(file, name, chunk);
    const descriptor = openSync(file, "r");
    try {
      const read = readSync(descriptor, row, 0, row.byteLength, (trajectory % CHUNK) * row.byteLength);
      if (read !== row.byteLength) throw this.#damaged(name, chunk, "was cut short");
    } finally {
      closeSync(descriptor);
    }
  }

  #verify(file: string, name: StateArray, chunk: number): void {
    if (this.#verified.has(file)) return;
    try {
      const length = crc32cCodec.decode(readFileSync(file)).length;
      const expected = Math.min(CHUNK, this.count) * this.#row[name].byteLength;
      if (length !== expected) throw new Error(`${length} bytes, expected ${expected}`);
    } catch (error) {
      const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
      throw this.#damaged(name, chunk, missing ? "is missing" : `is damaged: ${(error as Error).message}`);
    }
    this.#verified.add(file);
  }

  #damaged(name: StateArray, chunk: number, problem: string): UserError {
    return new UserError(`${this.path}: array "${name}": chunk ${chunk} ${problem}`);
  }
}
