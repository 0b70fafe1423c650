// How often the verdict of adapt is wrong, over pendulums theta'' = -sin theta + ... of random amplitude:
//
//   npm run build && node scripts/false-alarms.mjs [seeds] [part of a line's name]
//
// Prints, for every kind of record, how many of the seeds got each verdict, how many the right one, how many of the others say that a drive and what stands in its place cannot be told apart (these are not
// counted as right), and how far the coefficients are off.

import { adaptRecord, bytesSource, dop853, randomStream, readRecord } from "../dist/index.js";

const seeds = Number(process.argv[2] ?? 20);
const wanted = process.argv[3] ?? "";
const SHORT = { points: 50, duration: 10 };
const BEATS = { points: 200, duration: 40 };
const SWINGS = { points: 100, duration: 20 };
const LONG = { points: 1200, duration: 120 };
const DIFFERENCES = { points: 300, duration: 30, noise: 0.003, friction: 0.05 };
const kinds = [
  { name: "conservative, clean", ...SHORT },
  { name: "conservative, 1 % noise", ...SHORT, noise: 0.01 },
  { name: "conservative, 5 % noise", ...SHORT, noise: 0.05 },
  { name: "conservative, positions alone, 1 %", ...SWINGS, noise: 0.01, columns: 1 },
  { name: "conservative, 19 periods, 1 %", ...LONG, noise: 0.01 },
  { name: "friction 0.05, 1 % noise", ...SHORT, noise: 0.01, friction: 0.05 },
  { name: "friction 0.2, 1 % noise", ...SHORT, noise: 0.01, friction: 0.2 },
  { name: "friction 0.01, 19 periods, 1 %", ...LONG, noise: 0.01, friction: 0.01 },
  { name: "friction 0.1, positions alone, 1 %", ...SWINGS, noise: 0.01, friction: 0.1, columns: 1 },
  { name: "dry friction 0.03, 1 % noise", ...SWINGS, noise: 0.01, dry: 0.03 },
  { name: "quadratic friction 0.1, 1 % noise", ...SWINGS, noise: 0.01, quadratic: 0.1 },
  { name: "friction 0.03 + 0.1 theta^2, 1 % noise", ...BEATS, noise: 0.01, friction: 0.03, place: 0.1 },
  { name: "a push of 0.3 over 6, 1 % noise", ...BEATS, noise: 0.01, push: 0.3 },
  { name: "drive 0.2, 1 % noise", ...SHORT, noise: 0.01, drive: 0.2 },
  { name: "drive 0.05, six periods, 1 %", ...BEATS, noise: 0.01, drive: 0.05 },
  { name: "friction 0.05, backward differences", ...DIFFERENCES, velocity: "backward" },
  { name: "friction 0.05, central differences", ...DIFFERENCES, velocity: "central" },
  { name: "friction 0.05, five-point slopes", ...DIFFERENCES, velocity: "five-point" },
  { name: "conservative, half a step early, 0.1 %", points: 300, duration: 30, noise: 0.001, lag: -0.5 },
  { name: "conservative, half a step late, 0.1 %", points: 300, duration: 30, noise: 0.001, lag: 0.5 },
];

async function record(seed, kind) {
  const {
    points,
    duration,
    noise = 0,
    friction = 0,
    drive = 0,
    dry = 0,
    quadratic = 0,
    place = 0,
    push = 0,
    columns = 2,
    velocity,
    lag = 0,
  } = kind;
  const random = randomStream(seed, "false alarms");
  const amplitude = random.between(0.5, 2);
  const step = duration / (points - 1);
  const grid = Float64Array.from({ length: 2 * points + 4 }, (_, i) => ((i - 2) * step) / 2 + step);
  const { states } = dop853(
    ([theta, omega, t], out) => {
      const rubbed =
        (friction + place * theta ** 2) * omega + dry * Math.tanh(omega / 1e-3) + quadratic * omega * Math.abs(omega);
      out.set([
        omega,
        -Math.sin(theta) - rubbed + drive * Math.cos(0.7 * t) + push * Math.exp(-((t - 15) ** 2) / 18),
        1,
      ]);
    },
    Float64Array.of(amplitude, 0, 0),
    grid,
    { tolerance: dry > 0 ? 1e-8 : 1e-12 },
  );
  const theta = Array.from(
    { length: points + 1 },
    (_, i) => states[3 * (2 * i + 2)] + noise * amplitude * random.normal(),
  );
  const slopes = (theta, i) => {
    const slope = (from, to) => (theta[to] - theta[from]) / ((to - from) * step);
    if (velocity === "backward") return i > 0 ? slope(i - 1, i) : slope(0, 1);
    if (i === 0 || i + 2 > points) return slope(Math.max(0, i - 1), Math.min(points, i + 1));
    if (velocity === "central") return slope(i - 1, i + 1);
    if (velocity === "five-point")
      return i < 2 || i + 2 > points
        ? slope(i - 1, i + 1)
        : (2 * theta[i + 2] + theta[i + 1] - theta[i - 1] - 2 * theta[i - 2]) / (10 * step);
  };
  const rate = (i) =>
    velocity === undefined
      ? states[3 * (2 * i + 2 + 2 * lag) + 1] + noise * amplitude * random.normal()
      : slopes(theta, i);
  const rows = Array.from({ length: points }, (_, i) =>
    [(i + 1) * step, theta[i], rate(i)].slice(0, columns + 1).join(),
  );
  // What the same differences make of the motion without noise, over its velocity.
  const clean = Array.from({ length: points + 1 }, (_, i) => states[3 * (2 * i + 2)]);
  const shift = velocity === "backward" ? -1 : 0;
  let [above, below] = [0, 0];
  for (let i = 2; i + 2 < points && velocity !== undefined; i++) {
    const omega = states[3 * (2 * i + 2 + shift) + 1];
    above += slopes(clean, i) * omega;
    below += omega * omega;
  }
  const heading = ["t", "theta", "omega"].slice(0, columns + 1).join();
  const file = bytesSource("pendulum.csv", new TextEncoder().encode([heading, ...rows].join("\n")));
  return { read: await readRecord(file), scale: above / below, lag: lag === 0 ? (shift * step) / 2 : lag * step };
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

for (const kind of kinds.filter(({ name }) => name.includes(wanted))) {
  const counts = {};
  const off = [];
  let said = 0;
  const [lags, scales] = [[], []];
  const right =
    kind.drive || kind.push ? "driven" : kind.friction || kind.dry || kind.quadratic ? "dissipative" : "conservative";
  for (let seed = 0; seed < seeds; seed++) {
    const made = await record(seed, kind);
    const { check, forces, model } = adaptRecord(made.read, { draws: 0, seed });
    counts[check.verdict] = (counts[check.verdict] ?? 0) + 1;
    if (check.verdict !== right && check.reasons.some((reason) => /a drive .* cannot be told apart/.test(reason)))
      said++;
    const [name, truth] = [
      // Of a friction that depends on place, that it does so.
      ["place-dependent", kind.place],
      ["smooth", kind.push],
      ["viscous", kind.friction],
      ["dry", kind.dry],
      ["quadratic", kind.quadratic],
      ["harmonic", kind.drive],
    ].find(([, value]) => value) ?? [""];
    const found = forces.find((force) => force.kind === name);
    if (found !== undefined) off.push(kind.place || kind.push ? Number.NaN : Math.abs(found.value / truth - 1));
    if (kind.lag || kind.velocity) {
      const { lag, factors } = model.law.velocities;
      lags.push(Math.abs(lag.value - made.lag) / lag.deviation);
      if (kind.velocity) scales.push(Math.abs(factors[0].value - made.scale) / factors[0].deviation);
    }
  }
  const words = Object.entries(counts).map(([verdict, count]) => `${count} ${verdict}`);
  const named =
    off.length > 0
      ? `; its law named ${off.length} times${kind.place || kind.push ? "" : `, off by ${(100 * median(off)).toPrecision(2)} % in the median`}`
      : "";
  const told = said > 0 ? `; ${said} say what is not told apart` : "";
  const within = (name, all) =>
    all.length > 0 ? `; ${name} within 2 deviations ${all.filter((x) => x <= 2).length} times` : "";
  const late = within("lag", lags) + within("scale", scales);
  console.log(`${kind.name}: ${counts[right] ?? 0} of ${seeds} right (${words.join(", ")})${told}${named}${late}`);
}
