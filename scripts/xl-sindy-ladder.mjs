// The noise ladder of xL-SINDy (Purnomo and Hayashibe, "Sparse identification of Lagrangian for nonlinear dynamical systems via proximal gradient method", Scientific Reports 13, 2023): four systems
// simulated after the description there, states at steps of 0.01 with noise of an absolute size, up to the largest at which their method still finds the right form from 100 motions of 500
// rows with accelerations. Here: one motion of 500 rows (or as many as asked for), angles and velocities alone. Initial states are drawn here; theirs are not published.
// Run after `npm run build`: node scripts/xl-sindy-ladder.mjs [motions] [seeds] [system] [noise].
import { randomStream } from "../dist/base/random.js";
import { findFormulas, fitMore, identify, refitFormula, wordsOf } from "../dist/identification/index.js";
import { dop853 } from "../dist/mechanics/index.js";
import { fitForWords } from "../dist/records/law/settled.js";

const [ROWS, STEP, G] = [500, 0.01, 9.81];

/** By system: accelerations with constants c, the constants of a found energy relative to its first term, the noise at which their form still holds and what they found. */
const SYSTEMS = {
  "single pendulum": {
    kinds: ["angle"],
    truth: [2 * G],
    theirs: { sigma: 6e-2, found: [19.64] },
    start: (random) => [random.between(-2, 2), random.between(-1, 1)],
    accelerate: ([q], _v, [a]) => [(-a / 2) * Math.sin(q)],
    constants: (E) => {
      const one = E([0], [1]) - E([0], [0]);
      return [(E([Math.PI], [0]) - E([0], [0])) / 2 / one];
    },
  },
  "cart-pendulum": {
    kinds: ["length", "angle"],
    truth: [2, 3, 2 * G],
    theirs: { sigma: 4e-2, found: [1.878, 2.819, 19.0] },
    start: (random) => [0, random.between(-2, 2), random.between(-1, 1), random.between(-1, 1)],
    // L = q'^2 + c0 cos(q) x' q' + c1 x'^2 + c2 cos(q).
    accelerate: ([, q], [, w], [a, b, k]) => {
      const [c, s] = [Math.cos(q), Math.sin(q)];
      const [f, h] = [a * s * w * w, -k * s];
      const det = 4 * b - a * a * c * c;
      return [(2 * f - a * c * h) / det, (2 * b * h - a * c * f) / det];
    },
    constants: (E) => {
      const T = (q, v) => E(q, v) - E(q, [0, 0]);
      const one = T([0, 0], [0, 1]);
      return [
        (T([0, 0], [1, 1]) - T([0, 0], [1, 0]) - one) / one,
        T([0, 0], [1, 0]) / one,
        (E([0, Math.PI], [0, 0]) - E([0, 0], [0, 0])) / 2 / one,
      ];
    },
  },
  "double pendulum": {
    kinds: ["angle", "angle"],
    truth: [1, 0.5, 2 * G, G],
    theirs: { sigma: 1e-1, found: [0.99, 0.495, 19.38, 9.68] },
    start: (random) => [
      random.between(-1.5, 1.5),
      random.between(-1.5, 1.5),
      random.between(-1, 1),
      random.between(-1, 1),
    ],
    // L = p'^2 + c0 cos(p - q) p' q' + c1 q'^2 + c2 cos(p) + c3 cos(q).
    accelerate: ([p, q], [v, w], [a, b, k, l]) => {
      const [c, s] = [Math.cos(p - q), Math.sin(p - q)];
      const [f, h] = [-a * s * w * w - k * Math.sin(p), a * s * v * v - l * Math.sin(q)];
      const det = 4 * b - a * a * c * c;
      return [(2 * b * f - a * c * h) / det, (2 * h - a * c * f) / det];
    },
    constants: (E) => {
      const T = (v) => E([0, 0], v) - E([0, 0], [0, 0]);
      const one = T([1, 0]);
      const V = (q) => (E(q, [0, 0]) - E([0, 0], [0, 0])) / 2 / one;
      return [(T([1, 1]) - one - T([0, 1])) / one, T([0, 1]) / one, V([Math.PI, 0]), V([0, Math.PI])];
    },
  },
  "spherical pendulum": {
    kinds: ["angle", "angle"],
    truth: [1, 2 * G],
    theirs: { sigma: 2e-2, found: [1.0, 19.6] },
    start: (random) => [random.between(0.6, 1.4), 0, random.between(-0.5, 0.5), random.between(1.5, 3)],
    // L = q'^2 + c0 sin(q)^2 f'^2 + c1 cos(q).
    accelerate: ([q], [v, w], [a, k]) => {
      const [c, s] = [Math.cos(q), Math.sin(q)];
      return [a * s * c * w * w - (k / 2) * s, (-2 * c * v * w) / s];
    },
    constants: (E) => {
      const one = E([0, 0], [1, 0]) - E([0, 0], [0, 0]);
      const up = [Math.PI / 2, 0];
      return [(E(up, [0, 1]) - E(up, [0, 0])) / one, (E([Math.PI, 0], [0, 0]) - E([0, 0], [0, 0])) / 2 / one];
    },
  },
};

function motionOf({ kinds, accelerate, start, truth }, sigma, random) {
  const d = kinds.length;
  const times = Float64Array.from({ length: ROWS }, (_, i) => i * STEP);
  const { states } = dop853(
    (state, out) => out.set([...state.subarray(d), ...accelerate(state.subarray(0, d), state.subarray(d), truth)]),
    Float64Array.from(start(random)),
    times,
    { tolerance: 1e-11 },
  );
  return { times, values: states.map((x) => x + sigma * random.normal()) };
}

/** The constants of a found energy, if its accelerations are those of the right form with them; else undefined. */
async function found(system, motions) {
  const d = system.kinds.length;
  const coordinates = { kinds: system.kinds, bodies: system.kinds.map((_, i) => i) };
  const identified = identify(motions, coordinates);
  const whole = identified === undefined ? undefined : fitMore(motions, identified);
  // Of many motions the formula is looked for by some and then fitted to all, as `adapt` does.
  const more = whole === undefined ? undefined : fitForWords(motions, whole, identified, {});
  const first = more === undefined ? undefined : findFormulas(more.fitted, more.record, coordinates).formulas[0];
  if (first === undefined) return { equation: "nothing" };
  const best = more === whole ? first : (refitFormula(first, whole.fitted, whole.record) ?? first);
  const names = system.kinds.map((_, i) => `q${i + 1}`);
  const words = wordsOf(best.fitted, {
    names: { coordinates: names, time: "t", inputs: [] },
    units: { coordinates: names.map(() => ""), time: "", inputs: [] },
  });
  const module = await import(`data:text/javascript,${encodeURIComponent(words.javascript)}`);
  const constants = system.constants((q, v) => module.energy(q, v));
  const random = randomStream(0, "test states");
  const right = Array.from({ length: 20 }).every(() => {
    const state = Array.from({ length: 2 * d }, () => random.between(0.3, 1.3));
    const [q, v] = [state.slice(0, d), state.slice(d)];
    const own = module.accelerations(0, q, v);
    return system.accelerate(q, v, constants).every((a, i) => Math.abs(own[i] - a) <= 1e-6 * (1 + Math.abs(a)));
  });
  return { equation: words.equation.replaceAll("\n", "; "), constants: right ? constants : undefined };
}

const [count = 1, seeds = 3] = process.argv.slice(2, 4).map(Number);
const [only, given] = process.argv.slice(4, 6);
console.log(`${count} motion${count === 1 ? "" : "s"} of ${ROWS} rows, ${seeds} seeds; theirs: 100 motions\n`);
console.log(
  "| system | noise | right form | constants (first right one) | truth | xL-SINDy, 50,000 rows |\n|---|---|---|---|---|---|",
);
for (const [name, system] of Object.entries(SYSTEMS).filter(([own]) => only === undefined || own === only)) {
  const { sigma: last, found: theirs } = system.theirs;
  for (const sigma of given === undefined ? [last / 10, last, 2 * last] : [Number(given)]) {
    const all = [];
    for (let seed = 0; seed < seeds; seed++) {
      const random = randomStream(seed, "ladder", name, count);
      all.push(
        await found(
          system,
          Array.from({ length: count }, () => motionOf(system, sigma, random)),
        ),
      );
    }
    const right = all.filter(({ constants }) => constants !== undefined);
    const show = (list) => list.map((x) => Number(x.toPrecision(5))).join(", ");
    const told = right.length > 0 ? show(right[0].constants) : `none: ${all[0].equation}`;
    console.log(
      `| ${name} | ${sigma} | ${right.length} of ${seeds} | ${told} | ${show(system.truth)} | ${sigma === last ? show(theirs) : ""} |`,
    );
  }
}
