// How often the test for friction and drives is wrong, over pendulums of random amplitude with 50 samples in 10 time units:
//
//   npm run build && node scripts/false-alarms.mjs [seeds]
//
// Prints, for every kind of record, how many of the seeds got each verdict.

import { adaptRecord, bytesSource, dop853, randomStream, readRecord } from "../dist/index.js";

const seeds = Number(process.argv[2] ?? 20);
const kinds = [
  { name: "conservative, clean" },
  { name: "conservative, 1 % noise", noise: 0.01 },
  { name: "conservative, 5 % noise", noise: 0.05 },
  { name: "friction 0.05, 1 % noise", noise: 0.01, friction: 0.05 },
  { name: "friction 0.2, 1 % noise", noise: 0.01, friction: 0.2 },
  { name: "drive 0.2, 1 % noise", noise: 0.01, drive: 0.2 },
];

async function record(seed, { noise = 0, friction = 0, drive = 0 }) {
  const random = randomStream(seed, "false alarms");
  const amplitude = random.between(0.5, 2);
  const times = Float64Array.from({ length: 50 }, (_, i) => (i * 10) / 49);
  const { states } = dop853(
    ([theta, omega, t], out) => {
      out.set([omega, -Math.sin(theta) - friction * omega + drive * Math.cos(0.7 * t), 1]);
    },
    Float64Array.of(amplitude, 0, 0),
    times,
    { tolerance: 1e-12 },
  );
  const rows = Array.from(times, (t, i) =>
    [
      t,
      states[3 * i] + noise * amplitude * random.normal(),
      states[3 * i + 1] + noise * amplitude * random.normal(),
    ].join(),
  );
  return readRecord(bytesSource("pendulum.csv", new TextEncoder().encode(["t,theta,omega", ...rows].join("\n"))));
}

for (const kind of kinds) {
  const counts = { conservative: 0, dissipative: 0, driven: 0 };
  for (let seed = 0; seed < seeds; seed++)
    counts[adaptRecord(await record(seed, kind), { draws: 0, seed }).check.verdict]++;
  console.log(
    `${kind.name}: ${Object.entries(counts)
      .map(([verdict, count]) => `${count} ${verdict}`)
      .join(", ")}`,
  );
}
