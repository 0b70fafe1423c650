import type { LossReduction } from "../learning/index.js";
import {
  energiesOf,
  energyError,
  type FixedStepMethod,
  fromNodes,
  NODE_SIZE,
  rk4,
  type System,
} from "../mechanics/index.js";
import type { Model } from "../models/index.js";
import type { CompileOptions } from "../runtime/index.js";
import { GradientAdaptation, type SupportPoints, stackParameters, type TaskParameters } from "./adaptation.js";
import { meanSquaredError } from "./error.js";
import { relativeError } from "./relative-error.js";
import { type Rollout, RolloutMachine } from "./rollout.js";

/** The trajectories that a method is tested on, and the points of each that it may see. */
export interface TestSet {
  readonly system: System;
  /** The system with a trajectory's own constants, where they differ. */
  readonly systemOf?: (trajectory: number) => System;
  readonly count: number;
  /** Samples a trajectory, equally spaced. */
  readonly samples: number;
  /** Seconds from the first to the last; the system's own by default. */
  readonly duration?: number;
  readonly points: number;
  /** True node states [trajectory][time][body * 4]. */
  readonly truth: Float64Array;
  /** [trajectory, body, point, 4] each. */
  readonly support: SupportPoints;
}

export interface ProtocolOptions {
  /** Plain gradient steps. */
  readonly steps: number;
  readonly rate: number;
  readonly reduction: LossReduction;
  readonly rolloutStepsPerSample: number;
  /** Integrator of the rollouts; RK4 by default. */
  readonly rolloutMethod?: FixedStepMethod;
  /** Roll out after these numbers of steps; after every one by default. */
  readonly rolloutAt?: readonly number[] | undefined;
  /** Keep the predicted motion of this trajectory after these numbers of steps. */
  readonly keep?: { readonly trajectory: number; readonly steps: readonly number[] };
  readonly compile: CompileOptions;
  readonly onStep?: (step: number) => void | Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

/** Errors after each number of steps in `step`; `mse[i][trajectory]` and so on. */
export interface ProtocolResult {
  readonly step: number[];
  readonly mse: number[][];
  /** Of the motion, |x - true x| / |true x|. */
  readonly relativeError: number[][];
  readonly energyError: number[][];
  readonly escaped: boolean[][];
  /** Node states [time][body * 4] of the kept trajectory. */
  readonly kept: { readonly step: number; readonly states: Float64Array }[];
}

/**
 * The paper's test (Song and Jeong 2022, section 4): gradient steps on K points of one trajectory of an unseen system,
 * after each step a rollout (RK4 in the paper) of the whole trajectory from its true initial state, mean squared error over its times
 * and components. All trajectories run side by side. `initial` gives every trajectory's parameters before the first step.
 */
export async function runProtocol(
  model: Model,
  initial: (trajectory: number) => ArrayLike<number>,
  test: TestSet,
  options: ProtocolOptions,
): Promise<ProtocolResult> {
  const { system, count, samples, points } = test;
  const { steps, rate, reduction, rolloutStepsPerSample, rolloutMethod = rk4, keep, rolloutAt } = options;
  const size = system.bodies * NODE_SIZE;
  const shape = { tasks: count, bodies: system.bodies, points };
  // Rollouts take most of the time and are divided among threads; an engine's own threads would only be in their way.
  const adaptation = await GradientAdaptation.create(model, shape, reduction, { ...options.compile, threads: 1 });
  const machine = await RolloutMachine.create(system, model, count, {
    samples,
    duration: test.duration,
    stepsPerSample: rolloutStepsPerSample,
    method: rolloutMethod,
    threads: options.compile.threads,
  });
  const start = new Float64Array(count * size);
  for (let i = 0; i < count; i++)
    start.set(test.truth.subarray(i * samples * size, (i * samples + 1) * size), i * size);

  const result: ProtocolResult = { step: [], mse: [], relativeError: [], energyError: [], escaped: [], kept: [] };
  let parameters: TaskParameters = stackParameters(model, perTrajectory(count, initial));
  const record = (step: number, rollout: Rollout) => {
    result.step.push(step);
    result.mse.push(perTrajectory(count, (i) => trajectoryError(meanSquaredError, test, rollout, i)));
    result.relativeError.push(perTrajectory(count, (i) => trajectoryError(relativeError, test, rollout, i)));
    result.energyError.push(perTrajectory(count, (i) => predictedEnergyError(test, rollout, i)));
    result.escaped.push(Array.from(rollout.escapedAt, (at) => at !== -1));
    if (keep?.steps.includes(step))
      result.kept.push({ step, states: motionOf(test, rollout.states, keep.trajectory).slice() });
  };
  let unrecorded: (() => void) | undefined;
  try {
    for (let step = 0; step <= steps; step++) {
      options.signal?.throwIfAborted();
      const rolledOut = rolloutAt === undefined || rolloutAt.includes(step);
      if (rolledOut) machine.begin(parameters, start);
      // While helper threads roll out, the next step is taken and the last rollout judged.
      if (step < steps) parameters = await adaptation.step(parameters, test.support, rate);
      unrecorded?.();
      unrecorded = undefined;
      if (rolledOut) {
        const motions = machine.finish();
        unrecorded = () => record(step, machine.held(motions));
      }
      await options.onStep?.(step);
    }
    unrecorded?.();
  } finally {
    await adaptation.close();
    await machine.close();
  }
  return result;
}

const perTrajectory = <T>(count: number, value: (trajectory: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => value(i));

function motionOf({ system, samples }: TestSet, states: Float64Array, trajectory: number): Float64Array {
  const size = samples * system.bodies * NODE_SIZE;
  return states.subarray(trajectory * size, (trajectory + 1) * size);
}

type MotionError = (predicted: Float64Array, truth: Float64Array) => number;

function trajectoryError(error: MotionError, test: TestSet, rollout: Rollout, trajectory: number): number {
  return error(motionOf(test, rollout.states, trajectory), motionOf(test, test.truth, trajectory));
}

function predictedEnergyError(test: TestSet, rollout: Rollout, trajectory: number): number {
  const system = test.systemOf?.(trajectory) ?? test.system;
  const own = fromNodes(system, motionOf(test, rollout.states, trajectory));
  return energyError(system, energiesOf(system, own));
}
