import { describe, expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { dop853 } from "../../src/mechanics/index.js";
import {
  adaptRecord,
  decodeModel,
  encodeModel,
  predictSaved,
  recordResults,
  savedModel,
  stateNames,
} from "../../src/records/index.js";
import { expectRefusal, readText } from "./harness.js";

const [GRAVITY, FRICTION, EFFECT] = [9.81, 0.15, 2];
const [ROWS, STEP, NOISE] = [160, 0.05, 0.003];

/** A pendulum with a motor whose torque is held from row to row or goes on in lines; each torque stands for `every` rows. Twice as many rows as are measured. */
function motorRecord(held: boolean, { every = 1, seed = 0, columns = 2 } = {}) {
  const random = randomStream(seed, "motor");
  const waves = Array.from(
    { length: 4 },
    () => [random.between(0.3, 1), random.between(0.5, 4.5), random.between(0, 6)] as const,
  );
  const torque = (row: number) =>
    waves.reduce(
      (sum, [size, w, phase]) => sum + size * Math.sin(w * Math.floor(row / every) * every * STEP + phase),
      0,
    );
  const torques = Array.from({ length: 2 * ROWS + 1 }, (_, i) => torque(i));
  const states = [Float64Array.of(0.4, 0, 0)];
  for (let i = 0; i + 1 < 2 * ROWS; i++) {
    const [now, next] = [torques[i] as number, torques[i + 1] as number];
    const { states: path } = dop853(
      ([theta = 0, omega = 0, share = 0], out) => {
        const acts = held ? now : now + share * (next - now);
        out.set([omega, -GRAVITY * Math.sin(theta) - FRICTION * omega + EFFECT * acts, 1 / STEP]);
      },
      Float64Array.of(...(states[i] as Float64Array).subarray(0, 2), 0),
      Float64Array.of(0, STEP),
      { tolerance: 1e-12 },
    );
    states.push(path.slice(3, 6));
  }
  const rows = states
    .slice(0, ROWS)
    .map(([theta = 0, omega = 0], i) =>
      [i * STEP, torques[i], theta + NOISE * random.normal(), omega + 3 * NOISE * random.normal()]
        .slice(0, columns + 2)
        .join(),
    );
  const heading = ["t [s]", "u [N m]", "theta [rad]", "omega [rad/s]"].slice(0, columns + 2).join();
  return { text: [heading, ...rows].join("\n"), states, torques };
}

const OPTIONS = { inputs: ["u"], coordinates: ["theta"] };

describe("a motor's torque", () => {
  test.each([
    ["held from row to row", true, { columns: 2 }],
    ["held, beside positions alone", true, { columns: 1, seed: 1 }],
    ["held over many rows", true, { every: 20, seed: 2 }],
    ["in lines from row to row", false, { columns: 2, seed: 3 }],
    ["in lines, beside positions alone", false, { columns: 1, seed: 4 }],
  ])("%s: told from the record, with friction and effect within three deviations", async (_, held, kind) => {
    const record = await readText(motorRecord(held, kind).text, OPTIONS);
    const adaptation = adaptRecord(record, { draws: 0, formula: false });
    const facts = { command: "", options: {}, versions: {}, seconds: 0, date: "" };
    const results = recordResults(record, adaptation, facts);
    expect(results.inputs).toEqual([{ name: "u", unit: "N m", held }]);
    expect(adaptation.check.verdict).toBe("dissipative and driven");
    const found = (kind: string) => adaptation.forces.find((force) => force.kind === kind);
    for (const [own, truth] of [
      [found("viscous"), FRICTION],
      [found("input"), EFFECT],
    ] as const) {
      expect(Math.abs((own?.value as number) - truth)).toBeLessThan(3 * (own?.deviation as number));
      expect(own?.deviation).toBeLessThan(0.01 * truth);
    }
  });

  test("that is held is followed so beyond the record, from its own last row on, also by a law that was saved", async () => {
    const { text, states, torques } = motorRecord(true, { seed: 5 });
    const record = await readText(text, OPTIONS);
    const saved = savedModel(record, adaptRecord(record, { draws: 0, formula: false }));
    const read = await decodeModel(encodeModel(saved), "model.safetensors");
    expect(read.inputs).toEqual([{ name: "u", unit: "N m", held: true }]);
    expect(stateNames(read)).toEqual(["theta", "omega"]);
    // The future begins one row after the record's end, and stops a row before that of the prediction.
    const rows = Array.from({ length: 20 }, (_, k) => ROWS + k);
    const input = { t: rows.map((i) => i * STEP), u: rows.map((i) => torques[i] as number) };
    const { states: predicted } = predictSaved(read, { duration: 21 * STEP, points: 22, input });
    for (let k = 0; k < 22; k++) {
      const [theta = 0, omega = 0] = states[ROWS - 1 + k] as Float64Array;
      expect(Math.abs((predicted[2 * k] as number) - theta)).toBeLessThan(0.003);
      expect(Math.abs((predicted[2 * k + 1] as number) - omega)).toBeLessThan(0.01);
    }
    const late = { ...input, t: input.t.map((t) => t - 3 * STEP) };
    expect(() => predictSaved(read, { duration: 21 * STEP, points: 22, input: late })).toThrow(
      /before the prediction does/,
    );
  });

  test("is what the user says it is", async () => {
    const { text } = motorRecord(true, { seed: 6 });
    const none = await readText(text, { ...OPTIONS, held: ["none"] });
    expect(none.inputs).toEqual([{ name: "u", unit: "N m", held: false }]);
    const record = await readText(text, { ...OPTIONS, held: ["u"] });
    expect(record.inputs).toEqual([{ name: "u", unit: "N m", held: true }]);
    expect(adaptRecord(record, { draws: 0, formula: false }).record?.inputs[0]?.held).toBe(true);
    await expectRefusal(
      readText(text, { ...OPTIONS, held: ["omega"] }),
      /option held names "omega", which is no input; the inputs are "u"/,
    );
    await expectRefusal(
      readText(text, { coordinates: ["theta"], held: ["u"] }),
      /there are none: name them with option inputs/,
    );
  });
});
