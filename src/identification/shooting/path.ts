import { evaluationOf } from "../law/law.js";
import type { Fit } from "./assess.js";
import { propagatorOf } from "./propagate.js";

/** Steps of the integration are at most this long, in ticks. */
const LONGEST_STEP = 0.1;

/** Positions, velocities and accelerations [times][3][d] of motion `m` as a fit has it, a lag after the times; undefined where the law cannot be followed. */
export function pathOf(
  { problem, states, theta }: Fit,
  m: number,
  times: Float64Array,
  lag: number,
  tick: number,
): Float64Array | undefined {
  const { law } = problem;
  const d = law.dimension;
  const evaluation = evaluationOf(law);
  const propagator = propagatorOf(law, evaluation);
  const coefficients = theta.subarray(0, law.count);
  const starts = problem.segments.flatMap(({ motion, first }, s) =>
    motion === m ? [{ time: problem.motions[m]?.times[first] as number, s }] : [],
  );
  const path = new Float64Array(times.length * 3 * d);
  let next = 0;
  let now = 0;
  for (let i = 0; i < times.length; i++) {
    const t = (times[i] as number) + lag;
    while (next < starts.length && (next === 0 || (starts[next]?.time as number) <= t)) {
      const { time, s } = starts[next++] as (typeof starts)[number];
      propagator.begin(states.subarray(s * 2 * d, (s + 1) * 2 * d));
      now = time;
    }
    const steps = Math.ceil(Math.abs(t - now) / (LONGEST_STEP * tick));
    if (steps > 0 && !propagator.advance(now, t - now, steps, coefficients, false)) return undefined;
    now = t;
    if (!evaluation.accelerate(propagator.state, t, coefficients)) return undefined;
    path.set(propagator.state, i * 3 * d);
    path.set(evaluation.accelerations, (i * 3 + 2) * d);
  }
  return path;
}
