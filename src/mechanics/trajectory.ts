import { UserError } from "../base/errors.js";
import { aNumber, anInteger, anObject, aPositive, checkOptions, type OptionKind } from "../base/options.js";
import type { Random } from "../base/random.js";
import { quote } from "../base/text.js";
import { checkState, checkTolerance, DEFAULT_TOLERANCE, type IntegrationOptions, integrate } from "./integrate.js";
import { dop853 } from "./integrators/dop853.js";
import type { System } from "./system.js";

/** A motion sampled at equal intervals of time. */
export interface Trajectory {
  /** Seconds, N values from 0 to the duration. */
  readonly t: Float64Array;
  /** Own states [N][2d]. */
  readonly states: Float64Array;
  /** Energy at each time, J. */
  readonly energy: Float64Array;
}

/** A trajectory from drawn initial conditions. */
export interface SampledTrajectory extends Trajectory {
  /** How many initial conditions were drawn and thrown away before this one. */
  readonly redraws: number;
  /** `energyError` of the trajectory. */
  readonly energyError: number;
}

export interface TrajectoryOptions {
  /** Seconds; the system's own by default. */
  readonly duration?: number;
  /** Number of samples, both ends included; the system's own by default. */
  readonly points?: number;
  /** Bound on the integration error of a step, relative and absolute. */
  readonly tolerance?: number;
}

export interface SamplingOptions extends TrajectoryOptions {
  /** Ascending seconds from 0 instead of equal intervals. */
  readonly times?: Float64Array;
}

/** A sampled motion whose relative energy error reaches this is redrawn. */
export const MAX_ENERGY_ERROR = 1e-9;
const MAX_REDRAWS = 1000;

/** `points` equally spaced times from 0 to `duration` (s), both included. */
export function sampleTimes(duration: number, points: number): Float64Array {
  if (!(duration > 0 && Number.isFinite(duration)))
    throw new UserError(`a duration must be positive seconds, got ${duration}`);
  if (!Number.isInteger(points) || points < 2)
    throw new UserError(`a trajectory needs an integer of at least 2 points, got ${points}`);
  return Float64Array.from({ length: points }, (_, i) => (i * duration) / (points - 1));
}

const SIMULATE_OPTIONS: Readonly<Record<keyof (TrajectoryOptions & IntegrationOptions), OptionKind>> = {
  duration: aPositive,
  points: anInteger(2),
  tolerance: aNumber,
  method: anObject,
  substeps: anInteger(1),
};

/** The motion from an own state, at equal intervals. Errors as those of `integrate`; `UserError` for what is no system and for options that do not exist. */
export function simulate(
  system: System,
  state: Float64Array,
  given: TrajectoryOptions & IntegrationOptions = {},
): Trajectory {
  if (typeof (Object(system) as Partial<System>).vectorField !== "function")
    throw new UserError(
      `simulate: expected a system, got ${typeof system === "string" ? `the name ${quote(system)}; systemNamed finds a system by its name` : `no system`}`,
    );
  checkOptions("simulate", given, SIMULATE_OPTIONS);
  const { duration = system.duration, points = system.samples, ...options } = given;
  const t = sampleTimes(duration, points);
  const states = integrate(system, state, t, options);
  return { t, states, energy: energiesOf(system, states) };
}

/**
 * Draws initial conditions until the motion from them stays acceptable throughout (checked after every step of the
 * integrator and at every sample) and conserves energy to `MAX_ENERGY_ERROR`. Throws `UserError` if none of 1000 does.
 */
export function sampleTrajectory(system: System, random: Random, options: SamplingOptions = {}): SampledTrajectory {
  const { duration = system.duration, points = system.samples, tolerance = DEFAULT_TOLERANCE } = options;
  checkTolerance(tolerance);
  const t = options.times ?? sampleTimes(duration, points);
  const onStep = (_: number, state: Float64Array) => system.acceptable(state);
  for (let redraws = 0; redraws <= MAX_REDRAWS; redraws++) {
    const initial = system.initialState(random);
    checkState(system, initial);
    if (!system.acceptable(initial)) continue;
    const { states, reached } = dop853(system.vectorField, initial, t, { tolerance, onStep });
    if (reached < t.length || !allAcceptable(system, states)) continue;
    const energy = energiesOf(system, states);
    const error = energyError(system, energy);
    if (error < MAX_ENERGY_ERROR) return { t, states, energy, redraws, energyError: error };
  }
  throw new UserError(
    `${system.name}: none of ${MAX_REDRAWS} motions stayed acceptable for ${t.at(-1)} s and conserved energy to ` +
      `${MAX_ENERGY_ERROR} with tolerance ${tolerance}`,
  );
}

/** The states of a motion as rows of numbers, one a time: what `simulate` and `predict` give as [N][2d]. */
export function stateRows({ t, states }: Pick<Trajectory, "t" | "states">): number[][] {
  const width = states.length / t.length;
  return Array.from(t, (_, i) => [...states.subarray(i * width, (i + 1) * width)]);
}

/** Energy (J) of each of a list of own states [count][2d]. */
export function energiesOf(system: System, states: Float64Array): Float64Array {
  const size = 2 * system.dimension;
  const count = states.length / size;
  const energy = new Float64Array(count);
  for (let i = 0; i < count; i++) energy[i] = system.energy(states.subarray(i * size, (i + 1) * size));
  return energy;
}

/** Largest |H(t) - H(0)| along a motion, relative to the system's energy scale. */
export function energyError(system: System, energy: Float64Array): number {
  let largest = 0;
  for (const value of energy) largest = Math.max(largest, Math.abs(value - (energy[0] as number)));
  return largest / system.energyScale;
}

function allAcceptable(system: System, states: Float64Array): boolean {
  const size = 2 * system.dimension;
  for (let from = 0; from < states.length; from += size)
    if (!system.acceptable(states.subarray(from, from + size))) return false;
  return true;
}
