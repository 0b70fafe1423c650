import { describe, expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { judgedSpreads, turningSpread } from "../../src/identification/index.js";
import { roughTick } from "../../src/identification/prepare/rough-tick.js";
import type { SmoothedRecord } from "../../src/identification/prepare/smoothed.js";
import { measureHeldOut } from "../../src/records/held-out.js";
import { adaptRecord } from "../../src/records/index.js";
import { readText } from "./harness.js";
import { csv, learned, read, simulated } from "./simulated-records.js";

const grid = (count: number, step: number) => Float64Array.from({ length: count }, (_, i) => i * step);

describe("an angle that turns on and on", () => {
  // Whole periods of the wave over the record.
  const times = grid(4000, 0.01).map((t) => t + 0.005);
  const waves = (size: number) => times.map((t) => 3 + 12 * t + size * Math.sin(Math.PI * t));

  test("varies by what it does beside its mean turning, at most as one that is anywhere", () => {
    expect(turningSpread(times, waves(0.06))).toBeCloseTo(0.06 / Math.SQRT2, 4);
    expect(
      turningSpread(
        times,
        times.map((t) => 5 * t * t),
      ),
    ).toBeCloseTo(Math.PI / Math.sqrt(3), 12);
    // To and fro over the top, and once around: no turning on.
    expect(
      turningSpread(
        times,
        times.map((t) => 9 * Math.sin(t)),
      ),
    ).toBeUndefined();
    expect(
      turningSpread(
        times,
        times.map((t) => t / 10),
      ),
    ).toBeUndefined();
  });

  test("keeps the size of its momentum, which is constant about a vertical axis", () => {
    const wave = waves(0.06);
    const state = Float64Array.from({ length: 2 * times.length }, (_, k) =>
      k % 2 === 0 ? (wave[k >> 1] as number) : 12,
    );
    const motions = [{ times, values: state }];
    // Velocities of 12 beside a momentum of 5: what the law leaves of this is held against 5.
    const record = { dimension: 1, motions, states: [state], columnSpreads: Float64Array.of(20, 5), momenta: true };
    expect(judgedSpreads(record as unknown as SmoothedRecord, ["angle"])[1]).toBe(5);
  });

  test("changes over the time of its waves, however far it has come", () => {
    const random = randomStream(1, "turning");
    const values = Float64Array.from(waves(0.06), (value, i) =>
      i % 2 === 0 ? value + 0.002 * random.normal() : value,
    );
    const rows = Float64Array.from({ length: 8000 }, (_, k) => (k % 2 === 0 ? (values[k / 2] as number) : Number.NaN));
    // A radian of the wave.
    expect(roughTick([{ times, values: rows }], 1) * Math.PI).toBeGreaterThan(0.7);
    expect(roughTick([{ times, values: rows }], 1) * Math.PI).toBeLessThan(1.4);
    // What only slows down has no other time than its own.
    const slowing = times.map((t) => 30 * (1 - Math.exp(-t / 20)));
    const smooth = Float64Array.from({ length: 8000 }, (_, k) =>
      k % 2 === 0 ? (slowing[k / 2] as number) : Number.NaN,
    );
    expect(roughTick([{ times, values: smooth }], 1)).toBeGreaterThan(4);
  });

  test("is predicted as well as its deviation from the mean turning is", async () => {
    const text = ["t [s],theta [rad]", ...Array.from(times, (t, i) => `${t},${waves(0.06)[i]}`)].join("\n");
    const record = await readText(text);
    const predicted = (_: number, at: Float64Array) =>
      Float64Array.from(
        [...at].flatMap((t) => [3 + 12 * t + 0.06 * Math.sin(Math.PI * t) + 0.06 / Math.SQRT2 / 10, 12]),
      );
    expect(measureHeldOut(record, 0.2, [null, null], predicted).relative).toBeCloseTo(0.1, 3);
  });
});

/** Rows of t, angle and angular velocity, with noise of 0.2 % of a turn and 1 % of the velocity. */
function turningText(angle: (t: number, i: number) => readonly [number, number], count: number, step: number): string {
  const random = randomStream(2, "turning rows");
  const rows = Array.from(grid(count, step), (t, i) => {
    const [theta, omega] = angle(t, i);
    return [t, theta + 0.01 * random.normal(), omega * (1 + 0.01 * random.normal())].join();
  });
  return ["t [s],theta [rad],omega [rad/s]", ...rows].join("\n");
}

describe("a law of an angle that turns on and on", () => {
  test("is none of a crank that a rider turns: what is left hides in no number of turns", async () => {
    const random = randomStream(3, "rider");
    let [theta, beside] = [0, 0];
    const text = turningText(
      () => {
        beside = 0.98 * beside + 0.04 * random.normal();
        const omega = 9 + beside + 1.5 * Math.sin(2 * theta);
        theta += 0.05 * omega;
        // The instrument shows a mean over some turns.
        return [theta, 9 + beside];
      },
      200,
      0.05,
    );
    const { check, heldOut } = adaptRecord(await readText(text), { draws: 0, formula: false });
    expect(check.verdict).toBe("undetermined");
    expect(heldOut.relative).toBeGreaterThan(0.5);
  });

  test("is friction of a wheel that slows down, with its coefficient", async () => {
    const text = turningText((t) => [30 * 20 * (1 - Math.exp(-t / 20)), 30 * Math.exp(-t / 20)], 250, 0.04);
    const { check, forces } = adaptRecord(await readText(text), { draws: 0, formula: false });
    expect(check.verdict).toBe("dissipative");
    const [friction] = forces;
    expect(friction?.kind).toBe("viscous");
    expect(Math.abs((friction?.value as number) - 0.05)).toBeLessThan(3 * (friction?.deviation as number));
  });
});

test("air brakes an orbit in polar coordinates: no constant force against the turning", async () => {
  // r'' = r phi'^2 - 1/r^2 - gamma r', phi'' = -2 r' phi'/r - gamma phi': drag in the plane, of which r^2 phi' is nearly constant.
  const gamma = 0.02;
  const { times, columns } = simulated({
    rates: ([r = 1, , u = 0, w = 0]) => [u, w, r * w * w - 1 / (r * r) - gamma * u, (-2 * u * w) / r - gamma * w],
    start: [1, 0, 0, 1.1],
    points: 110,
    duration: 20,
    noise: 0.0005,
  });
  const { forces } = learned(await read(csv("t,r,phi,r_dot,phi_dot", times, ...columns)));
  expect(forces.map(({ kind, coordinate, factor }) => [kind, coordinate, factor])).toEqual([
    ["viscous", "r", undefined],
    ["viscous", "phi", "r^2"],
  ]);
  for (const { value, deviation } of forces) {
    expect(Math.abs(value - gamma)).toBeLessThan(4 * deviation);
    expect(deviation).toBeLessThan(0.1 * gamma);
  }
});
