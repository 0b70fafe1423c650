// How well adapt measures viscous friction, over simulated motions of random kind, length, friction, noise and times:
//
//   npm run build && node scripts/motion-grid.mjs [runs] [first run] [part of a system's name]
//
// Prints every run, then by system how many had the right verdict, and the friction within 10 % (or, where its own standard deviation is above 5 %, not told so well by any record like
// it) and within two standard deviations.

import { adaptRecord, bytesSource, dop853, randomStream, readRecord } from "../dist/index.js";

const runs = Number(process.argv[2] ?? 60);
const first = Number(process.argv[3] ?? 0);
const wanted = process.argv[4] ?? "";

/** Accelerations, about how many periods a unit of time, and starts. Friction on the first coordinate is `gamma` per its mass. */
const systems = {
  pendulum: {
    heading: "theta,omega",
    rate: 0.6,
    rates: ([q, v], gamma) => [-16 * Math.sin(q) - gamma * v],
    start: (random) => [random.between(0.5, 2.2), 0],
  },
  spring: {
    heading: "x [m],v [m/s]",
    rate: 0.4,
    rates: ([q, v], gamma) => [-6.4 * q - gamma * v],
    start: (random) => [random.between(0.1, 0.5), random.between(-0.5, 0.5)],
  },
  Duffing: {
    heading: "x [m],v [m/s]",
    rate: 0.4,
    rates: ([q, v], gamma) => [-2 * q - 3 * q ** 3 - gamma * v],
    start: (random) => [random.between(0.7, 1.5), 0],
  },
  "double pendulum": {
    heading: "theta1,theta2,omega1,omega2",
    rate: 0.6,
    // Masses and lengths of 1, gravity 10.
    rates: ([a, b, u, w], gamma) => {
      const [c, s] = [Math.cos(a - b), Math.sin(a - b)];
      const f = -s * w * w - 20 * Math.sin(a) - 2 * gamma * u;
      const g = s * u * u - 10 * Math.sin(b) - 2 * gamma * w;
      const determinant = 2 - c * c;
      return [(f - c * g) / determinant, (2 * g - c * f) / determinant];
    },
    start: (random) => [random.between(0.3, 0.8), random.between(-0.5, 0.8), 0, 0],
  },
  "two carts": {
    heading: "x1 [m],x2 [m],v1 [m/s],v2 [m/s]",
    rate: 0.6,
    rates: ([a, b, u, w], gamma) => [
      -(5 * a + 3 * (a - b)) / 0.5 - gamma * u,
      -(4 * b - 3 * (a - b)) / 0.75 - gamma * w,
    ],
    start: (random) => [random.between(0.1, 0.3), random.between(-0.2, 0.2), 0, 0],
  },
};

function sample(run) {
  const random = randomStream(run, "motion grid");
  const pick = (list) => list[Math.floor(random.uniform() * list.length)];
  const name = pick(Object.keys(systems));
  const duration = 10 * 12 ** random.uniform();
  return {
    name,
    duration,
    gamma: pick([0, 0.01, 0.03, 0.1, 0.3]),
    noise: pick([0.002, 0.01, 0.05]),
    irregular: random.uniform() < 0.5,
    rows: Math.min(1500, Math.round(duration * systems[name].rate * random.between(12, 25))),
    random,
  };
}

async function record({ name, duration, gamma, noise, irregular, rows, random }) {
  const { heading, rates, start } = systems[name];
  const state = start(random);
  const n = state.length;
  const d = n / 2;
  const times = Float64Array.from({ length: rows }, (_, i) => (i * duration) / (rows - 1));
  if (irregular) for (let i = 1; i + 1 < rows; i++) times[i] += (random.uniform() - 0.5) * (duration / rows) * 0.9;
  const { states } = dop853(
    (x, out) => {
      const a = rates(x, gamma);
      for (let i = 0; i < d; i++) [out[i], out[d + i]] = [x[d + i], a[i]];
    },
    Float64Array.from(state),
    times,
    { tolerance: 1e-11 },
  );
  const sizes = Array.from({ length: n }, (_, c) => {
    const own = Array.from(times, (_, i) => states[i * n + c]);
    const mean = own.reduce((sum, x) => sum + x / rows, 0);
    return Math.sqrt(own.reduce((sum, x) => sum + (x - mean) ** 2 / rows, 0));
  });
  const lines = Array.from(times, (t, i) =>
    [t, ...sizes.map((size, c) => states[i * n + c] + noise * size * random.normal())].join(),
  );
  return readRecord(bytesSource("motion.csv", new TextEncoder().encode([`t [s],${heading}`, ...lines].join("\n"))));
}

const table = new Map();
for (let run = first; run < first + runs; run++) {
  const made = sample(run);
  if (!made.name.includes(wanted)) continue;
  const { check, forces, structure, heldOut } = adaptRecord(await record(made), { draws: 0, seed: run });
  const { name, gamma } = made;
  const own = forces.find(({ kind }) => kind === "viscous");
  const right = check.verdict === (gamma > 0 ? "dissipative" : "conservative");
  const [value, deviation] = [own?.value ?? 0, own?.deviation ?? 0];
  const off = Math.abs(value - gamma);
  const within =
    gamma === 0 ? own === undefined : off <= 0.1 * gamma || (deviation > 0.05 * gamma && off <= 2 * deviation);
  const twice = own === undefined ? gamma === 0 : off <= 2 * deviation;
  const row = table.get(name) ?? { runs: 0, right: 0, within: 0, twice: 0, both: 0 };
  row.runs++;
  row.right += right;
  row.within += within;
  row.twice += twice;
  row.both += right && within && twice;
  table.set(name, row);
  const words = `${made.duration.toFixed(0)} s, ${made.rows} ${made.irregular ? "irregular " : ""}rows, noise ${100 * made.noise} %`;
  console.log(
    `${run} ${name}, gamma ${gamma}, ${words}: ${check.verdict}, ${value.toPrecision(4)} +- ${deviation.toPrecision(1)}` +
      ` (${forces.map(({ kind }) => kind).join(", ")}), ${structure.name}, held out ${(100 * heldOut.relative).toPrecision(2)} %${right && within && twice ? "" : "  <-"}`,
  );
}
console.log("\n| system | runs | verdict | gamma within 10 % | two deviations | all |\n|---|---|---|---|---|---|");
for (const [name, { runs: all, right, within, twice, both }] of table)
  console.log(`| ${name} | ${all} | ${right} | ${within} | ${twice} | ${both} |`);
