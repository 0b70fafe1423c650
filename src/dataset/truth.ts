import { UserError } from "../base/errors.js";
import { integrate, type System } from "../mechanics/index.js";
import { derivativesOf } from "./halves.js";
import type { Sampling } from "./sampling.js";
import { generateBlock, systemOf, type TrajectorySet } from "./trajectories.js";

/** Largest relative difference between the derivatives of a set with noise and those of its motions made again. */
const DERIVATIVE_TOLERANCE = 1e-8;

/**
 * The exact motions behind the first `count` trajectories of a set, at its regular `times`: own states [count][N][2d]. These are its
 * states where they have no noise and regular times. Under noise the motions are made again from the set's seed, and held against
 * the set's derivatives, which have no noise; where times are irregular they are integrated anew to the regular ones.
 *
 * Throws `UserError` if the motions made again are not those of the set (another version of the code or of the system made it).
 */
export function exactMotions(set: TrajectorySet, count: number): Float64Array {
  const { system, times, tolerance, ownTimes, noise = 0 } = set;
  const size = 2 * system.dimension;
  const length = times.length * size;
  const sampled = noise > 0 ? madeAgain(set, count) : set.states.subarray(0, count * length);
  if (ownTimes === undefined) return sampled;
  const motions = new Float64Array(count * length);
  for (let i = 0; i < count; i++) {
    const initial = sampled.slice(i * length, i * length + size);
    motions.set(integrate(systemOf(set, i), initial, times, { tolerance }), i * length);
  }
  return motions;
}

function madeAgain(set: TrajectorySet, count: number): Float64Array {
  const { system, seed, split, times, tolerance, ownTimes, varied, derivatives } = set;
  const ranges = Object.fromEntries(varied?.names.map((name, k) => [name, rangeOf(set, k)] as const) ?? []);
  const sampling: Sampling = {
    duration: times.at(-1) as number,
    points: times.length,
    irregular: ownTimes !== undefined,
    ranges,
  };
  const { states } = generateBlock(system, { count, seed, split, tolerance, sampling });
  const length = states.length / count;
  for (let i = 0; i < count; i++) {
    const part = states.subarray(i * length, (i + 1) * length);
    if (!agrees(systemOf(set, i), part, derivatives?.subarray(i * length, (i + 1) * length)))
      throw new UserError(
        `${system.name}: the ${split} trajectories have noise, and their motions made again from seed ${seed} are not those of ` +
          `trajectory ${i}; were they made by another version, or was the system changed?`,
      );
  }
  return states;
}

function rangeOf({ system, split, varied }: TrajectorySet, constant: number): readonly [number, number] {
  const range = varied?.ranges?.[constant];
  if (range === undefined)
    throw new UserError(
      `${system.name}: the ${split} trajectories have noise and do not say what ${varied?.names[constant]} was drawn from`,
    );
  return range;
}

function agrees(system: System, states: Float64Array, derivatives: Float64Array | undefined): boolean {
  if (derivatives === undefined) return false;
  const field = derivativesOf(system, states);
  return field.every((value, i) => {
    const stored = derivatives[i] as number;
    return Math.abs(value - stored) <= DERIVATIVE_TOLERANCE * (1 + Math.abs(stored));
  });
}
