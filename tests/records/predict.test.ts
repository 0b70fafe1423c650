import { beforeAll, describe, expect, test } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { randomStream } from "../../src/base/random.js";
import { dop853, fixedStepMethodNamed, pendulum, simulate, stateRows } from "../../src/mechanics/index.js";
import {
  type AdaptedRecord,
  adapt,
  bytesSource,
  decodeModel,
  encodeModel,
  openTable,
  type PredictRecordOptions,
  predict,
  predictSaved,
  readFutureInput,
  savedModel,
} from "../../src/records/index.js";
import { pendulumCsv } from "./pendulum.js";

/** A spring with friction that an input pushes: x'' = -4 x - 0.1 v + 1.5 u(t). */
const push = (t: number) => Math.sin(1.3 * t) + 0.5 * Math.cos(0.4 * t);
function pushed(times: readonly number[]): Float64Array {
  const field = ([x = 0, v = 0, t = 0]: Float64Array, out: Float64Array) =>
    out.set([v, -4 * x - 0.1 * v + 1.5 * push(t), 1]);
  return dop853(field, Float64Array.of(0.4, 0, 0), Float64Array.from(times), { tolerance: 1e-12 }).states;
}
const grid = (from: number, to: number, step: number) =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step);

let swing: AdaptedRecord;
let cart: AdaptedRecord;
beforeAll(async () => {
  swing = await adapt(
    { name: "swing.csv", content: pendulumCsv({ friction: 0.05 }, "omega") },
    { draws: 4, formula: false },
  );
  const times = grid(0, 12, 0.05);
  const states = pushed(times);
  const rows = times.map((t, i) => [t, states[3 * i], states[3 * i + 1], push(t)].join());
  const content = ["t [s],x [m],v [m/s],u [N]", ...rows].join("\n");
  cart = await adapt({ name: "cart.csv", content }, { draws: 2, formula: false, inputs: ["u"] });
});

describe("a prediction", () => {
  test("has the shape of a simulation, and rows", () => {
    const predicted = predict(swing, { duration: 2, points: 5 });
    const simulated = simulate(pendulum, Float64Array.of(1, 0), { duration: 2, points: 5 });
    for (const key of Object.keys(simulated)) expect(predicted).toHaveProperty(key);
    expect(predicted.energy).toHaveLength(5);
    expect(predicted.energy[0]).toBe(0);
    expect(predicted.names).toEqual(["theta", "omega"]);
    const rows = stateRows(predicted);
    expect(rows).toHaveLength(5);
    expect(rows[3]).toEqual([predicted.states[6], predicted.states[7]]);
  });

  test("from a given state follows the law: theta'' = -sin theta - 0.05 omega", () => {
    const { states, t } = predict(swing, { duration: 4, points: 9, from: [1, -0.2] });
    expect(t[0]).toBe(0);
    const truth = dop853(([q = 0, v = 0], out) => out.set([v, -Math.sin(q) - 0.05 * v]), Float64Array.of(1, -0.2), t, {
      tolerance: 1e-12,
    }).states;
    truth.forEach((value, k) => {
      expect(Math.abs((states[k] as number) - value)).toBeLessThan(1e-3);
    });
    expect(states[0]).toBe(1);
    const rk4 = predict(swing, { duration: 4, points: 9, from: [1, -0.2], method: fixedStepMethodNamed("rk4") });
    rk4.states.forEach((value, k) => {
      expect(Math.abs(value - (states[k] as number))).toBeLessThan(1e-4);
    });
  });

  test("follows a future input, from the record's end and from a state at a time", () => {
    const t = grid(12.05, 16, 0.05);
    const truth = pushed([0, 16]);
    const ahead = predict(cart, { duration: 4, points: 2, input: { t, u: t.map(push) } });
    expect(Math.abs((ahead.states[2] as number) - (truth[3] as number))).toBeLessThan(5e-3);
    const input = { t: grid(0, 4, 0.05), u: grid(0, 4, 0.05).map(push) };
    const early = predict(cart, { duration: 3, points: 2, from: [0.4, 0], at: 0, input });
    expect(Math.abs((early.states[2] as number) - (pushed([0, 3])[3] as number))).toBeLessThan(5e-3);
  });

  test("says from when on it is a guess", () => {
    expect(predict(swing, { duration: 1 }).warnings).toEqual([]);
    const { warnings } = predict(swing, { duration: 5, from: [3, 3], force: true });
    expect(warnings[0]).toMatch(/^the start is far from everything in the record: theta was only seen from/);
  });
});

describe("what cannot be predicted", () => {
  const refused = (adapted: () => AdaptedRecord, options: unknown, message: RegExp) => () => {
    const predicting = () => predict(adapted(), options as PredictRecordOptions);
    expect(predicting).toThrow(UserError);
    expect(predicting).toThrow(message);
  };
  const ofSwing = (options: unknown, message: RegExp) => refused(() => swing, options, message);
  const ofCart = (options: unknown, message: RegExp) => refused(() => cart, options, message);
  const t = grid(12, 16, 0.5);
  test("no duration", ofSwing({}, /^predict needs duration/));
  test("a negative one", ofSwing({ duration: -1 }, /^duration must be a positive finite number, got -1$/));
  test(
    "one of a million swings and more",
    ofSwing(
      { duration: 1e9 },
      /^duration must be at most \d+, a million times what this motion takes to change, got 1000000000$/,
    ),
  );
  test("an endless one", ofSwing({ duration: Number.POSITIVE_INFINITY }, /must be a positive finite number/));
  test(
    "an unknown option",
    ofSwing({ duration: 1, pionts: 3 }, /^predict has no option "pionts"; did you mean points\?$/),
  );
  test("half a point", ofSwing({ duration: 1, points: 2.5 }, /^points must be an integer from 2 to/));
  test("no such motion", ofSwing({ duration: 1, motion: 7 }, /^there is no motion 7 in the record; it has 0$/));
  test("half a state", ofSwing({ duration: 1, from: [1] }, /^from must be 2 finite numbers \(theta, omega\), got 1/));
  test("a time without a state", ofSwing({ duration: 1, at: 3 }, /^at is the time of a start that is given with from/));
  test(
    "a start far away",
    ofSwing(
      { duration: 1, from: [3, 3] },
      /^the start is far from everything in the record: theta .*; force: true predicts/,
    ),
  );
  test(
    "leapfrog with friction",
    ofSwing({ duration: 1, method: fixedStepMethodNamed("leapfrog") }, /^leapfrog needs an energy/),
  );
  test(
    "inputs that the record had not",
    ofSwing({ duration: 1, input: { t, u: t } }, /^input: the record had no inputs/),
  );
  test(
    "inputs left out",
    ofCart({ duration: 1 }, /^what was learned needs the future values of u: give them with input/),
  );
  test("other inputs", ofCart({ duration: 1, input: { t, w: t } }, /^input: no column "u"; it must have t, u$/));
  test("inputs of another length", ofCart({ duration: 1, input: { t, u: [1] } }, /^input: 1 values of u for 9 times$/));
  test(
    "inputs that end early",
    ofCart({ duration: 5, input: { t, u: t } }, /^input: ends at 16, before the prediction does \(17\)$/),
  );
  test(
    "inputs that begin late",
    ofCart(
      { duration: 1, input: { t: [14, 15], u: [0, 0] } },
      /^input: begins at 14, after the prediction does \(12\)$/,
    ),
  );
  test(
    "a method of fixed steps with a drive",
    ofCart(
      { duration: 1, method: fixedStepMethodNamed("rk4"), input: { t, u: t } },
      /^rk4 is for laws without a drive/,
    ),
  );
});

test("future inputs are read from a file by their names, in the record's units", async () => {
  const table = (text: string) => openTable(bytesSource("plan.csv", new TextEncoder().encode(text)));
  const time = { name: "t", unit: "s" };
  const inputs = [{ name: "u", unit: "N" }];
  const { input, unused } = await readFutureInput(await table("u [N],t [s],note\n1,0,7\n2,1,7"), time, inputs);
  expect(Array.from(input.t)).toEqual([0, 1]);
  expect(Array.from(input.u ?? [])).toEqual([1, 2]);
  expect(unused).toEqual(["note"]);
  const read = async (text: string) => readFutureInput(await table(text), time, inputs);
  // Headings of the record itself, which its reader has taken apart into name and unit.
  const base = [{ name: "base", unit: "mm" }];
  const suffixed = await readFutureInput(await table("t,base_mm\n0,1\n1,2"), time, base);
  expect(Array.from(suffixed.input.base ?? [])).toEqual([1, 2]);
  await expect(readFutureInput(await table("t,base_cm\n0,1\n1,2"), time, base)).rejects.toThrow("base is in cm");
  await expect(read("t,w\n0,1\n1,1")).rejects.toThrow('plan.csv: no column "u" among "t", "w"');
  await expect(read("t,u [kN]\n0,1\n1,1")).rejects.toThrow("plan.csv: u is in kN, but in the record in N");
});

describe("states that the record did not see", () => {
  let duffing: AdaptedRecord;
  const field = ([x = 0, v = 0]: Float64Array, out: Float64Array) => out.set([v, -x - x ** 3]);
  beforeAll(async () => {
    const times = Float64Array.from(grid(0, 15, 0.25));
    const { states } = dop853(field, Float64Array.of(1, 0), times, { tolerance: 1e-12 });
    const random = randomStream(3, "noise");
    const rows = Array.from(times, (t, i) =>
      [t, ...[...states.subarray(2 * i, 2 * i + 2)].map((x) => x + 0.01 * random.normal())].join(),
    );
    duffing = await adapt({ name: "spring.csv", content: ["t,x,v", ...rows].join("\n") }, { formula: false });
  });

  test("are predicted with deviations of the size of the errors", () => {
    const options = { from: [1.25, 0], duration: 4, points: 9 };
    const { states, deviations, t } = predict(duffing, { ...options, force: true });
    const truth = dop853(field, Float64Array.from(options.from), t, { tolerance: 1e-12 }).states;
    truth.forEach((value, k) => {
      if (k < 2) return;
      expect(Math.abs((states[k] as number) - value)).toBeLessThan(3 * (deviations?.[k] as number));
    });
  });

  test("are predicted with the same deviations from a file of the model", async () => {
    const saved = savedModel(duffing.record, duffing);
    const read = await decodeModel(encodeModel(saved), "model");
    const options = { from: [1.2, 0], duration: 4, points: 5 };
    expect(predictSaved(read, options)).toEqual(predictSaved(saved, options));
  });
});
