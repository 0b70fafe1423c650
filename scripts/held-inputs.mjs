// How a torque that is held from row to row, as a controller gives it out, and one that goes on between rows, in lines or smoothly, are told apart, over pendulums theta'' = -9.81 sin theta - 0.15 omega + 2 u with a random torque:
//
//   npm run build && node scripts/held-inputs.mjs [seeds] [part of a line's name]
//
// Prints, for every kind of record, how many of the seeds were told right, got the right verdict, and have the friction within two standard deviations; its median error and the median of its deviation.

import { adaptRecord, bytesSource, dop853, randomStream, readRecord } from "../dist/index.js";

const seeds = Number(process.argv[2] ?? 20);
const wanted = process.argv[3] ?? "";
const [GRAVITY, FRICTION, EFFECT] = [9.81, 0.15, 2];
const KINDS = [
  { name: "held, with velocities", held: true, columns: 2 },
  { name: "held, positions alone", held: true, columns: 1 },
  { name: "set points, 1 s each", held: true, columns: 2, every: 20 },
  { name: "in lines, with velocities", held: false, columns: 2 },
  { name: "in lines, positions alone", held: false, columns: 1 },
  { name: "smooth, with velocities", held: false, smooth: true, columns: 2 },
];
const [ROWS, STEP, NOISE] = [400, 0.05, 0.003];

async function record(seed, { held, columns, every = 1, smooth = false }) {
  const random = randomStream(seed, "held inputs");
  const waves = Array.from({ length: 4 }, () => [
    random.between(0.3, 1),
    random.between(0.5, 4.5),
    random.between(0, 2 * Math.PI),
  ]);
  const torque = (t) => waves.reduce((sum, [size, w, phase]) => sum + size * Math.sin(w * t + phase), 0);
  const rows = [];
  let state = Float64Array.of(random.between(-0.5, 0.5), 0, 0);
  for (let i = 0; i < ROWS; i++) {
    const given = torque(Math.floor(i / every) * every * STEP);
    const next = torque((i + 1) * STEP);
    const acting = (t) => {
      if (held) return given;
      return smooth ? torque(t) : given + (t / STEP - i) * (next - given);
    };
    const measured = [state[0] + NOISE * random.normal(), state[1] + 3 * NOISE * random.normal()];
    rows.push([i * STEP, given, ...measured.slice(0, columns)].join());
    const rates = ([theta, omega, t], out) =>
      out.set([omega, -GRAVITY * Math.sin(theta) - FRICTION * omega + EFFECT * acting(t), 1]);
    state[2] = i * STEP;
    const { states } = dop853(rates, state, Float64Array.of(0, STEP), { tolerance: 1e-12 });
    state = states.slice(3, 6);
  }
  const heading = ["t [s]", "u", "theta [rad]", "omega [rad/s]"].slice(0, columns + 2).join();
  const file = bytesSource("motor.csv", new TextEncoder().encode([heading, ...rows].join("\n")));
  return readRecord(file, { inputs: ["u"], coordinates: ["theta"] });
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

for (const kind of KINDS.filter(({ name }) => name.includes(wanted))) {
  let [told, right, within] = [0, 0, 0];
  const [errors, deviations] = [[], []];
  for (let seed = 0; seed < seeds; seed++) {
    const { record: seen, check, forces } = adaptRecord(await record(seed, kind), { draws: 0, seed });
    if (seen.inputs[0].held === kind.held) told++;
    if (check.verdict === "dissipative and driven") right++;
    const found = forces.find((force) => force.kind === "viscous");
    if (found === undefined) continue;
    const error = Math.abs(found.value - FRICTION);
    if (error <= 2 * found.deviation) within++;
    errors.push(error / FRICTION);
    deviations.push(found.deviation / FRICTION);
  }
  const share = (value) => `${(100 * value).toPrecision(2)} %`;
  console.log(
    `${kind.name}: ${told} of ${seeds} told, ${right} right, friction within two deviations in ${within}, off by ${share(median(errors))} (deviation ${share(median(deviations))})`,
  );
}
