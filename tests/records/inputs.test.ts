import { expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { dop853 } from "../../src/mechanics/index.js";
import { adaptRecord, predictSaved, recordResults, savedModel } from "../../src/records/index.js";
import { readText } from "./harness.js";

/** Forces of three motions, whose clocks begin anywhere and overlap. */
const MOTIONS = [
  { id: "a", begins: 100, force: (t: number) => Math.sin(1.7 * t) + 0.4 * Math.cos(0.6 * t) },
  { id: "b", begins: 0, force: (t: number) => 0.8 * Math.cos(2.3 * t) },
  { id: "c", begins: 103, force: (t: number) => 0.5 * Math.sin(0.9 * t) - 0.6 * Math.cos(1.4 * t) },
];
const [ROWS, STEP] = [160, 0.08];

/** x'' = -4 x - 0.2 x' + 0.8 F of one motion, on its own clock, followed for twice its rows. */
function motionOf({ begins, force }: (typeof MOTIONS)[number]) {
  const times = Float64Array.from({ length: 2 * ROWS }, (_, i) => begins + i * STEP);
  // Between rows a measured force is a line: it acts here as it will be read.
  const line = (t: number) => {
    const at = Math.min(2 * ROWS - 2, Math.max(0, Math.floor((t - begins) / STEP)));
    const share = (t - begins) / STEP - at;
    return (1 - share) * force(begins + at * STEP) + share * force(begins + (at + 1) * STEP);
  };
  const { states } = dop853(
    ([x = 0, v = 0, t = 0], out) => out.set([v, -4 * x - 0.2 * v + 0.8 * line(t), 1]),
    Float64Array.of(0.3, 0, begins),
    times,
    { tolerance: 1e-9 },
  );
  return { times, states, force };
}

test("motions with inputs on clocks of their own: each goes on under its own force", async () => {
  const random = randomStream(4, "inputs");
  const all = MOTIONS.map(motionOf);
  const rows = all.flatMap(({ times, states, force }, m) =>
    Array.from(times.subarray(0, ROWS), (t, i) =>
      [
        MOTIONS[m]?.id,
        t,
        (states[3 * i] as number) + 0.001 * random.normal(),
        (states[3 * i + 1] as number) + 0.002 * random.normal(),
        force(t),
      ].join(),
    ),
  );
  const record = await readText(["run,t [s],x [m],v [m/s],F [N]", ...rows].join("\n"), {
    id: "run",
    coordinates: ["x"],
    velocities: ["v"],
    inputs: ["F"],
  });
  const adaptation = adaptRecord(record, { draws: 4, formula: false });
  expect(adaptation.check.verdict).toBe("dissipative and driven");
  const input = adaptation.forces.find(({ kind }) => kind === "input");
  expect(Math.abs((input?.value as number) - 0.8)).toBeLessThan(4 * (input?.deviation as number));
  // The record's noise is about 0.5 % of its spread.
  expect(adaptation.heldOut.relative).toBeLessThan(0.02);

  // The report: each motion's path stays with its own rows, and goes on from its own end.
  const facts = { command: "", options: {}, versions: {}, seconds: 0, date: "" };
  for (const { samples } of recordResults(record, adaptation, facts).motions) {
    for (const own of samples.residuals) {
      const size = Math.sqrt((own ?? [Number.NaN]).reduce((sum, r) => sum + (r * r) / ROWS, 0));
      expect(size).toBeLessThan(1.5);
    }
  }

  const saved = savedModel(record, adaptation);
  all.forEach(({ times, states, force }, m) => {
    const end = saved.ends[m] as (typeof saved.ends)[number];
    expect(end.time).toBeCloseTo(times[ROWS - 1] as number, 9);
    expect(Math.abs((end.state[0] as number) - (states[3 * (ROWS - 1)] as number))).toBeLessThan(0.003);
    const later = times.subarray(ROWS - 1);
    const duration = (later.at(-1) as number) - (later[0] as number);
    const { states: predicted } = predictSaved(saved, {
      motion: MOTIONS[m]?.id as string,
      duration,
      points: later.length,
      input: { t: later, F: Array.from(later, force) },
    });
    for (let i = 0; i < later.length; i += 10)
      expect(Math.abs((predicted[2 * i] as number) - (states[3 * (ROWS - 1 + i)] as number))).toBeLessThan(0.005);
  });
});
