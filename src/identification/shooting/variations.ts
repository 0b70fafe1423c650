import { cube } from "../../numerics/index.js";
import type { Evaluation } from "../law/law.js";

/** What a law says at one moment: accelerations and their derivatives. */
interface Moment {
  readonly state: Float64Array;
  readonly accelerations: Float64Array;
  readonly byState: Float64Array;
  readonly byCoefficient: Float64Array;
}

/** Carries the derivatives of a motion through steps whose states are found otherwise. */
export interface Variations {
  /** Accelerations [d] at a state that a step begins with; undefined where the law cannot be evaluated. */
  begin(state: Float64Array, time: number, theta: Float64Array): Float64Array | undefined;
  /** Radians that the motion turns in `h` at the state of the last `begin`. */
  turned(h: number): number;
  /** From the state of the last `begin` to the state `ahead`, `h` later, with the forces of the time `end` there; false where the law cannot be evaluated. */
  step(sensitivity: Float64Array, ahead: Float64Array, h: number, end: number): boolean;
  /** Makes the next `begin` look anew. */
  forget(): void;
  /** Writes the rate of change of a sensitivity at the state of the last `begin`. */
  rate(sensitivity: Float64Array, out: Float64Array): void;
}

/** Steps of order 4 turn a motion by at most so many radians, and are at most so many to a step of the states: derivatives are then right to about a ten thousandth. */
const [LONGEST, MOST] = [0.5, 8];
/** Times that differ by less than this share of a step are the same. */
const SAME = 1e-6;

/**
 * The equations of the variations S' = A S + B of a law along its motion, by the classical method of order 4: these are linear, and what derivatives are needed for (steps of Gauss
 * and Newton, standard errors) asks for far fewer digits than states do. Between the ends of a step, states are those of the polynomial of degree 5 through positions, velocities and
 * accelerations there (Hermite).
 */
export function variationsOf(d: number, count: number, evaluation: Evaluation): Variations {
  const size = 2 * d;
  const width = size + count;
  const moment = (): Moment => ({
    state: new Float64Array(size),
    accelerations: new Float64Array(d),
    byState: new Float64Array(size * d),
    byCoefficient: new Float64Array(d * count),
  });
  let [here, there] = [moment(), moment()];
  const [left, middle, right] = [moment(), moment(), moment()];
  const between = new Float64Array(size);
  const [k1, k2, k3, k4] = [0, 1, 2, 3].map(() => new Float64Array(size * width)) as Four;
  const bent = new Float64Array(size * width);
  let known: { readonly time: number; readonly step: number; readonly theta: Float64Array } | undefined;

  function look(at: Moment, state: Float64Array, time: number, theta: Float64Array): boolean {
    if (!evaluation.differentiate(state, time, theta)) return false;
    at.state.set(state);
    at.accelerations.set(evaluation.accelerations);
    at.byState.set(evaluation.byState);
    at.byCoefficient.set(evaluation.byCoefficient);
    return true;
  }

  function rateOf({ byState, byCoefficient }: Moment, S: Float64Array, out: Float64Array): void {
    const half = d * width;
    out.set(S.subarray(half), 0);
    for (let i = 0; i < d; i++) {
      const row = half + i * width;
      for (let k = 0; k < size; k++) out[row + k] = 0;
      for (let k = 0; k < count; k++) out[row + size + k] = byCoefficient[i * count + k] as number;
      for (let b = 0; b < size; b++) {
        const factor = byState[i * size + b] as number;
        if (factor === 0) continue;
        const from = b * width;
        for (let k = 0; k < width; k++) out[row + k] = (out[row + k] as number) + factor * (S[from + k] as number);
      }
    }
  }

  function carry(S: Float64Array, a: Moment, b: Moment, c: Moment, h: number): void {
    rateOf(a, S, k1);
    for (let k = 0; k < bent.length; k++) bent[k] = (S[k] as number) + (h / 2) * (k1[k] as number);
    rateOf(b, bent, k2);
    for (let k = 0; k < bent.length; k++) bent[k] = (S[k] as number) + (h / 2) * (k2[k] as number);
    rateOf(b, bent, k3);
    for (let k = 0; k < bent.length; k++) bent[k] = (S[k] as number) + h * (k3[k] as number);
    rateOf(c, bent, k4);
    for (let k = 0; k < bent.length; k++)
      S[k] =
        (S[k] as number) +
        (h / 6) * ((k1[k] as number) + 2 * ((k2[k] as number) + (k3[k] as number)) + (k4[k] as number));
  }

  /** Writes the state at the share `s` of a step. */
  function interpolate(s: number, h: number): void {
    const r = 1 - s;
    // Quintic Hermite polynomials of values, slopes and curvatures at both ends, and their slopes.
    const [s3, r3] = [cube(s), cube(r)];
    const [p1, p0] = [s3 * (10 - 15 * s + 6 * s * s), r3 * (10 - 15 * r + 6 * r * r)];
    const [v0, v1] = [s * r3 * (1 + 3 * s), -r * s3 * (1 + 3 * r)];
    const [a0, a1] = [(s * s * r3) / 2, (r * r * s3) / 2];
    const dp = 30 * s * s * r * r;
    const dv0 = r * r * (1 + 2 * s - 15 * s * s);
    const dv1 = s * s * (1 + 2 * r - 15 * r * r);
    const da0 = (s * r * r * (2 - 5 * s)) / 2;
    const da1 = -(r * s * s * (2 - 5 * r)) / 2;
    for (let i = 0; i < d; i++) {
      const [q0, q1] = [here.state[i] as number, there.state[i] as number];
      const [u0, u1] = [here.state[d + i] as number, there.state[d + i] as number];
      const [w0, w1] = [here.accelerations[i] as number, there.accelerations[i] as number];
      between[i] = p0 * q0 + p1 * q1 + h * (v0 * u0 + v1 * u1) + h * h * (a0 * w0 + a1 * w1);
      between[d + i] = (dp * (q1 - q0)) / h + dv0 * u0 + dv1 * u1 + h * (da0 * w0 + da1 * w1);
    }
  }

  return {
    begin(state, time, theta) {
      // The end of a step is the beginning of the next, but for the rounding of times.
      const same =
        known?.theta === theta &&
        Math.abs(known.time - time) <= SAME * Math.abs(known.step) &&
        here.state.every((x, i) => x === state[i]);
      if (!same) {
        known = undefined;
        if (!look(here, state, time, theta)) return undefined;
        known = { time, step: 0, theta };
      }
      return here.accelerations;
    },
    turned: (h) => Math.abs(h) * pace(here, d),
    forget() {
      known = undefined;
    },
    step(S, ahead, h, end) {
      const { time, theta } = known as NonNullable<typeof known>;
      known = undefined;
      if (!look(there, ahead, end, theta)) return false;
      const turned = Math.abs(h) * Math.max(pace(here, d), pace(there, d));
      const parts = Math.min(MOST, Math.max(1, Math.ceil(turned / LONGEST)));
      for (let part = 0; part < parts; part++) {
        const [from, to] = [part / parts, (part + 1) / parts];
        const half = (from + to) / 2;
        interpolate(half, h);
        if (!look(middle, between, time + half * h, theta)) return false;
        if (part + 1 < parts) {
          interpolate(to, h);
          if (!look(right, between, time + to * h, theta)) return false;
        }
        carry(S, part === 0 ? here : left, middle, part + 1 < parts ? right : there, h / parts);
        copy(right, left);
      }
      [here, there] = [there, here];
      known = { time: end, step: h, theta };
      return true;
    },
    rate: (S, out) => rateOf(here, S, out),
  };
}

type Four = [Float64Array, Float64Array, Float64Array, Float64Array];

function copy(from: Moment, to: Moment): void {
  to.byState.set(from.byState);
  to.byCoefficient.set(from.byCoefficient);
}

/** Radians, or relative changes, a unit of time: from the derivatives of accelerations, by a measure that does not depend on the coordinates' units. */
function pace({ byState }: Moment, d: number): number {
  let [stiff, rubbed] = [0, 0];
  const at = (i: number, j: number) => byState[i * 2 * d + j] as number;
  for (let i = 0; i < d; i++)
    for (let j = 0; j < d; j++) {
      stiff += Math.abs(at(i, j) * at(j, i));
      rubbed += Math.abs(at(i, d + j) * at(j, d + i));
    }
  return Math.sqrt(Math.sqrt(stiff)) + Math.sqrt(rubbed);
}
