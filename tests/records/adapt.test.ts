import { describe, expect, test } from "vitest";
import { UserError } from "../../src/base/errors.js";
import {
  type Adaptation,
  adaptRecord,
  decodeModel,
  encodeModel,
  energyOf,
  fieldOf,
  modelToOnnx,
  predictMotion,
  savedModel,
  verifyOnnx,
} from "../../src/records/index.js";
import { findEngine } from "../../src/runtime/index.js";
import { expectRefusal, readText } from "./harness.js";
import { type PendulumOptions, pendulumCsv, pendulumMotion } from "./pendulum.js";

/** Error over twice the record's length, relative to the motion, and the share of true values within two deviations. */
function errorOf(adaptation: Adaptation, options: PendulumOptions): { relative: number; covered: number } {
  const { times, states } = pendulumMotion({ ...options, points: 99, duration: 20 });
  const motion = adaptation.motions[0] as Adaptation["motions"][number];
  const prediction = predictMotion(adaptation.model, { ...motion.start, drawn: motion.drawnStarts }, times, adaptation);
  let [error, size, covered] = [0, 0, 0];
  states.forEach((truth, k) => {
    const off = (prediction.states[k] as number) - truth;
    error += off ** 2;
    size += truth ** 2;
    if (Math.abs(off) <= 2 * (prediction.deviations?.[k] as number)) covered++;
  });
  return { relative: Math.sqrt(error / size), covered: covered / states.length };
}

const adaptText = async (text: string) => adaptRecord(await readText(text), { formula: false });

describe("50 samples of a pendulum, predicted for twice their time", () => {
  test.each([
    ["momenta", "p"],
    ["velocities", "omega"],
    ["positions alone", "none"],
  ] as const)("clean, %s: under 1e-3", async (_, columns) => {
    const adaptation = await adaptText(pendulumCsv({}, columns));
    expect(adaptation.check.verdict).toBe("conservative");
    expect(adaptation.law).toBeUndefined();
    expect(adaptation.reach).toEqual({ samples: 50, of: 50 });
    expect(adaptation.heldOut.relative).toBeLessThan(1e-3);
    expect(errorOf(adaptation, {}).relative).toBeLessThan(1e-3);
  });

  test.each([
    ["momenta", "p", 0],
    ["momenta", "p", 1],
    ["velocities", "omega", 2],
    ["positions alone", "none", 3],
  ] as const)(
    "noisy, %s (column %s, seed %i): under 5 % at 1 % noise, and the band holds the truth",
    async (_, columns, seed) => {
      const options = { noise: 0.01, seed };
      const adaptation = await adaptText(pendulumCsv(options, columns));
      const { relative, covered } = errorOf(adaptation, options);
      expect(relative).toBeLessThan(0.05);
      expect(covered).toBeGreaterThan(0.6);
      // The noise was 0.015 and found out from the record alone.
      expect(adaptation.noise[0]).toBeGreaterThan(0.01);
      expect(adaptation.noise[0]).toBeLessThan(0.02);
    },
  );

  test("irregular times", async () => {
    const { times, states } = pendulumMotion({ points: 400, duration: 10 });
    const rows = Array.from(times, (t, i) => `${t},${states[2 * i]},${states[2 * i + 1]}`).filter((_, i) => i % 11 < 2);
    const adaptation = await adaptText(["t,theta,p", ...rows].join("\n"));
    expect(errorOf(adaptation, {}).relative).toBeLessThan(1e-3);
  });
});

describe("forces that no energy gives", () => {
  test.each([
    ["friction", { friction: 0.05 }, "dissipative"],
    ["friction, 1 % noise", { friction: 0.1, noise: 0.01, seed: 1 }, "dissipative"],
    ["a drive", { drive: 0.2 }, "driven"],
    ["none, 5 % noise", { noise: 0.05, seed: 3 }, "conservative"],
  ] as const)("%s", async (_, options, verdict) => {
    const { check } = await adaptText(pendulumCsv(options, "omega"));
    expect(check.verdict).toBe(verdict);
    if (verdict === "dissipative")
      expect(Math.abs(check.friction.value - options.friction)).toBeLessThan(0.2 * options.friction);
  });

  test("a drive under 1 % noise is not taken for conservative, though over one beat it may pass for friction", async () => {
    const { check } = await adaptText(pendulumCsv({ drive: 0.2, noise: 0.01, seed: 2 }, "omega"));
    expect(check.verdict).not.toBe("conservative");
  });
});

describe("the learned energy", () => {
  test("gives its field by its own gradient, and survives its file and ONNX", async () => {
    const record = await readText(pendulumCsv({ noise: 0.01 }));
    const saved = savedModel(record, adaptRecord(record, { draws: 2, formula: false }));
    const field = fieldOf(saved.model, 1);
    const out = new Float64Array(2);
    const h = 1e-5;
    for (const [q, p] of [
      [0.3, -0.8],
      [-1.2, 0.4],
    ] as const) {
      field(Float64Array.of(q, p), out);
      const along = (dq: number, dp: number) =>
        (energyOf(saved.model, Float64Array.of(q + dq, p + dp)) -
          energyOf(saved.model, Float64Array.of(q - dq, p - dp))) /
        (2 * h);
      expect(out[0]).toBeCloseTo(along(0, h), 7);
      expect(out[1]).toBeCloseTo(-along(h, 0), 7);
      // The truth: theta' = p, p' = -sin theta.
      expect(Math.abs((out[0] as number) - p)).toBeLessThan(0.1);
      expect(Math.abs((out[1] as number) + Math.sin(q))).toBeLessThan(0.1);
    }
    const { digest: _, ...read } = await decodeModel(encodeModel(saved), "model");
    expect(JSON.stringify(read)).toBe(
      JSON.stringify({ ...saved, model: { ...saved.model, space: read.model.space, time: read.model.time } }),
    );
    const onnx = modelToOnnx(saved.model);
    expect(await verifyOnnx(onnx, saved.model, saved.visited, await findEngine())).toBeLessThan(1e-10);
    expect(await verifyOnnx(onnx, saved.model, saved.visited, await findEngine("wasm"))).toBeLessThan(1e-10);
  });

  test("a damaged file is refused", async () => {
    const record = await readText(pendulumCsv({}));
    const bytes = encodeModel(savedModel(record, adaptRecord(record, { draws: 1, formula: false })));
    await expect(decodeModel(bytes.subarray(0, bytes.length / 2), "m")).rejects.toThrow(UserError);
    await expect(decodeModel(new Uint8Array(100), "m")).rejects.toThrow(UserError);
  });
});

describe("what is refused", () => {
  test("too few samples", () =>
    expectRefusal(adaptText("t,x,p\n0,1,0\n1,2,3"), /motion\.csv: the motion has 2 samples; at least 8 are needed/));
});
