import { drawnLaw, type LawDraw, type LearnedLaw, lawOfLearned, momentaOf } from "../../identification/index.js";

/** The mass that a law calls 1, where momenta tell it. */
export interface MomentumScale {
  readonly value: number;
  readonly variance: number;
  /** Its covariances with the coefficients of the law. */
  readonly covariances: Float64Array;
}

/** A law and what its states have to do with those of its record. */
export interface LawStates {
  readonly law: LearnedLaw;
  /** Coordinates that move, by number, and where the others are, [d]. */
  readonly active: readonly number[];
  readonly rest: Float64Array;
  /** Where the second half of a state is canonical momenta p = s M(q) v, the mass s that the law calls 1; absent where it is velocities. */
  readonly momentumScale?: MomentumScale | undefined;
}

/** How states of a record, with all coordinates and velocities or momenta, and states (q, v) of its law belong together. */
export interface StateForm {
  /** The law's state (q, dq/dt) of the coordinates that move, of a state of the record, [2d]. */
  lawState(state: Float64Array): Float64Array;
  /** States of the record [n][2d] of the law's states [n][2 active]. */
  recordStates(states: Float64Array): Float64Array;
  /** Rates of change [2d] of the record's state, of the law's state and its rates (v, a). */
  recordRates(state: Float64Array, rates: Float64Array): Float64Array;
  /** Derivatives [2 active] of the second half's component `k` by the law's state. */
  secondRow(state: Float64Array, k: number): Float64Array;
  /** Deviations [2d] of the record's state, of the law's state and its covariance [2 active][2 active]. */
  recordDeviations(state: Float64Array, covariance: Float64Array): Float64Array;
}

/** Of the likeliest law, or of a drawn one, by whose own masses momenta are made. */
export function stateForm({ law, active, rest, momentumScale }: LawStates, draw?: LawDraw): StateForm {
  const d = rest.length;
  const n = active.length;
  const scale = momentumScale === undefined ? undefined : (draw?.momentumScale ?? momentumScale.value);
  const own = draw === undefined ? law : drawnLaw(law, draw);
  const theta = own.coefficients;
  const momenta = scale === undefined ? undefined : momentaOf(lawOfLearned(own, () => {}));
  /** Derivatives of the second half by the law's state, [active][2 active]. */
  const jacobian = (state: Float64Array): Float64Array => {
    if (momenta === undefined || scale === undefined)
      return Float64Array.from({ length: 2 * n * n }, (_, k) => (k % (2 * n) === n + Math.floor(k / (2 * n)) ? 1 : 0));
    momenta.differentiate(state, theta);
    return momenta.byState.map((value) => scale * value);
  };
  const placed = (
    first: (k: number) => number,
    second: (k: number) => number,
    from: Float64Array = new Float64Array(d),
  ) => {
    const result = new Float64Array(2 * d);
    result.set(from);
    active.forEach((c, k) => {
      result[c] = first(k);
      result[d + c] = second(k);
    });
    return result;
  };
  return {
    lawState(state) {
      const q = Float64Array.from(active, (c) => state[c] as number);
      const second = Float64Array.from(active, (c) => state[d + c] as number);
      if (momenta === undefined || scale === undefined) return Float64Array.from([...q, ...second]);
      const v = momenta.velocities(
        q,
        second.map((p) => p / scale),
        theta,
      );
      return Float64Array.from([...q, ...(v ?? second.fill(Number.NaN))]);
    },
    recordStates(states) {
      const count = states.length / (2 * n);
      const result = new Float64Array(count * 2 * d);
      for (let i = 0; i < count; i++) {
        const own = states.subarray(i * 2 * n, (i + 1) * 2 * n);
        momenta?.at(own, theta);
        const second = (k: number) =>
          momenta === undefined || scale === undefined ? (own[n + k] as number) : scale * (momenta.values[k] as number);
        result.set(
          placed((k) => own[k] as number, second, rest),
          i * 2 * d,
        );
      }
      return result;
    },
    recordRates(state, rates) {
      const J = jacobian(state);
      return placed(
        (k) => rates[k] as number,
        (k) => {
          let sum = 0;
          for (let c = 0; c < 2 * n; c++) sum += (J[k * 2 * n + c] as number) * (rates[c] as number);
          return sum;
        },
      );
    },
    secondRow: (state, k) => jacobian(state).slice(k * 2 * n, (k + 1) * 2 * n),
    recordDeviations(state, covariance) {
      const J = jacobian(state);
      const size = 2 * n;
      const deviation = (row: (c: number) => number) => {
        let sum = 0;
        for (let a = 0; a < size; a++)
          for (let b = 0; b < size; b++) sum += row(a) * row(b) * (covariance[a * size + b] as number);
        return Math.sqrt(Math.max(0, sum));
      };
      return placed(
        (k) => deviation((c) => (c === k ? 1 : 0)),
        (k) => deviation((c) => J[k * size + c] as number),
      );
    },
  };
}
