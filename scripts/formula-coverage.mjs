// How often the standard errors that come with a formula hold: simulated records of six laws, every one learned anew from noise of its own; the share of true constants within one and
// two standard errors of what was found, and how often the form was. Run after `npm run build`: node scripts/formula-coverage.mjs [records a law] [noise] [law]; with --dump behind these it
// prints the records instead, for scripts/records/orbit-least-squares.py.
import { randomStream } from "../dist/base/random.js";
import { findFormulas, fitMore, identify, wordsOf } from "../dist/identification/index.js";
import { dop853 } from "../dist/mechanics/index.js";

const turning = (p, q, v, w) => {
  const [c, s] = [Math.cos(p - q), Math.sin(p - q)];
  const [f, h] = [-(s * w * w + 19.62 * Math.sin(p)), s * v * v - 9.81 * Math.sin(q)];
  const det = 2 - c * c;
  return [(f - c * h) / det, (2 * h - c * f) / det];
};

/** Laws: accelerations, kinds of the coordinates, where motions begin, and the true constants by name. */
export const LAWS = {
  "pendulum with friction": {
    kinds: ["angle"],
    accelerate: ([q], [v]) => [-16.35 * Math.sin(q) - 0.1 * v],
    start: (random) => [random.between(0.6, 1.6), 0],
    span: [10, 100],
    truth: { "g/l": 16.35, gamma: 0.1 },
  },
  "spring about a centre": {
    kinds: ["length"],
    accelerate: ([x]) => [-6.4 * (x - 0.05)],
    start: (random) => [random.between(0.3, 0.8), 0],
    span: [10, 60],
    truth: { "k/m": 6.4, "centre of x": 0.05 },
  },
  Duffing: {
    kinds: ["length"],
    accelerate: ([x]) => [1.1 * x - 0.9 * x ** 3],
    start: (random) => [random.between(1.2, 1.7), 0.2],
    span: [15, 80],
    truth: { "k/m": -1.1, "coefficient of x^4": 0.225 },
  },
  orbit: {
    kinds: ["length", "length"],
    bodies: [0, 0],
    accelerate: ([x, y]) => [-1.3 * x * Math.hypot(x, y) ** -3, -1.3 * y * Math.hypot(x, y) ** -3],
    start: (random) => [1, 0, 0, random.between(1, 1.3)],
    span: [12, 80],
    truth: { "G M": 1.3 },
  },
  "driven spring": {
    kinds: ["length"],
    accelerate: ([x], [v], t) => [-4 * x - 0.2 * v + 0.7 * Math.cos(1.3 * t + 0.4)],
    start: (random) => [random.between(0.5, 1.5), 0],
    span: [30, 200],
    truth: {
      "k/m": 4,
      gamma: 0.2,
      "amplitude of the drive": 0.7,
      "angular frequency of the drive": 1.3,
      "phase of the drive": 0.4,
    },
  },
  "double pendulum": {
    kinds: ["angle", "angle"],
    accelerate: ([p, q], [v, w]) => turning(p, q, v, w),
    start: (random) => [random.between(0.6, 1.2), random.between(0.2, 0.8), 0, 0],
    span: [5, 160],
    truth: { "coefficient of cos(q1)": 9.81, "coefficient of cos(q2)": 4.905 },
  },
};

/** A motion of a law as it is measured, with noise of a share of every component's root mean square. */
export function measuredMotion({ kinds, accelerate, start, span: [duration, rows] }, noise, seed) {
  const d = kinds.length;
  const random = randomStream(seed, "record");
  const first = start(random);
  const times = Float64Array.from({ length: rows }, (_, i) => (i * duration) / (rows - 1));
  const { states } = dop853(
    (state, out) => {
      const [q, v] = [[...state.subarray(0, d)], [...state.subarray(d, 2 * d)]];
      out.set([...v, ...accelerate(q, v, state[2 * d]), 1]);
    },
    Float64Array.from([...first, 0]),
    times,
    { tolerance: 1e-12 },
  );
  const values = new Float64Array(rows * 2 * d);
  for (let c = 0; c < 2 * d; c++) {
    const own = Float64Array.from({ length: rows }, (_, i) => states[i * (2 * d + 1) + c]);
    const size = Math.sqrt(own.reduce((sum, x) => sum + (x * x) / rows, 0));
    own.forEach((x, i) => {
      values[i * 2 * d + c] = x + noise * size * random.normal();
    });
  }
  return { times, values };
}

/** The constants that are found in a motion of a law, in words. */
export function learnedWords(law, motion) {
  const d = law.kinds.length;
  const coordinates = { kinds: law.kinds, bodies: law.bodies ?? Array.from({ length: d }, (_, i) => i) };
  const identified = identify([motion], coordinates, {});
  const more = identified === undefined ? undefined : fitMore([motion], identified, {});
  if (more === undefined) return undefined;
  const { formulas } = findFormulas(more.fitted, more.record, coordinates);
  if (formulas.length === 0) return undefined;
  const names = d === 1 ? ["x"] : Array.from({ length: d }, (_, i) => `q${i + 1}`);
  return wordsOf(formulas[0].fitted, {
    names: { coordinates: names, time: "t", inputs: [] },
    units: { coordinates: names.map((_, i) => (law.kinds[i] === "angle" ? "rad" : "m")), time: "s", inputs: [] },
  });
}

/** Errors in standard errors of every constant of a law that was found; undefined where the form was another. */
export function errorsOf({ truth }, words) {
  const own = words?.constants.filter(({ name }) => !name.startsWith("l (")) ?? [];
  const names = Object.keys(truth);
  if (own.length !== names.length || !names.every((name) => own.some((c) => c.name === name))) return undefined;
  return names.map((name) => {
    const { value, deviation } = own.find((c) => c.name === name);
    return (value - truth[name]) / deviation;
  });
}

if (process.argv[1]?.endsWith("formula-coverage.mjs")) {
  const [count = 20, noise = 0.02] = process.argv.slice(2, 4).map(Number);
  const only = process.argv[4];
  const laws = Object.entries(LAWS).filter(([name]) => only === undefined || name === only);
  if (process.argv[5] === "--dump") {
    for (const [, law] of laws)
      for (let seed = 0; seed < count; seed++) {
        const { times, values } = measuredMotion(law, noise, seed);
        console.log(JSON.stringify({ times: [...times], values: [...values] }));
      }
    process.exit();
  }
  const all = [];
  console.log("| law | records | form found | within 1 | within 2 standard errors |\n|---|---|---|---|---|");
  for (const [name, law] of laws) {
    const errors = Array.from({ length: count }, (_, seed) =>
      errorsOf(law, learnedWords(law, measuredMotion(law, noise, seed))),
    );
    const own = errors.filter((e) => e !== undefined).flat();
    all.push(...own);
    console.log(
      `| ${name} | ${count} | ${errors.filter((e) => e !== undefined).length} | ${share(own, 1)} | ${share(own, 2)} |`,
    );
  }
  console.log(`| all | ${count * laws.length} | | ${share(all, 1)} | ${share(all, 2)} of ${all.length} constants |`);
}

function share(errors, within) {
  return `${Math.round((100 * errors.filter((e) => Math.abs(e) <= within).length) / errors.length)} %`;
}
