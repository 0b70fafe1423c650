import { input, program } from "../graph/index.js";
import {
  ESCAPE_FACTOR,
  type FixedStepMethod,
  fromNodes,
  hasEscaped,
  NODE_SIZE,
  nodeComponents,
  rk4,
  type System,
} from "../mechanics/index.js";
import type { Model } from "../models/index.js";
import { type CompileOptions, compile, type Executable } from "../runtime/index.js";
import { parameterFeeds, parameterInputs, type TaskParameters } from "./adaptation.js";
import { tensorStep } from "./step.js";

/** Predicted motions of many tasks: node states [task][time][body * 4]. */
export interface Rollout {
  readonly states: Float64Array;
  /** For every task, the first sample at which it had escaped, or -1. From there on the state stands still. */
  readonly escapedAt: Int32Array;
}

/** Rolls learned fields out over a whole trajectory, one initial state and one set of parameters a task. */
export class RolloutMachine {
  readonly #system: System;
  readonly #tasks: number;
  readonly #samples: number;
  readonly #advance: Executable<"next">;

  private constructor(system: System, tasks: number, samples: number, advance: Executable<"next">) {
    this.#system = system;
    this.#tasks = tasks;
    this.#samples = samples;
    this.#advance = advance;
  }

  /** For `samples` equally spaced samples over the system's duration, with `stepsPerSample` steps of `method` between two. */
  static async create(
    system: System,
    model: Model,
    tasks: number,
    {
      samples,
      stepsPerSample,
      method = rk4,
      ...options
    }: { samples: number; stepsPerSample: number; method?: FixedStepMethod } & CompileOptions,
  ): Promise<RolloutMachine> {
    const parameters = parameterInputs(model, tasks);
    const h = system.duration / (samples - 1) / stepsPerSample;
    let x = input("states", [tasks, system.bodies, 1, NODE_SIZE]);
    for (let i = 0; i < stepsPerSample; i++)
      x = tensorStep(method, (state) => model.derivative(parameters, state), x, h);
    return new RolloutMachine(system, tasks, samples, await compile(program({ next: x }), options));
  }

  /** `initial` [task][body * 4]: node states at time 0. */
  async run(parameters: TaskParameters, initial: ArrayLike<number>): Promise<Rollout> {
    const size = this.#system.bodies * NODE_SIZE;
    const bounds = this.#bounds();
    const states = new Float64Array(this.#tasks * this.#samples * size);
    const escapedAt = new Int32Array(this.#tasks).fill(-1);
    const feeds = parameterFeeds(parameters);
    let current = { next: Float32Array.from(initial) as Float32Array | Float64Array };
    let spare = this.#advance.allocate();
    for (let sample = 0; sample < this.#samples; sample++) {
      if (sample > 0) {
        const next = await this.#advance.run({ ...feeds, states: current.next }, spare);
        spare = current;
        current = next;
      }
      for (let task = 0; task < this.#tasks; task++) {
        const to = (task * this.#samples + sample) * size;
        if (escapedAt[task] === -1) {
          const state = current.next.subarray(task * size, (task + 1) * size);
          if (sample > 0 && !this.#isInside(state)) escapedAt[task] = sample;
          for (let k = 0; k < size; k++)
            states[to + k] = clamp(state[k] as number, bounds[k] as number, states[to + k - size] as number);
        } else states.copyWithin(to, to - size, to);
      }
    }
    return { states, escapedAt };
  }

  close(): Promise<void> {
    return this.#advance.close();
  }

  #isInside(state: Float32Array | Float64Array): boolean {
    return state.every(Number.isFinite) && !hasEscaped(this.#system, fromNodes(this.#system, state));
  }

  /** Bound of every node component; surplus ones, which have no reach of their own, get the largest of the others. */
  #bounds(): number[] {
    const { box } = this.#system;
    const largest = Math.max(...box);
    return nodeComponents(this.#system).map(
      ({ own }) => ESCAPE_FACTOR * (own === undefined ? largest : (box[own] as number)),
    );
  }
}

/** The value, held at the bound; for a value that is not finite the one before. */
function clamp(value: number, bound: number, before: number): number {
  return Number.isFinite(value) ? Math.min(Math.max(value, -bound), bound) : before;
}
