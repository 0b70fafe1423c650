import { expect, test } from "vitest";

interface Measure {
  lagOf(rows: readonly number[][]): { lag: number; scale: number };
  lossOf(
    rows: readonly number[][],
    weight: number,
  ): { lost: number; terms: { law: { name: string }; coefficient: number }[]; misfit: number };
}

const measure: Measure = await import(new URL("../../scripts/engines/measure.mjs", import.meta.url).href);

const GRAVITY = 9.81;
const STEP = 1 / 60;
const SUBSTEPS = 8;

/** A pendulum of 1 m and 1 kg from 60 degrees by RK4, 60 s; omega is stored `late` substeps before theta. */
function swing(friction: (omega: number) => number, late: number): number[][] {
  const slope = ([theta, omega]: [number, number]): [number, number] => [
    omega,
    -GRAVITY * Math.sin(theta) - friction(omega),
  ];
  const h = STEP / SUBSTEPS;
  const moved = (x: [number, number], k: [number, number], by: number): [number, number] => [
    x[0] + by * k[0],
    x[1] + by * k[1],
  ];
  let x: [number, number] = [Math.PI / 3, 0];
  const past: [number, number][] = [x];
  for (let i = 0; i < (60 / STEP) * SUBSTEPS; i++) {
    const a = slope(x);
    const b = slope(moved(x, a, h / 2));
    const c = slope(moved(x, b, h / 2));
    const d = slope(moved(x, c, h));
    x = [x[0] + (h / 6) * (a[0] + 2 * b[0] + 2 * c[0] + d[0]), x[1] + (h / 6) * (a[1] + 2 * b[1] + 2 * c[1] + d[1])];
    past.push(x);
  }
  return Array.from({ length: 60 / STEP + 1 }, (_, i) => {
    const now = past[i * SUBSTEPS] ?? [Number.NaN, Number.NaN];
    const before = past[Math.max(0, i * SUBSTEPS - late)] ?? [Number.NaN, Number.NaN];
    return [i * STEP, now[0], before[1], 0];
  });
}

test("the lag of omega is found, and its scale", () => {
  for (const late of [0, 1, 4]) {
    const { lag, scale } = measure.lagOf(swing((omega) => 0.05 * omega, late));
    expect(lag / STEP).toBeCloseTo(late / SUBSTEPS, 2);
    expect(Math.abs(scale - 1)).toBeLessThan(1e-3);
  }
});

test("one law or two are named, with their coefficients", () => {
  const linear = measure.lossOf(
    swing((omega) => 0.05 * omega, 0),
    GRAVITY,
  );
  expect(linear.terms.map(({ law }) => law.name)).toEqual(["linear"]);
  expect(linear.terms[0]?.coefficient).toBeCloseTo(0.05, 4);

  const both = measure.lossOf(
    swing((omega) => 0.02 * omega + 0.01 * omega ** 3, 0),
    GRAVITY,
  );
  expect(both.terms.map(({ law }) => law.name)).toEqual(["linear", "cubic"]);
  expect(both.terms[0]?.coefficient).toBeCloseTo(0.02, 3);
  expect(both.terms[1]?.coefficient).toBeCloseTo(0.01, 3);
});

test("a pendulum without friction loses nothing", () => {
  expect(
    Math.abs(
      measure.lossOf(
        swing(() => 0, 0),
        GRAVITY,
      ).lost,
    ),
  ).toBeLessThan(1e-6);
});
