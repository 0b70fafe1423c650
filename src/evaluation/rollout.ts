import { input, inputName, program, writeKernel } from "../graph/index.js";
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
import { type Reals, usableThreads } from "../runtime/index.js";
import { parameterFeeds, parameterInputs, type TaskParameters } from "./adaptation.js";
import { MotionThreads } from "./motion-threads.js";
import { allocateMotions, type Motions } from "./motions.js";
import { tensorStep } from "./step.js";

/** Predicted motions of many tasks: node states [task][time][body * 4]. */
export interface Rollout {
  readonly states: Float64Array;
  /** For every task, the first sample at which it had escaped, or -1. From there on the state stands still. */
  readonly escapedAt: Int32Array;
}

export interface RolloutOptions {
  /** Samples a trajectory, equally spaced. */
  readonly samples: number;
  /** Seconds from the first to the last; the system's own by default. */
  readonly duration?: number | undefined;
  /** Steps of the method between two samples. */
  readonly stepsPerSample: number;
  /** RK4 by default. */
  readonly method?: FixedStepMethod;
  /** Threads to share the tasks among; 1 by default. */
  readonly threads?: number | undefined;
}

/**
 * Rolls learned fields out over a whole trajectory, one initial state and one set of parameters a task. A step
 * is a program of a few small products, thousands of times one after another, so it runs as a kernel (see `writeKernel`)
 * rather than in an engine: one task after another, its parameters in the processor's cache.
 */
export class RolloutMachine {
  readonly #system: System;
  readonly #motions: Motions;
  readonly #threads: MotionThreads;

  private constructor(system: System, motions: Motions, threads: MotionThreads) {
    this.#system = system;
    this.#motions = motions;
    this.#threads = threads;
  }

  static async create(
    system: System,
    model: Model,
    tasks: number,
    { samples, duration = system.duration, stepsPerSample, method = rk4, threads = 1 }: RolloutOptions,
  ): Promise<RolloutMachine> {
    const parameters = parameterInputs(model, 1);
    const h = duration / (samples - 1) / stepsPerSample;
    let x = input("states", [1, system.bodies, 1, NODE_SIZE]);
    for (let i = 0; i < stepsPerSample; i++)
      x = tensorStep(method, (state) => model.derivative(parameters, state), x, h);
    const kernel = writeKernel(program({ next: x }), new Set(parameters.map(inputName)));
    const workers = usableThreads(threads, tasks);
    const motions = allocateMotions(kernel, tasks, samples, workers > 1);
    return new RolloutMachine(system, motions, await MotionThreads.create(motions, workers));
  }

  /** `initial` [task][body * 4]: node states at time 0. */
  run(parameters: TaskParameters, initial: ArrayLike<number>): Rollout {
    this.begin(parameters, initial);
    return this.finish();
  }

  /** Lets helper threads begin with a rollout, of which `finish` does the rest. In between this thread may do other things. */
  begin(parameters: TaskParameters, initial: ArrayLike<number>): void {
    const { tasks, samples, size, states: raw } = this.#motions;
    const feeds = parameterFeeds(parameters);
    for (const [name, values] of Object.entries(this.#motions.parameters)) values.set(feeds[name] as Reals);
    for (let task = 0; task < tasks; task++)
      for (let k = 0; k < size; k++) raw[task * samples * size + k] = initial[task * size + k] as number;
    this.#threads.begin();
  }

  finish(): Rollout {
    this.#threads.finish();
    const { tasks, samples, size, states: raw } = this.#motions;
    const bounds = this.#bounds();
    const states = new Float64Array(raw.length);
    const escapedAt = new Int32Array(tasks).fill(-1);
    for (let task = 0; task < tasks; task++)
      for (let sample = 0; sample < samples; sample++) {
        const to = (task * samples + sample) * size;
        if (escapedAt[task] === -1) {
          const state = raw.subarray(to, to + size);
          if (sample > 0 && !this.#isInside(state)) escapedAt[task] = sample;
          for (let k = 0; k < size; k++)
            states[to + k] = clamp(state[k] as number, bounds[k] as number, states[to + k - size] as number);
        } else states.copyWithin(to, to - size, to);
      }
    return { states, escapedAt };
  }

  close(): Promise<void> {
    return this.#threads.close();
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
