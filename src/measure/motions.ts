import { Rounds, type SharedRounds } from "../base/rounds.js";
import type { Kernel, Region } from "../graph/index.js";
import { type LoadedKernel, loadKernel } from "../runtime/index.js";

/** Motions of many tasks: x of the next sample = kernel(parameters of the task, x). */
export interface Motions {
  readonly kernel: Kernel<"next">;
  readonly tasks: number;
  readonly samples: number;
  /** Numbers of a state. */
  readonly size: number;
  /** Every parameter of every task, [task, ...shape], by the name of its input. */
  readonly parameters: Readonly<Record<string, Float32Array>>;
  /** [task][sample][size]; the first sample of each is given. */
  readonly states: Float32Array;
  readonly rounds: SharedRounds;
}

/** Zeroed arrays; in shared memory where several threads will work on them (a browser may not have any). */
export function allocateMotions(kernel: Kernel<"next">, tasks: number, samples: number, shared: boolean): Motions {
  const { states, ...parameters } = kernel.inputs;
  const size = (states as Region).length;
  const memory = (bytes: number) => (shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
  const floats = (length: number) => new Float32Array(memory(4 * length));
  return {
    kernel,
    tasks,
    samples,
    size,
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, { length }]) => [name, floats(tasks * length)]),
    ),
    states: floats(tasks * samples * size),
    rounds: Rounds.create(tasks, shared).shared,
  };
}

/** One thread's part in computing motions. */
export class MotionWorker {
  readonly rounds: Rounds;
  readonly #motions: Motions;
  readonly #kernel: LoadedKernel<"next">;

  private constructor(motions: Motions, kernel: LoadedKernel<"next">) {
    this.rounds = new Rounds(motions.rounds);
    this.#motions = motions;
    this.#kernel = kernel;
  }

  static async create(motions: Motions): Promise<MotionWorker> {
    return new MotionWorker(motions, await loadKernel(motions.kernel));
  }

  /** Takes tasks until none is left in this round. */
  work(): void {
    for (let task = this.rounds.take(); task !== undefined; task = this.rounds.take()) {
      this.#move(task);
      this.rounds.completed();
    }
  }

  #move(task: number): void {
    const { parameters, states, samples, size } = this.#motions;
    const { inputs, outputs, prepare, run } = this.#kernel;
    for (const [name, all] of Object.entries(parameters)) {
      const own = inputs[name] as Float32Array;
      own.set(all.subarray(task * own.length, (task + 1) * own.length));
    }
    prepare();
    const state = inputs.states as Float32Array;
    const { next } = outputs;
    const first = task * samples * size;
    for (let k = 0; k < size; k++) state[k] = states[first + k] as number;
    for (let to = first + size; to < first + samples * size; to += size) {
      run();
      for (let k = 0; k < size; k++) states[to + k] = state[k] = next[k] as number;
    }
  }
}
