import { expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { dop853 } from "../../src/mechanics/index.js";
import {
  adaptRecord,
  decodeModel,
  encodeModel,
  predictSaved,
  recordResults,
  savedModel,
} from "../../src/records/index.js";
import { readText } from "./harness.js";

/** A mass on a spring and a damper whose base moves: x'' = -k (x - u) - c (x' - u'). */
const [K, C] = [90, 1.6];
const [ROWS, STEP, NOISE] = [240, 0.02, 0.005];
const base = (t: number) => 1.2 * Math.sin(7 * t) + 0.7 * Math.sin(11 * t + 1) + Math.sin(4 * t + 2);
const rate = (t: number) => 8.4 * Math.cos(7 * t) + 7.7 * Math.cos(11 * t + 1) + 4 * Math.cos(4 * t + 2);

test("the rate of an input acts too, as that of a base under a damper, and is worked out when the motion is predicted", async () => {
  const times = Float64Array.from({ length: 2 * ROWS }, (_, i) => i * STEP);
  const { states } = dop853(
    ([x = 0, v = 0, t = 0], out) => out.set([v, -K * (x - base(t)) - C * (v - rate(t)), 1]),
    Float64Array.of(0.5, 0, 0),
    times,
    { tolerance: 1e-11 },
  );
  const random = randomStream(3, "isolator");
  const rows = Array.from(times.subarray(0, ROWS), (t, i) =>
    [t, base(t) + (NOISE / 4) * random.normal(), (states[3 * i] as number) + NOISE * random.normal()].join(),
  );
  const text = ["t [s],u [mm],x [mm]", ...rows].join("\n");
  const record = await readText(text, { inputs: ["u"], coordinates: ["x"] });
  const adaptation = adaptRecord(record, { draws: 2, formula: false });
  expect(adaptation.check.verdict).toBe("dissipative and driven");
  const own = adaptation.record ?? record;
  const facts = { command: "", options: {}, versions: {}, seconds: 0, date: "" };
  expect(recordResults(own, adaptation, facts).inputs).toEqual([
    { name: "u", unit: "mm", held: false },
    { name: "u'", unit: "mm/s", held: false, rateOf: 0 },
  ]);
  const found = (kind: string, input?: string) =>
    adaptation.forces.find((force) => force.kind === kind && force.input === input);
  for (const [force, truth] of [
    [found("input", "u"), K],
    [found("input", "u'"), C],
    [found("viscous"), C],
  ] as const)
    expect(Math.abs((force?.value ?? 0) / truth - 1)).toBeLessThan(0.03);

  // Who predicts gives the base's motion alone.
  const saved = await decodeModel(encodeModel(savedModel(own, adaptation)), "model");
  const later = times.subarray(ROWS - 1);
  const { states: predicted } = predictSaved(saved, {
    duration: (ROWS - 1) * STEP,
    points: 100,
    input: { t: later, u: Array.from(later, base) },
  });
  const last = states[3 * (2 * ROWS - 2)] as number;
  expect(Math.abs((predicted.at(-2) as number) - last)).toBeLessThan(0.1);
});
