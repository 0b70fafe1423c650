import type { Evaluation, Law } from "../law/law.js";
import { Stretches } from "./stretches.js";
import { variationsOf } from "./variations.js";

// Butcher's method of order 6 in seven stages (Butcher 1964; Hairer, Norsett and Wanner 1993, section II.5).
const NODES = [0, 1 / 3, 2 / 3, 1 / 3, 5 / 6, 1 / 6, 1];
const STAGES = [
  [],
  [1 / 3],
  [0, 2 / 3],
  [1 / 12, 1 / 3, -1 / 12],
  [25 / 48, -55 / 24, 35 / 48, 15 / 8],
  [3 / 20, -11 / 24, -1 / 8, 1 / 2, 1 / 10],
  [-261 / 260, 33 / 13, 43 / 156, -118 / 39, 32 / 195, 80 / 39],
];
const WEIGHTS = [13 / 200, 0, 11 / 40, 11 / 40, 4 / 25, 4 / 25, 13 / 200];

/** A step by which the roughest function of a law turns by more radians is too long for derivatives of order 4. */
const ROUGHEST = 1;

/** So much less than a whole step makes no other. */
const ENOUGH = 1e-6;

/** Carries states of a law, and their derivatives, through time in equal steps of order 6. */
export interface Propagator {
  /** The current state (q, v) [2d]. */
  readonly state: Float64Array;
  /** Its derivatives with respect to the state at the last `begin` and to the coefficients, [2d][2d + count]. */
  readonly sensitivity: Float64Array;
  /** Starts at a state, with the derivatives of that state itself. */
  begin(state: Float64Array): void;
  /** Writes the rate of change of the sensitivity at the present state, which is that of `time`; false where the law cannot be evaluated. */
  sensitivityRate(time: number, theta: Float64Array, out: Float64Array): boolean;
  /** From `time` on by `span` in `steps` steps; false where the law cannot be evaluated. */
  advance(time: number, span: number, steps: number, theta: Float64Array, derivatives: boolean): boolean;
}

export function propagatorOf(law: Law, evaluation: Evaluation): Propagator {
  const d = law.dimension;
  const size = 2 * d;
  const width = size + law.count;
  const state = new Float64Array(size);
  const sensitivity = new Float64Array(size * width);
  const slopes = NODES.map(() => new Float64Array(size));
  const rates = NODES.map(() => new Float64Array(size * width));
  const at = new Float64Array(size);
  const bent = new Float64Array(size * width);
  const { accelerations, byState, byCoefficient } = evaluation;

  function slopeOf(out: Float64Array): void {
    for (let i = 0; i < d; i++) {
      out[i] = at[d + i] as number;
      out[d + i] = accelerations[i] as number;
    }
  }

  function rateOf(S: Float64Array, out: Float64Array): void {
    const half = d * width;
    for (let k = 0; k < half; k++) out[k] = S[half + k] as number;
    for (let i = 0; i < d; i++) {
      const row = half + i * width;
      for (let k = 0; k < width; k++) {
        let sum = k < size ? 0 : (byCoefficient[i * law.count + k - size] as number);
        for (let b = 0; b < size; b++) sum += (byState[i * size + b] as number) * (S[b * width + k] as number);
        out[row + k] = sum;
      }
    }
  }

  const variations = law.terms.some(({ abrupt }) => abrupt) ? undefined : variationsOf(d, law.count, evaluation);
  const roughness = Math.max(1, ...law.terms.map((term) => term.roughness ?? 1));
  const stretches = law.breaks === undefined ? undefined : new Stretches(law.breaks);
  /** Forces are asked for between these times alone: at the ends of a stretch they may jump. */
  let [earliest, latest] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const within = (time: number) => Math.min(latest, Math.max(earliest, time));
  /** Whether derivatives are better carried with the states, stage by stage; not known before the first step. */
  let together: boolean | undefined;

  /** A step of the state, then one of its derivatives along it, unless functions of the law vary too much on the way. */
  function stepTwice(time: number, h: number, theta: Float64Array): boolean {
    if (together === true || variations === undefined) return step(time, h, theta, true);
    const first = variations.begin(state, within(time), theta);
    if (first === undefined) return false;
    together ??= roughness * variations.turned(h) > ROUGHEST;
    if (together) return step(time, h, theta, true);
    const slope = slopes[0] as Float64Array;
    for (let i = 0; i < d; i++) {
      slope[i] = state[d + i] as number;
      slope[d + i] = first[i] as number;
    }
    return step(time, h, theta, false, 1) && variations.step(sensitivity, state, h, within(time + h));
  }

  /** A step of the state, and of its derivatives with it. Slopes of the stages before `begun` are known. */
  function step(time: number, h: number, theta: Float64Array, derivatives: boolean, begun = 0): boolean {
    for (let s = begun; s < NODES.length; s++) {
      const row = STAGES[s] as readonly number[];
      at.set(state);
      if (derivatives) bent.set(sensitivity);
      for (let r = 0; r < s; r++) {
        const weight = (row[r] as number) * h;
        if (weight === 0) continue;
        const [slope, rate] = [slopes[r] as Float64Array, rates[r] as Float64Array];
        for (let i = 0; i < size; i++) at[i] = (at[i] as number) + weight * (slope[i] as number);
        if (derivatives)
          for (let k = 0; k < bent.length; k++) bent[k] = (bent[k] as number) + weight * (rate[k] as number);
      }
      const t = within(time + (NODES[s] as number) * h);
      if (!(derivatives ? evaluation.differentiate(at, t, theta) : evaluation.accelerate(at, t, theta))) return false;
      slopeOf(slopes[s] as Float64Array);
      if (derivatives) rateOf(bent, rates[s] as Float64Array);
    }
    for (let s = 0; s < NODES.length; s++) {
      const weight = (WEIGHTS[s] as number) * h;
      if (weight === 0) continue;
      const [slope, rate] = [slopes[s] as Float64Array, rates[s] as Float64Array];
      for (let i = 0; i < size; i++) state[i] = (state[i] as number) + weight * (slope[i] as number);
      if (derivatives)
        for (let k = 0; k < sensitivity.length; k++)
          sensitivity[k] = (sensitivity[k] as number) + weight * (rate[k] as number);
    }
    return true;
  }

  function follow(time: number, span: number, steps: number, theta: Float64Array, derivatives: boolean): boolean {
    const h = span / steps;
    const own = derivatives ? stepTwice : step;
    for (let k = 0; k < steps; k++) if (!own(time + k * h, h, theta, derivatives)) return false;
    return true;
  }

  return {
    state,
    sensitivity,
    begin(initial) {
      together = undefined;
      state.set(initial);
      sensitivity.fill(0);
      for (let i = 0; i < size; i++) sensitivity[i * width + i] = 1;
    },
    sensitivityRate(time, theta, out) {
      if (variations !== undefined) {
        if (variations.begin(state, time, theta) === undefined) return false;
        variations.rate(sensitivity, out);
        return true;
      }
      if (!evaluation.differentiate(state, time, theta)) return false;
      rateOf(sensitivity, out);
      return true;
    },
    advance(time, span, steps, theta, derivatives) {
      if (span === 0) return state.every(Number.isFinite);
      if (stretches === undefined) return follow(time, span, steps, theta, derivatives) && state.every(Number.isFinite);
      stretches.begin(time, span);
      let followed = true;
      while (followed && stretches.next()) {
        const own = stretches.to - stretches.from;
        ({ earliest, latest } = stretches);
        // What was known at the end of the stretch before was for the forces there.
        variations?.forget();
        followed = follow(
          stretches.from,
          own,
          Math.max(1, Math.ceil((steps * own) / span - ENOUGH)),
          theta,
          derivatives,
        );
      }
      [earliest, latest] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
      return followed && state.every(Number.isFinite);
    },
  };
}
