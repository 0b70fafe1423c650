// The posterior of a law and its motion, written anew from what is believed and measured: nothing is linearised, noise and hyperparameters are unknowns. Beside it what `adapt` approximates it by.
import { randomStream } from "../../../dist/base/random.js";
import { drawLaws, fitMore, identify, lastStarts } from "../../../dist/identification/index.js";
import { evaluationOf } from "../../../dist/identification/law/law.js";
import { smoothBeliefs } from "../../../dist/identification/shooting/belief.js";
import { dop853 } from "../../../dist/mechanics/index.js";
import { measuredRecord } from "../../../dist/records/law/measured.js";
import { readRecord } from "../../../dist/records/read.js";
import { bytesSource } from "../../../dist/records/source.js";
import { logDensityOf } from "./log-density.mjs";

/** Deviations that the hyperparameters of smooth functions are believed with: of a logarithm and a logit. */
const [SCALE_HELD, DECAY_HELD] = [2.3, 2];
const TOLERANCE = 1e-9;

/** `record` as `simulate` of the calibration gives it; of one motion, whose velocity columns are velocities. */
export async function lawPosterior({ dimension }, { content, states: truth, duration }) {
  const recording = await readRecord(bytesSource("record.csv", new TextEncoder().encode(content)));
  const whole = measuredRecord(recording);
  const identified = identify(whole.motions, whole.coordinates);
  const { fitted } = fitMore(whole.motions, identified);
  const { law, fit, beliefs } = fitted;
  const [{ times, values }] = fit.problem.motions;
  const size = 2 * dimension;
  const P = fit.theta.length;
  if (P !== law.count || fit.problem.motions.length > 1)
    throw new Error("the velocities of this record have unknowns of their own");
  const evaluation = evaluationOf(law);
  /** States at ascending times, the first of which is that of the state. */
  const follow = (theta, state, ascending) => {
    const field = ([...x], out) => {
      evaluation.accelerate(Float64Array.from(x.slice(0, size)), x[size], theta);
      out.set([...x.slice(dimension, size), ...evaluation.accelerations, 1]);
    };
    const { states } = dop853(field, Float64Array.from([...state, ascending[0]]), Float64Array.from(ascending), {
      tolerance: TOLERANCE,
    });
    return Array.from(ascending, (_, i) => states.subarray(i * (size + 1), i * (size + 1) + size));
  };
  const at = { state: P, noise: P + size, hyper: P + 2 * size };

  /** What is left of every number, in deviations, and the logarithms that belong to it. */
  function parts(x) {
    const theta = Float64Array.from(x.subarray(0, P));
    const motion = follow(theta, x.subarray(at.state, at.noise), times);
    const left = [];
    let logarithms = 0;
    const add = (residual, logDeviation) => {
      left.push(residual);
      logarithms += logDeviation;
    };
    motion.forEach((state, i) => {
      state.forEach((value, c) => {
        const logNoise = x[at.noise + c];
        add((values[i * size + c] - value) * Math.exp(-logNoise), logNoise);
      });
    });
    let h = at.hyper;
    for (const { first, count, mean = 0, deviation, roughness } of beliefs) {
      let [scale, decay] = [deviation, 1];
      if (roughness !== undefined) {
        scale *= Math.exp(x[h]);
        decay = 1 / (1 + Math.exp(-x[h + 1]));
        add(x[h] / SCALE_HELD, 0);
        add(x[h + 1] / DECAY_HELD, 0);
        h += 2;
      }
      for (let k = 0; k < count; k++) {
        const own = scale * decay ** ((roughness?.[k] ?? 1) - 1);
        add((theta[first + k] - mean) / own, Math.log(own));
      }
    }
    return { left: Float64Array.from(left), logarithms };
  }

  const places = [0.2, 0.5, 0.8].map((share) => truth[Math.floor(share * (truth.length - 1))]);
  const later = [1.5, 2].map((factor) => factor * duration);
  const quantitiesOf = (theta, state, from) => {
    const forces = places.map((place) => {
      evaluation.accelerate(Float64Array.from(place), 0, theta);
      return evaluation.accelerations[0];
    });
    const [, middle, end] = follow(theta, state, [from, ...later]);
    return {
      "force at 0.2": forces[0],
      "force at 0.8": forces[2],
      "position at 1.5": middle[0],
      "velocity at 2": end[dimension],
    };
  };
  const [last] = lastStarts(fitted);
  return {
    name: identified.choice.form,
    start: Float64Array.from([...fit.theta, ...fit.states.subarray(0, size), ...fit.noise.map(Math.log), ...fit.hyper]),
    steps: [
      ...Array.from(
        { length: P },
        (_, k) =>
          0.1 *
          fit.posterior
            .deviate(Float64Array.from(fit.theta, (_, j) => (j === k ? 1 : 0)))
            .reduce((most, x) => Math.max(most, Math.abs(x)), 0),
      ),
      ...fit.noise.map((value) => 0.1 * value),
      ...fit.noise.map(() => 0.01),
      ...smoothBeliefs(beliefs).flatMap(() => [0.05, 0.05]),
    ],
    residuals: (x) => parts(x).left,
    logDensity: logDensityOf(parts),
    quantities: (x) => quantitiesOf(Float64Array.from(x.subarray(0, P)), x.subarray(at.state, at.noise), times[0]),
    approximation: (count, seed) => ({
      mean: quantitiesOf(fit.theta, last.state, last.time),
      drawn: drawLaws(fitted, count, randomStream(seed, "laws")).map(({ coefficients, states }) =>
        quantitiesOf(coefficients, states, last.time),
      ),
    }),
  };
}
