import { evaluationOf, type Law } from "../law/law.js";
import { propagatorOf } from "./propagate.js";
import type { MeasuredMotion } from "./record.js";

const MOST_STEPS = 64;

/**
 * How many integration steps each interval between rows needs so that halving them changes the state there by less than `tolerance` [2d]: the next interval starts from the smoothed state of its own row
 * `stateAt(motion, row)`.
 */
export function planSteps(
  law: Law,
  motions: readonly MeasuredMotion[],
  theta: Float64Array,
  tolerance: Float64Array,
  longest: number,
  stateAt: (motion: number, row: number) => Float64Array,
): Int32Array[] {
  const evaluation = evaluationOf(law);
  const coarse = propagatorOf(law, evaluation);
  const fine = propagatorOf(law, evaluation);
  return motions.map(({ times }, m) => {
    const steps = new Int32Array(Math.max(0, times.length - 1));
    for (let i = 0; i + 1 < times.length; i++) {
      const span = (times[i + 1] as number) - (times[i] as number);
      let count = Math.max(1, Math.ceil(span / longest));
      const state = stateAt(m, i);
      for (; count < MOST_STEPS; count *= 2) {
        coarse.begin(state);
        fine.begin(state);
        const t = times[i] as number;
        if (!coarse.advance(t, span, count, theta, false) || !fine.advance(t, span, 2 * count, theta, false)) break;
        if (coarse.state.every((value, c) => Math.abs(value - (fine.state[c] as number)) <= (tolerance[c] as number)))
          break;
      }
      steps[i] = count;
    }
    return steps;
  });
}
