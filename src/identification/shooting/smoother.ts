import { carry, type Gain, stepBack } from "./carry.js";
import { type End, marginalise } from "./marginalise.js";
import { addSymmetric } from "./small-matrices.js";
import type { Linearisation, ShootingProblem } from "./sweep.js";
import { unknownsOf, writeNormal } from "./sweep.js";

/**
 * A linearised problem with the segments' states eliminated: what the measurements say of the changes delta of the coefficients [P],
 *
 *     -log p(measurements | delta) = (1/2) delta.Lambda delta - eta.delta + constant.
 */
export interface Marginal {
  /** Lambda, [P][P], both triangles. */
  readonly information: Float64Array;
  /** eta, [P]. */
  readonly right: Float64Array;
  /** Without the noise's own normalisation. */
  readonly constant: number;
  /** The part of the constant that is logarithms of determinants: what is left of it is a sum of squares. */
  readonly logarithms: number;
  /** How many numbers the measurements determine besides the coefficients: a state a motion, and as much of the others as looseness leaves free. */
  readonly freedom: number;
  /** The likeliest changes of the segments' states, [segments][2d], given those of the coefficients. */
  statesFor(delta: Float64Array): Float64Array;
  /** The last state of every motion given the coefficients. */
  readonly ends: readonly EndState[];
}

/** How the last segment's state of a motion changes with the coefficients, and what is left uncertain about it. */
export interface EndState extends Pick<End, "mean" | "slope" | "precision"> {
  /** Number of the segment. */
  readonly segment: number;
}

/**
 * Eliminates the states of segments one after another (the information form of a Kalman filter and of Rauch, Tung and Striebel's smoother; Särkkä 2013, chapters 4
 * and 8). Where segments meet, the later state is the earlier one's continuation but for a normal deviation with the variances `looseness` [segments][2d];
 * states at the beginning of motions have the prior deviations `initial` [2d] about their present values.
 *
 * Undefined where a matrix cannot be factorised.
 */
export function eliminateStates(
  problem: ShootingProblem,
  linearisation: Linearisation,
  looseness: readonly Float64Array[],
  initial: Float64Array,
): Marginal | undefined {
  const { segments, law } = problem;
  const { transition, gaps, squares } = linearisation;
  const size = 2 * law.dimension;
  const P = unknownsOf(problem);
  const D = size + P;
  const Lambda = new Float64Array(P * P);
  const eta = new Float64Array(P);
  let constant = squares / 2;
  let logarithms = 0;
  let freedom = 0;
  const gains: (Gain | undefined)[] = segments.map(() => undefined);
  const ends: (End | undefined)[] = segments.map(() => undefined);
  const b = new Float64Array(D);
  const space = new Float64Array(D * D);
  let [Y, ahead] = [new Float64Array(D * D), new Float64Array(D * D)];
  let y: Float64Array = new Float64Array(D);
  for (let s = 0; s < segments.length; s++) {
    const { begins, ends: last } = segments[s] as ShootingProblem["segments"][number];
    if (begins) {
      Y.fill(0);
      y = new Float64Array(D);
      for (let i = 0; i < size; i++) {
        Y[i * D + i] = 1 / (initial[i] as number) ** 2;
        logarithms += Math.log(initial[i] as number);
      }
    }
    writeNormal(problem, linearisation, s, space, b);
    addSymmetric(Y, space, D);
    for (let k = 0; k < D; k++) y[k] = (y[k] as number) + (b[k] as number);
    if (last) {
      const end = marginalise(Y, y, size, D);
      if (end === undefined) return undefined;
      ends[s] = end;
      for (let k = 0; k < P; k++) {
        eta[k] = (eta[k] as number) + (end.right[k] as number);
        for (let l = 0; l < P; l++)
          Lambda[k * P + l] = (Lambda[k * P + l] as number) + (end.information[k * P + l] as number);
      }
      constant += end.constant;
      logarithms += end.logarithms;
      freedom += size;
      continue;
    }
    const gain = carry(
      Y,
      y,
      transition[s] as Float64Array,
      gaps[s] as Float64Array,
      looseness[s] as Float64Array,
      size,
      D,
      { ahead, space },
    );
    if (gain === undefined) return undefined;
    gains[s] = gain;
    constant += gain.constant;
    logarithms += gain.logarithms;
    freedom += gain.freedom;
    [Y, ahead, y] = [ahead, Y, gain.y];
  }
  return {
    information: Lambda,
    right: eta,
    constant: constant + logarithms,
    logarithms,
    freedom,
    ends: ends.flatMap((end, segment) => (end === undefined ? [] : [{ ...end, segment }])),
    statesFor(delta) {
      const states = new Float64Array(segments.length * size);
      const later = new Float64Array(size);
      for (let s = segments.length - 1; s >= 0; s--) {
        const end = ends[s];
        if (end !== undefined) {
          for (let i = 0; i < size; i++) {
            let value = end.mean[i] as number;
            for (let k = 0; k < P; k++) value -= (end.slope[i * P + k] as number) * (delta[k] as number);
            later[i] = value;
          }
        } else stepBack(gains[s] as Gain, later, delta, size, P);
        states.set(later, s * size);
      }
      return states;
    },
  };
}
