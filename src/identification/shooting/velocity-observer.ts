import type { Evaluation, Law } from "../law/law.js";
import { type Momenta, momentaOf } from "../law/momenta.js";
import { type Propagator, propagatorOf } from "./propagate.js";
import { type VelocityModel, velocityUnknowns } from "./record.js";

/** What the velocity columns should read at the present state of a propagator. */
export interface VelocityObserver {
  /** [d]. */
  readonly values: Float64Array;
  /** Their derivatives with respect to the segment's state and all unknowns, [d][2d + P]. */
  readonly rows: Float64Array;
  /** Evaluates at the propagator's state, which is that of `time`; false where the law cannot be followed. */
  at(time: number, theta: Float64Array, derivatives: boolean): boolean;
}

export function velocityObserver(
  law: Law,
  evaluation: Evaluation,
  model: VelocityModel,
  own: Propagator,
): VelocityObserver {
  const d = law.dimension;
  const width = 2 * d + law.count;
  const D = width + velocityUnknowns(model);
  const values = new Float64Array(d);
  const rows = new Float64Array(d * D);
  const { factors, count, lag, smoothing } = model;
  const lagAt = width + count;
  const smoothingAt = D - 1;
  // Velocities at the lag, and before and after it where smoothing is to be seen.
  const offsets = smoothing === undefined ? [0] : [0, -smoothing, smoothing];
  const others = lag || smoothing !== undefined ? offsets.map(() => propagatorOf(law, evaluation)) : [];
  const readings = offsets.map(() => (model.momenta === true ? momentumReading(law) : velocityReading(law)));
  const rate = new Float64Array(lag ? 2 * d * width : 0);
  return {
    values,
    rows,
    at(time, theta, derivatives) {
      const delay = lag ? (theta[lagAt - 2 * d] as number) : 0;
      for (let k = 0; k < others.length; k++) {
        const other = others[k] as Propagator;
        other.state.set(own.state);
        if (derivatives && smoothing !== undefined) other.sensitivity.set(own.sensitivity);
        const whole = derivatives && smoothing !== undefined;
        if (!other.advance(time, delay + (offsets[k] as number), 1, theta, whole)) return false;
      }
      if (derivatives && lag && smoothing === undefined) {
        // Over a lag, derivatives need no more than the first order.
        const { sensitivity } = others[0] as Propagator;
        if (!own.sensitivityRate(time, theta, rate)) return false;
        for (let k = 0; k < sensitivity.length; k++)
          sensitivity[k] = (own.sensitivity[k] as number) + delay * (rate[k] as number);
      }
      (others.length === 0 ? [own] : others).forEach((from, k) => {
        readings[k]?.take(from, theta, derivatives);
      });
      const [at, before, after] = readings as [Reading, Reading, Reading];
      const kept = smoothing === undefined ? 0 : (theta[smoothingAt - 2 * d] as number) / smoothing ** 2;
      const mixed = (read: (reading: Reading) => number) => {
        const middle = read(at);
        return smoothing === undefined ? middle : middle + kept * (read(before) - 2 * middle + read(after));
      };
      if (derivatives) rows.fill(0);
      for (let i = 0; i < d; i++) {
        const which = factors[i] as number;
        const factor = which >= 0 ? (theta[law.count + which] as number) : 1;
        const value = mixed((reading) => reading.values[i] as number);
        values[i] = factor * value;
        if (!derivatives) continue;
        for (let k = 0; k < width; k++)
          rows[i * D + k] = factor * mixed((reading) => reading.rows[i * width + k] as number);
        if (which >= 0) rows[i * D + width + which] = value;
        if (smoothing !== undefined)
          rows[i * D + smoothingAt] =
            (factor * ((before.values[i] as number) - 2 * (at.values[i] as number) + (after.values[i] as number))) /
            smoothing ** 2;
      }
      if (derivatives && lag) {
        // With respect to the lag: rates of change, smoothed likewise.
        const rates = others.map(({ state }, k) => {
          evaluation.accelerate(state, time + delay + (offsets[k] as number), theta);
          return (readings[k] as Reading).rate(state, evaluation.accelerations);
        });
        for (let i = 0; i < d; i++) {
          const which = factors[i] as number;
          const factor = which >= 0 ? (theta[law.count + which] as number) : 1;
          const [a, b, c] = rates.map((value) => value[i] as number) as [number, number, number];
          rows[i * D + lagAt] = factor * (smoothing === undefined ? a : a + kept * (b - 2 * a + c));
        }
      }
      return true;
    },
  };
}

/** What stands in a column, without factor: velocities, or momenta. */
interface Reading {
  /** [d]. */
  readonly values: Float64Array;
  /** By the segment's state and the law's coefficients, [d][2d + count]. */
  readonly rows: Float64Array;
  take(from: Propagator, theta: Float64Array, derivatives: boolean): void;
  /** Rate of change, [d], at the state of the last call with derivatives. */
  rate(state: Float64Array, accelerations: Float64Array): Float64Array;
}

function velocityReading({ dimension: d, count }: Law): Reading {
  const width = 2 * d + count;
  const values = new Float64Array(d);
  const rows = new Float64Array(d * width);
  return {
    values,
    rows,
    take({ state, sensitivity }, _theta, derivatives) {
      values.set(state.subarray(d));
      if (derivatives) rows.set(sensitivity.subarray(d * width));
    },
    rate: (_state, accelerations) => accelerations.slice(),
  };
}

function momentumReading(law: Law): Reading {
  const { dimension: d, count } = law;
  const size = 2 * d;
  const width = size + count;
  const momenta: Momenta = momentaOf(law);
  const rows = new Float64Array(d * width);
  return {
    values: momenta.values,
    rows,
    take({ state, sensitivity }, theta, derivatives) {
      if (!derivatives) return momenta.at(state, theta);
      momenta.differentiate(state, theta);
      const { byState, byCoefficient } = momenta;
      for (let i = 0; i < d; i++)
        for (let k = 0; k < width; k++) {
          let sum = k < size ? 0 : (byCoefficient[i * count + k - size] as number);
          for (let c = 0; c < size; c++)
            sum += (byState[i * size + c] as number) * (sensitivity[c * width + k] as number);
          rows[i * width + k] = sum;
        }
    },
    rate: (state, accelerations) =>
      Float64Array.from({ length: d }, (_, i) => {
        let sum = 0;
        for (let c = 0; c < d; c++)
          sum +=
            (momenta.byState[i * size + c] as number) * (state[d + c] as number) +
            (momenta.byState[i * size + d + c] as number) * (accelerations[c] as number);
        return sum;
      }),
  };
}
