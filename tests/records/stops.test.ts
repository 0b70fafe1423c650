import { expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { adaptRecord, predictMotion, type RestTime } from "../../src/records/index.js";
import { motionResult } from "../../src/records/results/motion.js";
import { restSentence } from "../../src/report/index.js";
import { csv, read } from "./simulated-records.js";

const random = randomStream(6, "stops");
const noisy = (values: ArrayLike<number>, size: number) =>
  Array.from(values, (value) => value + size * random.normal());
const RESTS = /^x rests from [\d.]+ s on, where the learned law would set it moving again/;

it("a block that slides until it rests is braked by dry friction, though a uniform force explains its way as well", async () => {
  const [v, mu] = [1.9, 1.4];
  const times = Float64Array.from({ length: 120 }, (_, i) => i * 0.02);
  const x = times.map((t) => v * Math.min(t, v / mu) - (mu * Math.min(t, v / mu) ** 2) / 2);
  const record = await read(csv("t [s],x [m]", times, noisy(x, 0.0008)));
  const { check, forces } = adaptRecord(record, { draws: 2, formula: false });
  expect(check.verdict).toBe("dissipative");
  expect(check.reasons.some((reason) => RESTS.test(reason))).toBe(false);
  expect(forces.map(({ kind }) => kind)).toEqual(["dry"]);
  const [friction] = forces;
  expect(Math.abs((friction?.value ?? 0) - mu)).toBeLessThan(4 * (friction?.deviation ?? 0));
});

it("what speeds up to a final speed is driven by a constant force, and by no dry friction below zero", async () => {
  const [final, tau] = [300, 1.7];
  const times = Float64Array.from({ length: 120 }, (_, i) => i * 0.07);
  const speed = noisy(
    times.map((t) => final * (1 - Math.exp(-t / tau))),
    0.8,
  );
  const { check, forces, structure } = adaptRecord(await read(csv("t (s),Speed (rpm)", times, speed)), {
    draws: 2,
    formula: false,
  });
  expect([check.verdict, structure.name]).toEqual(["dissipative", "even"]);
  expect(forces.map(({ kind }) => kind)).toEqual(["viscous"]);
  expect(Math.abs((forces[0]?.value ?? 0) - 1 / tau)).toBeLessThan(4 * (forces[0]?.deviation ?? 0));
});

it("what a wall stops at full speed is not: a body that falls is no conserved energy where it lies", async () => {
  const times = Float64Array.from({ length: 120 }, (_, i) => i * 0.01);
  const x = times.map((t) => 1.6 - 4.905 * Math.min(t, 0.55) ** 2);
  const record = await read(csv("t [s],x [m]", times, noisy(x, 0.0008)));
  const { check, forces } = adaptRecord(record, { draws: 2, formula: false });
  expect([check.verdict, forces]).toEqual(["undetermined", []]);
  expect(check.reasons.some((reason) => RESTS.test(reason))).toBe(true);
});

it("a swing that dry friction stops away from the middle rests as its law lets it", async () => {
  // About middles of +-mu/k half a swing each, from turn to turn: 0.15 -> -0.122 -> 0.094 ...; at rest within mu/k.
  const [k, mu] = [30, 0.42];
  const period = Math.PI / Math.sqrt(k);
  const shift = mu / k;
  const at = (t: number) => {
    let [from, left] = [0.15, t];
    while (Math.abs(from) > shift) {
      const middle = Math.sign(from) * shift;
      if (left < period) return middle + (from - middle) * Math.cos(Math.sqrt(k) * left);
      [from, left] = [2 * middle - from, left - period];
    }
    return from;
  };
  const times = Float64Array.from({ length: 400 }, (_, i) => i * 0.015);
  const record = await read(csv("t [s],x [m]", times, noisy(times.map(at), 0.0006)));
  const found = adaptRecord(record, { draws: 2, formula: false });
  expect(found.check.verdict).toBe("dissipative");
  expect(found.forces.map(({ kind }) => kind)).toEqual(["dry"]);
  expect(found.check.reasons.some((reason) => RESTS.test(reason))).toBe(false);
  // Before its last swing the body is followed to where it rests.
  const from = 2.2 * period;
  const state = Float64Array.of(at(from), (at(from + 1e-6) - at(from - 1e-6)) / 2e-6);
  const { states, rest } = predictMotion(found.model, { time: from, state }, Float64Array.of(10, 30), found);
  const turns = Math.ceil((0.15 / shift - 1) / 2);
  expect(Math.abs((states[0] as number) - at(30))).toBeLessThan(0.001);
  expect([states[1], states[3], states[2]]).toEqual([0, 0, states[0]]);
  expect(Math.abs((rest?.time as number) - turns * period)).toBeLessThan(0.01);
  expect(restSentence(rest as RestTime, "s")).toMatch(
    /^From \d\.\d+ ± [\d.]+ s on the motion rests, held by dry friction\.$/,
  );
  // A record that ends long before says when the motion will rest all the same.
  const motion = record.motions[0] as (typeof record.motions)[number];
  const rows = times.findIndex((t) => t > 2.2 * period) + 1;
  const time = times[rows - 1] as number;
  const start = { time, state: Float64Array.of(at(time), (at(time + 1e-6) - at(time - 1e-6)) / 2e-6) };
  const short = { ...motion, times: motion.times.slice(0, rows), positions: motion.positions.slice(0, rows) };
  const { prediction } = motionResult(
    { ...record, motions: [short] },
    { ...found, motions: [{ id: "", start, drawnStarts: Float64Array.of(...start.state, ...start.state) }] },
    0,
    0.2,
  );
  expect(prediction.t.at(-1)).toBeLessThan(turns * period);
  expect(Math.abs((prediction.rest?.time as number) - turns * period)).toBeLessThan(0.01);
});
