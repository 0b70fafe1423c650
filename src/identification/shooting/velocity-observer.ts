import type { Evaluation, Law } from "../law/law.js";
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
      const [at, before, after] = others.length === 0 ? [own] : others;
      const kept = smoothing === undefined ? 0 : (theta[smoothingAt - 2 * d] as number) / smoothing ** 2;
      const mixed = (read: (p: Propagator) => number) => {
        const middle = read(at as Propagator);
        if (smoothing === undefined) return middle;
        return middle + kept * (read(before as Propagator) - 2 * middle + read(after as Propagator));
      };
      if (derivatives) rows.fill(0);
      for (let i = 0; i < d; i++) {
        const which = factors[i] as number;
        const factor = which >= 0 ? (theta[law.count + which] as number) : 1;
        const c = d + i;
        const value = mixed(({ state }) => state[c] as number);
        values[i] = factor * value;
        if (!derivatives) continue;
        for (let k = 0; k < width; k++)
          rows[i * D + k] = factor * mixed(({ sensitivity }) => sensitivity[c * width + k] as number);
        if (which >= 0) rows[i * D + width + which] = value;
        if (smoothing !== undefined)
          rows[i * D + smoothingAt] =
            (factor *
              (((before as Propagator).state[c] as number) -
                2 * ((at as Propagator).state[c] as number) +
                ((after as Propagator).state[c] as number))) /
            smoothing ** 2;
      }
      if (derivatives && lag) {
        // With respect to the lag: accelerations, smoothed likewise.
        const accelerations = others.map(({ state }, k) => {
          evaluation.accelerate(state, time + delay + (offsets[k] as number), theta);
          return evaluation.accelerations.slice();
        });
        for (let i = 0; i < d; i++) {
          const which = factors[i] as number;
          const factor = which >= 0 ? (theta[law.count + which] as number) : 1;
          const [a, b, c] = accelerations.map((value) => value[i] as number) as [number, number, number];
          rows[i * D + lagAt] = factor * (smoothing === undefined ? a : a + kept * (b - 2 * a + c));
        }
      }
      return true;
    },
  };
}
