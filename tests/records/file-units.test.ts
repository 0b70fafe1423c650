import { beforeAll, describe, expect, test } from "vitest";
import {
  type AdaptedRecord,
  adapt,
  decodeModel,
  encodeModel,
  predict,
  predictionColumns,
  predictSaved,
  recordResults,
  savedModel,
} from "../../src/records/index.js";
import { recordFigures } from "../../src/report/record/figures/index.js";
import { plainLabel } from "../../src/report/svg/label.js";
import { pendulumMotion } from "./pendulum.js";

const DEGREE = Math.PI / 180;

/** The same pendulum, measured in radians and in degrees, the velocity in radians a minute beside the latter. */
function text(unit: number, heading: string, rate: number): string {
  const { times, states } = pendulumMotion({ amplitude: 0.9, points: 60, duration: 12 });
  const off = (i: number) => 2e-3 * Math.sin(37 * i * i);
  const rows = Array.from(times, (t, i) =>
    [t, ((states[2 * i] as number) + off(i)) / unit, ((states[2 * i + 1] as number) + off(i + 99)) / rate].join(),
  );
  return [heading, ...rows].join("\n");
}

let radians: AdaptedRecord;
let degrees: AdaptedRecord;
beforeAll(async () => {
  const options = { draws: 4 };
  const learned = (content: string) => adapt({ name: "swing.csv", content }, options);
  radians = await learned(text(1, "t [s],theta [rad],omega [rad/s]", 1));
  degrees = await learned(text(DEGREE, "t [s],theta [deg],omega [rad/min]", 1 / 60));
});

const facts = { command: "", options: { draws: 4 }, versions: {}, seconds: 1, date: "2026-01-01" };
const apart = (a: ArrayLike<number>, b: ArrayLike<number>, factor: (k: number) => number) =>
  Math.max(...Array.from(a, (value, k) => Math.abs(value - (b[k] as number) * factor(k)) / factor(k)));

describe("a record in degrees", () => {
  test("has its states, errors and noise in the file's units, and its law in radians", () => {
    const [own, plain] = [degrees, radians].map((one) => recordResults(one.record, one, facts));
    expect(own?.components.map(({ unit }) => unit)).toEqual(["deg", "rad/min"]);
    for (const [a, factor] of [1 / DEGREE, 60].entries()) {
      const [mine, other] = [own, plain].map((results) => results?.motions[0]);
      for (const pick of ["values", "deviations"] as const)
        expect(apart(mine?.prediction[pick][a] ?? [], other?.prediction[pick][a] ?? [], () => factor)).toBeLessThan(
          1e-6,
        );
      expect(apart(mine?.heldOut.predicted[a] ?? [], other?.heldOut.predicted[a] ?? [], () => factor)).toBeLessThan(
        1e-6,
      );
      expect(apart(mine?.samples.values[a] ?? [], other?.samples.values[a] ?? [], () => factor)).toBeLessThan(1e-9);
      expect(own?.noise[a]).toBeCloseTo((plain?.noise[a] as number) * factor, 6);
      expect(own?.heldOut.components[a]).toBeCloseTo((plain?.heldOut.components[a] as number) * factor, 6);
    }
    expect(own?.law?.formula).toBe(plain?.law?.formula);
    expect(own?.curves[0]?.variable).toEqual({ name: "theta", unit: "rad" });
    if (own === undefined) return;
    expect(predictionColumns(own).map(({ heading }) => heading)).toContain("theta [deg]");
    const fit = recordFigures(own).find(([name]) => name === "fit")?.[1];
    expect(fit?.panels.map((panel) => plainLabel(panel?.y.label ?? ""))).toEqual(["θ (deg)", "ω (rad/min)"]);
  });

  test("is predicted in them, from a start in them, after having been written down too", async () => {
    const own = predict(degrees, { duration: 5, from: [30, 12] });
    const plain = predict(radians, { duration: 5, from: [30 * DEGREE, 0.2] });
    const factor = (k: number) => (k % 2 === 0 ? 1 / DEGREE : 60);
    expect(apart(own.states, plain.states, factor)).toBeLessThan(1e-6);
    expect(own.states[0]).toBeCloseTo(30, 12);
    const saved = await decodeModel(encodeModel(savedModel(degrees.record, degrees)), "model.safetensors");
    expect([...predictSaved(saved, { duration: 5, from: [30, 12] }).states]).toEqual([...own.states]);
    expect(() => predict(degrees, { duration: 5, from: [170, 0] })).toThrow(
      /theta was only seen from -5\d\.\d to 5\d\.\d/,
    );
  });
});
