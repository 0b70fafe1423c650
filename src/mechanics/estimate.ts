import { type Random, randomStream } from "../base/random.js";
import { definitionError } from "./checks.js";
import type { VectorField } from "./definition.js";
import { dop853 } from "./integrators/dop853.js";

/** Motions from which a reach is estimated, and how far it goes beyond theirs. */
const MOTIONS = 100;
const MARGIN = 1.05;
/** So many of them must last: of three bodies with constants far from 1 a quarter does. */
const ENOUGH = 20;
const TOLERANCE = 1e-9;

/** What is needed of a system to sample its motions. */
interface Sampled {
  readonly name: string;
  readonly dimension: number;
  /** Seconds. */
  readonly duration: number;
  readonly vectorField: VectorField;
  initialState(random: Random): Float64Array;
  /** Whether a motion may pass through a state, whatever its size. */
  allowed(state: Float64Array): boolean;
}

/**
 * The reach of every component of an own state that `MOTIONS` sampled motions need, with a margin. Always the same motions for
 * the same definition. Motions that are not allowed or run into a singularity do not count; throws `UserError`
 * where fewer than `ENOUGH` are left.
 */
export function estimateReach(system: Sampled): Float64Array {
  const { name, dimension, duration, vectorField, allowed } = system;
  const reach = new Float64Array(2 * dimension);
  let counted = 0;
  for (let i = 0; i < MOTIONS; i++) {
    const initial = system.initialState(randomStream(0, "reach", name, i));
    const largest = initial.map(Math.abs);
    const onStep = (_: number, state: Float64Array) => {
      for (let k = 0; k < largest.length; k++)
        largest[k] = Math.max(largest[k] as number, Math.abs(state[k] as number));
      return allowed(state);
    };
    const { reached } = dop853(vectorField, initial, [0, duration], { tolerance: TOLERANCE, onStep });
    if (reached < 2) continue;
    counted++;
    for (let k = 0; k < reach.length; k++) reach[k] = Math.max(reach[k] as number, largest[k] as number);
  }
  if (counted < ENOUGH)
    throw definitionError(
      system,
      `only ${counted} of ${MOTIONS} motions from its initial states last ${duration} s; the others run into a singularity ` +
        "or are not acceptable",
    );
  // A component that stays at 0 needs some room all the same.
  return reach.map((value) => (value > 0 ? MARGIN * value : 1));
}
