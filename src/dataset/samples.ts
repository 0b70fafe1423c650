import type { System } from "../mechanics/index.js";
// Only its type: in a browser, where there are no files, nothing of the store is needed.
import type { StoredTrajectories } from "./store/stored.js";
import { systemOf, type TrajectorySet } from "./trajectories.js";

/** Trajectories that tasks are drawn from: in memory or on disk. */
export type TaskSource = TrajectorySet | StoredTrajectories;

/** Where the numbers of one trajectory are, from `offset` on. */
interface Motion {
  readonly states: Float64Array;
  /** Stored ones; absent where they are the field of the trajectory's own system at its states. */
  readonly derivatives: Float64Array | undefined;
  readonly system: System;
  readonly offset: number;
}

/**
 * Reads samples of a set's trajectories with their exact time derivatives: those that the set stores, else the field of the
 * trajectory's own system, with the constants that it has drawn.
 */
export class SampleReader {
  readonly #buffers: Record<"states" | "derivatives", Float64Array> | undefined;

  constructor(readonly set: TaskSource) {
    const room = () => new Float64Array(set.times.length * 2 * set.system.dimension);
    this.#buffers = "read" in set ? { states: room(), derivatives: room() } : undefined;
  }

  /** Gives `use` the own state [2d] and its derivative [2d] of every sample in `indices`; the arrays are the reader's own. */
  read(
    trajectory: number,
    indices: readonly number[],
    use: (state: Float64Array, derivative: Float64Array, k: number) => void,
  ): void {
    const { states, derivatives, system, offset } = this.#motionOf(trajectory);
    const size = 2 * system.dimension;
    const state = new Float64Array(size);
    const derivative = new Float64Array(size);
    for (let k = 0; k < indices.length; k++) {
      const from = offset + (indices[k] as number) * size;
      for (let i = 0; i < size; i++) state[i] = states[from + i] as number;
      if (derivatives === undefined) system.vectorField(state, derivative);
      else for (let i = 0; i < size; i++) derivative[i] = derivatives[from + i] as number;
      use(state, derivative, k);
    }
  }

  #motionOf(trajectory: number): Motion {
    const { set } = this;
    if ("read" in set) {
      const { states, derivatives } = this.#buffers as Record<"states" | "derivatives", Float64Array>;
      set.read(trajectory, states, derivatives);
      return { states, derivatives, system: set.system, offset: 0 };
    }
    const offset = trajectory * set.times.length * 2 * set.system.dimension;
    const { states, derivatives } = set;
    const system = derivatives === undefined ? systemOf(set, trajectory) : set.system;
    return { states, derivatives, system, offset };
  }
}
