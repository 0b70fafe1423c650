// One simulated record, learned and predicted: how far from the truth everything is, in stated standard deviations.
import { UserError } from "../../../dist/base/errors.js";
import { randomStream } from "../../../dist/base/random.js";
import { dop853 } from "../../../dist/mechanics/index.js";
import { adapt, predict } from "../../../dist/records/face.js";
import { fieldOf } from "../../../dist/records/index.js";
import { lawFields } from "../../../dist/records/law/model.js";

/** Points of a prediction that is held against the truth. */
const POINTS = 51;
/** Starts that the record did not see are this much larger than where it went. */
const [NEAR, FAR] = [0.9, 1.6];
const STARTS = 4;
/** They are followed for this share of the record's length. */
const FOLLOWED = 0.3;

/** True states at ascending times from a state at the first of them, [times][2d]. */
function truth(rates, start, times) {
  const n = start.length;
  const { states } = dop853(
    (x, out) => out.set([...rates([...x.subarray(0, n)], x[n]), 1]),
    Float64Array.from([...start, times[0]]),
    Float64Array.from(times),
    { tolerance: 1e-12 },
  );
  return Array.from(times, (_, i) => [...states.subarray(i * (n + 1), i * (n + 1) + n)]);
}

/** The record of a law as a text, with noise of a share of every column's root mean square, and what is true of it; `rated` adds columns of the momenta's rates of change, as noisy. */
export function simulate(law, noise, seed, rated = false) {
  const random = randomStream(seed, "calibration record", law.headings, noise);
  const { constants, start, duration } = law.draw(random);
  const rates = law.rates(constants);
  const times = Array.from({ length: law.rows }, (_, i) => (i * duration) / (law.rows - 1));
  const states = truth(rates, start, times);
  const all = states.map((state, i) => (rated ? [...state, ...ratesColumns(law, rates(state, times[i]))] : state));
  const sizes = all[0].map((_, c) => Math.sqrt(all.reduce((sum, state) => sum + state[c] ** 2, 0) / all.length));
  const rows = all.map((state) => state.map((x, c) => x + noise * sizes[c] * random.normal()));
  const headings = rated ? [law.headings, ...ratesHeadings(law)].join() : law.headings;
  const content = [headings, ...rows.map((row, i) => [times[i], ...row].join())].join("\n");
  return { content, times, states, sizes: sizes.map((size) => noise * size), rates, constants, duration };
}

/** Of canonical momenta the rates of the coordinates count too: they are no momenta over masses. */
const ratesColumns = ({ dimension, options }, rates) => (options === undefined ? rates.slice(dimension) : rates);
const ratesHeadings = ({ headings, dimension, options }) => {
  const names = headings.split(",").slice(1);
  return options === undefined
    ? names.slice(0, dimension).map((name) => `a_${name}`)
    : names.map((name) => `d${name}/dt`);
};

/** What one record gives: errors of the predicted motion and of everything else that has one, over their deviations. */
export async function calibrate(law, noise, seed, method) {
  const record = simulate(law, noise, seed, method === "structured");
  const { states, rates, duration } = record;
  const name = "record.csv";
  let adapted;
  try {
    adapted = await adapt(
      { name, content: record.content },
      { ...law.options, ...(method === undefined ? {} : { method }) },
    );
  } catch (error) {
    if (error instanceof UserError) return { failed: error.message };
    throw error;
  }
  const later = Array.from({ length: POINTS }, (_, i) => duration * (1 + i / (POINTS - 1)));
  const future = truth(rates, states.at(-1), later);
  let predicted;
  try {
    predicted = predict(adapted, { duration, points: POINTS });
  } catch (error) {
    if (error instanceof UserError) return { failed: error.message };
    throw error;
  }
  const motion = errorsOf(predicted, future);
  return {
    method: adapted.learnedBy,
    form: adapted.structure.name,
    formula: adapted.law?.formula,
    verdict: adapted.check.verdict,
    heldOut: adapted.heldOut.relative,
    looseness: adapted.model.law?.law.looseness,
    motion,
    end: motion.slice(0, law.dimension * 2),
    last: motion.slice(-law.dimension * 2),
    scale: predicted.deviations === undefined ? undefined : sizeOf(predicted, future),
    ...ranksOf(law, record, adapted),
    starts: startsFrom(law, record, adapted, randomStream(seed, "calibration starts")),
  };
}

/** Errors over deviations, [point][component]. */
function errorsOf({ states, deviations }, expected) {
  return expected.flatMap((state, i) =>
    state.map((x, c) => (x - states[i * state.length + c]) / deviations[i * state.length + c]),
  );
}

/** Root mean squares of error and deviation over the prediction, relative to the motion's spread. */
function sizeOf({ states, deviations }, expected) {
  const n = expected[0].length;
  const spreads = Array.from({ length: n }, (_, c) => {
    const own = expected.map((state) => state[c]);
    const mean = own.reduce((a, b) => a + b) / own.length;
    return Math.sqrt(own.reduce((sum, x) => sum + (x - mean) ** 2, 0) / own.length);
  });
  let [error, deviation] = [0, 0];
  expected.forEach((state, i) => {
    state.forEach((x, c) => {
      error += ((x - states[i * n + c]) / spreads[c]) ** 2;
      deviation += (deviations[i * n + c] / spreads[c]) ** 2;
    });
  });
  const count = expected.length * n;
  return { error: Math.sqrt(error / count), deviation: Math.sqrt(deviation / count) };
}

/** Of the force at places of the record, of noise, friction and the formula's constants. */
function ranksOf({ dimension: d, truth: known, friction }, { states, rates, constants, sizes, content }, adapted) {
  const places = [0.2, 0.5, 0.8].map((share) => states[Math.floor(share * (states.length - 1))]);
  const { mean, drawn } = fieldsOf(adapted.model, d);
  const force = places.flatMap((state) => {
    const value = (field) => {
      const out = new Float64Array(2 * d);
      field(Float64Array.from(state), out);
      return [...out.subarray(d)];
    };
    const own = value(mean);
    const all = drawn.map(value);
    const expected = rates(state, 0).slice(d);
    return own.map((x, c) => {
      const variance = all.reduce((sum, other) => sum + (other[c] - x) ** 2, 0) / all.length;
      return (expected[c] - x) / Math.sqrt(variance);
    });
  });
  const rows = content.split("\n").length - 1;
  const noises = adapted.noise.flatMap((found, c) =>
    found === null ? [] : [Math.log(sizes[c] / found) * Math.sqrt(2 * rows)],
  );
  const forces = adapted.forces.filter(({ kind }) => kind === "viscous");
  const own = friction === undefined ? undefined : forces[0];
  const words = adapted.law?.constants ?? [];
  return {
    force: adapted.forces.some(({ kind }) => kind === "harmonic") ? [] : force,
    noises,
    friction: own === undefined ? [] : [(friction(constants) - own.value) / own.deviation],
    constants: Object.entries(known).flatMap(([name, value]) => {
      const found = words.find((constant) => constant.name === name);
      return found === undefined ? [] : [(value(constants) - found.value) / found.deviation];
    }),
  };
}

function fieldsOf(model, d) {
  if (model.law !== undefined) return lawFields(model.law);
  const drawn = model.draws.map((draw) => fieldOf({ ...draw, masses: model.masses }, d));
  return { mean: fieldOf(model, d), drawn };
}

/** Predictions from states that the record did not see, farther out than where it was: refused, or their errors over deviations. */
function startsFrom(law, { states, rates, duration }, adapted, random) {
  return Array.from({ length: STARTS }, () => {
    const scale = random.between(NEAR, FAR);
    const from = states[random.integer(states.length)].map((x) => scale * x);
    const times = Array.from({ length: 11 }, (_, i) => (FOLLOWED * duration * i) / 10);
    const expected = truth(rates, from, times);
    if (!expected.every((state) => state.every(Number.isFinite))) return { scale };
    try {
      const predicted = predict(adapted, { from, duration: FOLLOWED * duration, points: 11 });
      return {
        scale,
        warned: predicted.warnings.length > 0,
        errors: errorsOf(predicted, expected).slice(2 * law.dimension),
      };
    } catch (error) {
      if (error instanceof UserError) return { scale, refused: true };
      throw error;
    }
  });
}
