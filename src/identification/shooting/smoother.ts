import { type Cholesky, cholesky, choleskySolve, logDeterminant } from "../../numerics/index.js";
import { addSymmetric, congruence, inverseOf, symmetrise } from "./small-matrices.js";
import type { Linearisation, ShootingProblem } from "./sweep.js";
import { unknownsOf } from "./sweep.js";

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
export interface EndState {
  /** Number of the segment. */
  readonly segment: number;
  /** Change of the state at delta = 0, [2d], and minus its slope, [2d][P]. */
  readonly mean: Float64Array;
  readonly slope: Float64Array;
  /** Factor of the state's precision given the coefficients. */
  readonly precision: Cholesky;
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
  { normal, right, transition, gaps, squares }: Linearisation,
  looseness: readonly Float64Array[],
  initial: Float64Array,
): Marginal | undefined {
  const { segments, law } = problem;
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
  let Y: Float64Array = new Float64Array(D * D);
  let y: Float64Array = new Float64Array(D);
  for (let s = 0; s < segments.length; s++) {
    const { begins, ends: last } = segments[s] as ShootingProblem["segments"][number];
    if (begins) {
      Y = new Float64Array(D * D);
      y = new Float64Array(D);
      for (let i = 0; i < size; i++) {
        Y[i * D + i] = (initial[i] as number) ** -2;
        logarithms += Math.log(initial[i] as number);
      }
    }
    addSymmetric(Y, normal[s] as Float64Array, D);
    const b = right[s] as Float64Array;
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
    );
    if (gain === undefined) return undefined;
    gains[s] = gain;
    constant += gain.constant;
    logarithms += gain.logarithms;
    freedom += gain.freedom;
    [Y, y] = [gain.Y, gain.y];
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

/** The end of a motion: its last state given the coefficients, and what is left about these. */
interface End extends Omit<EndState, "segment"> {
  readonly information: Float64Array;
  readonly right: Float64Array;
  readonly constant: number;
  readonly logarithms: number;
}

function marginalise(Y: Float64Array, y: Float64Array, size: number, D: number): End | undefined {
  const P = D - size;
  const X = new Float64Array(size * size);
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) X[i * size + j] = Y[i * D + j] as number;
  const factor = cholesky(X, size);
  if (factor === undefined) return undefined;
  const mean = choleskySolve(factor, y.slice(0, size));
  const slope = new Float64Array(size * P);
  for (let k = 0; k < P; k++) {
    const column = choleskySolve(
      factor,
      Float64Array.from({ length: size }, (_, i) => Y[i * D + size + k] as number),
    );
    for (let i = 0; i < size; i++) slope[i * P + k] = column[i] as number;
  }
  const information = new Float64Array(P * P);
  const right = new Float64Array(P);
  let constant = 0;
  for (let i = 0; i < size; i++) constant -= ((y[i] as number) * (mean[i] as number)) / 2;
  for (let k = 0; k < P; k++) {
    let r = y[size + k] as number;
    for (let i = 0; i < size; i++) r -= (Y[(size + k) * D + i] as number) * (mean[i] as number);
    right[k] = r;
    for (let l = 0; l < P; l++) {
      let value = Y[(size + k) * D + size + l] as number;
      for (let i = 0; i < size; i++) value -= (Y[(size + k) * D + i] as number) * (slope[i * P + l] as number);
      information[k * P + l] = value;
    }
  }
  return { mean, slope, precision: factor, information, right, constant, logarithms: logDeterminant(factor) / 2 };
}

/** From one segment to the next: the new Y and y, and what takes a later state back. */
interface Gain {
  readonly Y: Float64Array;
  readonly y: Float64Array;
  readonly constant: number;
  readonly logarithms: number;
  readonly freedom: number;
  readonly inverse: Float64Array;
  readonly transition: Float64Array;
  readonly gap: Float64Array;
  /** The deviation where the segments meet is gain (x, delta) - offset. */
  readonly gain: Float64Array;
  readonly offset: Float64Array;
}

function carry(
  Y: Float64Array,
  y: Float64Array,
  transition: Float64Array,
  gap: Float64Array,
  variances: Float64Array,
  size: number,
  D: number,
): Gain | undefined {
  const inverse = inverseOf(transition, size, D);
  if (inverse === undefined) return undefined;
  // Psi^-1 = [[F^-1, -F^-1 G], [0, 1]], of which the upper rows are kept.
  const B = new Float64Array(size * D);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) B[i * D + j] = inverse.values[i * size + j] as number;
    for (let k = size; k < D; k++) {
      let value = 0;
      for (let j = 0; j < size; j++)
        value -= (inverse.values[i * size + j] as number) * (transition[j * D + k] as number);
      B[i * D + k] = value;
    }
  }
  const M = congruence(Y, B, size, D);
  const m = new Float64Array(D);
  for (let k = 0; k < D; k++) {
    let value = k < size ? 0 : (y[k] as number);
    for (let i = 0; i < size; i++) value += (B[i * D + k] as number) * (y[i] as number);
    m[k] = value;
  }
  // The continuation misses the next state by the gap.
  let constant = 0;
  for (let i = 0; i < size; i++) {
    constant += (m[i] as number) * (gap[i] as number);
    let value = 0;
    for (let j = 0; j < size; j++) value += (M[i * D + j] as number) * (gap[j] as number);
    constant += (value * (gap[i] as number)) / 2;
  }
  const shifted = m.slice();
  for (let k = 0; k < D; k++)
    for (let i = 0; i < size; i++) shifted[k] = (shifted[k] as number) + (M[k * D + i] as number) * (gap[i] as number);
  // Minimum over the deviation w: K w = M_x y - m_x, with K = Q^-1 + M_xx, scaled by the deviations.
  const K = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++)
      K[i * size + j] =
        (M[i * D + j] as number) * Math.sqrt((variances[i] as number) * (variances[j] as number)) + (i === j ? 1 : 0);
  const factor = cholesky(K, size);
  if (factor === undefined) return undefined;
  const logarithms = inverse.logDeterminant + logDeterminant(factor) / 2;
  let freedom = size;
  for (let i = 0; i < size; i++) {
    const unit = new Float64Array(size);
    unit[i] = 1;
    freedom -= choleskySolve(factor, unit)[i] as number;
  }
  const gain = new Float64Array(size * D);
  for (let k = 0; k <= D; k++) {
    const column = choleskySolve(
      factor,
      Float64Array.from(
        { length: size },
        (_, i) => (k < D ? (M[i * D + k] as number) : (shifted[i] as number)) * Math.sqrt(variances[i] as number),
      ),
    );
    for (let i = 0; i < size; i++) column[i] = (column[i] as number) * Math.sqrt(variances[i] as number);
    if (k < D) for (let i = 0; i < size; i++) gain[i * D + k] = column[i] as number;
    else {
      const offset = column;
      const newY = M.slice();
      const newy = shifted.slice();
      for (let a = 0; a < D; a++)
        for (let i = 0; i < size; i++) {
          const left = M[a * D + i] as number;
          newy[a] = (newy[a] as number) - left * (offset[i] as number);
          for (let b = 0; b < D; b++)
            newY[a * D + b] = (newY[a * D + b] as number) - left * (gain[i * D + b] as number);
        }
      for (let i = 0; i < size; i++) constant -= ((shifted[i] as number) * (offset[i] as number)) / 2;
      symmetrise(newY, D);
      return {
        Y: newY,
        y: newy,
        constant,
        logarithms,
        freedom,
        inverse: inverse.values,
        transition,
        gap,
        gain,
        offset,
      };
    }
  }
  return undefined;
}

/** Replaces a later state's change by the earlier one's. */
function stepBack(
  { inverse, transition, gap, gain, offset }: Gain,
  later: Float64Array,
  delta: Float64Array,
  size: number,
  P: number,
): void {
  const D = size + P;
  const ahead = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let w = -(offset[i] as number);
    for (let j = 0; j < size; j++) w += (gain[i * D + j] as number) * (later[j] as number);
    let rest = (later[i] as number) - (gap[i] as number);
    for (let k = 0; k < P; k++) {
      w += (gain[i * D + size + k] as number) * (delta[k] as number);
      rest -= (transition[i * D + size + k] as number) * (delta[k] as number);
    }
    ahead[i] = rest - w;
  }
  for (let i = 0; i < size; i++) {
    let value = 0;
    for (let j = 0; j < size; j++) value += (inverse[i * size + j] as number) * (ahead[j] as number);
    later[i] = value;
  }
}
