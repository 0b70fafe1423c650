import { expect, test } from "vitest";
import { dop853EqualSteps, kepler, massSpring } from "../../src/mechanics/index.js";

/** Largest error of an oscillation of amplitude 1, at times between steps too. */
function error(step: number): number {
  const times = Float64Array.from({ length: 57 }, (_, i) => 0.5 + i * 0.171);
  const states = dop853EqualSteps(massSpring.vectorField, Float64Array.of(1, 0), 0.25, times, step);
  return times.reduce(
    (worst, time, i) => Math.max(worst, Math.abs((states[2 * i] as number) - Math.cos(time - 0.25))),
    0,
  );
}

test("the solution of order 8 falls with the 8th power of the step, its dense output with the 7th", () => {
  const order = Math.log2(error(0.8) / error(0.4));
  expect(order).toBeGreaterThan(6.8);
  expect(order).toBeLessThan(8.8);
  expect(error(0.2)).toBeLessThan(1e-10);
});

test("gives the beginning for times that have not begun, and large numbers for a motion that runs away", () => {
  const initial = Float64Array.of(1, 0, 0, 1);
  expect([...dop853EqualSteps(kepler.vectorField, initial, 2, [2], 0.1)]).toEqual([...initial]);
  const runaway = dop853EqualSteps(
    (x, out) => out.fill(50 * (x[0] as number) ** 3),
    Float64Array.of(5),
    0,
    [0, 1],
    0.1,
  );
  expect(runaway[0]).toBe(5);
  expect(Number.isFinite(runaway[1]) && Math.abs(runaway[1] as number) < 1e6).toBe(false);
});
