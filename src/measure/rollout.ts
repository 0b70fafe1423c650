import { input, inputName, program, writeKernel } from "../graph/index.js";
import {
  ESCAPE_FACTOR,
  type FixedStepMethod,
  NODE_SIZE,
  nodeComponents,
  rk4,
  type System,
  tensorStep,
} from "../mechanics/index.js";
import type { Model } from "../models/index.js";
import { type Reals, usableThreads } from "../runtime/index.js";
import { parameterFeeds, parameterInputs, type TaskParameters } from "./adaptation.js";
import { MotionThreads } from "./motion-threads.js";
import { allocateMotions, type Motions } from "./motions.js";

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
  readonly #limits: ReturnType<typeof limitsOf>;
  readonly #motions: Motions;
  readonly #threads: MotionThreads;

  private constructor(system: System, motions: Motions, threads: MotionThreads) {
    this.#limits = limitsOf(system);
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
    return this.held(this.finish());
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

  /** Takes part in what `begin` began; a copy of all motions [task][time][body * 4], as far out as they went. */
  finish(): Float32Array {
    this.#threads.finish();
    return this.#motions.states.slice();
  }

  /** Motions held where they escaped. */
  held(motions: Float32Array): Rollout {
    const { tasks, samples, size } = this.#motions;
    const { reach, bounds } = this.#limits;
    const states = new Float64Array(motions.length);
    const escapedAt = new Int32Array(tasks).fill(-1);
    for (let task = 0; task < tasks; task++)
      for (let sample = 0; sample < samples; sample++) {
        const to = (task * samples + sample) * size;
        if (escapedAt[task] !== -1) {
          states.copyWithin(to, to - size, to);
          continue;
        }
        if (sample > 0 && !isWithin(motions, to, reach)) escapedAt[task] = sample;
        for (let k = 0; k < size; k++)
          states[to + k] = clamp(motions[to + k] as number, bounds[k] as number, states[to + k - size] as number);
      }
    return { states, escapedAt };
  }

  close(): Promise<void> {
    return this.#threads.close();
  }
}

/**
 * Of every node component how far it may go before a motion counts as escaped, as in `hasEscaped`, and where it is held
 * then. Surplus components, which have no reach of their own, may go anywhere and are held where the farthest others are.
 */
function limitsOf(system: System): { readonly reach: Float64Array; readonly bounds: Float64Array } {
  const own = nodeComponents(system).map(({ own: at }) => (at === undefined ? undefined : (system.box[at] as number)));
  const largest = Math.max(...system.box);
  return {
    reach: Float64Array.from(own, (box) => (box === undefined ? Number.MAX_VALUE : ESCAPE_FACTOR * box)),
    bounds: Float64Array.from(own, (box) => ESCAPE_FACTOR * (box ?? largest)),
  };
}

/** Whether |value| <= reach in every component of the state that starts at `from`; false where one is not finite. */
function isWithin(motions: Float32Array, from: number, reach: Float64Array): boolean {
  for (let k = 0; k < reach.length; k++)
    if (!(Math.abs(motions[from + k] as number) <= (reach[k] as number))) return false;
  return true;
}

/** The value, held at the bound; for a value that is not finite the one before. */
function clamp(value: number, bound: number, before: number): number {
  return Number.isFinite(value) ? Math.min(Math.max(value, -bound), bound) : before;
}
