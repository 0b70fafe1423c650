import { expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { splinesOn } from "../../src/identification/index.js";
import { leastSquares } from "../../src/numerics/index.js";
import { csv, learned, read, simulated } from "./simulated-records.js";

/** Dry and viscous friction on a spring, by a simulation that no sign of the velocity interrupts. */
const cart = {
  rates: ([x = 0, v = 0]: Float64Array) => [v, -14.2 * (x - 0.03) - 0.045 * v - 0.02 * Math.tanh(v / 0.002)],
  start: [0.32, 0],
  points: 600,
  duration: 20,
};

/** The derivative of a spline through noisy positions, by least squares, with a knot for every sixth row. */
function splineSlopes(times: Float64Array, x: ArrayLike<number>): Float64Array {
  const step = (6 * ((times.at(-1) as number) - (times[0] as number))) / (times.length - 1);
  const knots = Array.from({ length: Math.ceil(times.length / 6) + 3 }, (_, k) => (k - 1) * step);
  const splines = splinesOn(knots);
  const valuesAt = (t: number) => {
    const values = new Float64Array(knots.length);
    splines(t, values);
    return values;
  };
  const rows = Array.from(times, valuesAt);
  const coefficients = leastSquares(
    knots.map((_, k) => rows.map((row) => row[k] as number)),
    Array.from(x),
  );
  const spline = (t: number) => valuesAt(t).reduce((sum, value, k) => sum + value * (coefficients[k] as number), 0);
  return times.map((t) => (spline(t + 1e-4) - spline(t - 1e-4)) / 2e-4);
}

it("velocities of a spline through the positions say nothing new, and do not bend the law", async () => {
  const { times, truth } = simulated(cart);
  const random = randomStream(8, "smooth velocities");
  const x = (truth[0] as number[]).map((value) => value + 0.0012 * random.normal());
  const { check, forces, velocities, adaptation } = learnedFrom(
    await read(csv("t [s],x [m],v [m/s]", times, x, splineSlopes(times, x))),
    { formula: true },
  );
  expect(velocities.kind).toBe("derived");
  expect(check.verdict).toBe("dissipative");
  expect(forces.map(({ kind }) => kind)).toEqual(["dry", "viscous"]);
  [0.02, 0.045].forEach((value, k) => {
    const own = forces[k] as (typeof forces)[number];
    expect(Math.abs(own.value - value)).toBeLessThan(3 * own.deviation);
    expect(own.deviation).toBeLessThan(0.05 * value);
  });
  expect(adaptation.law?.equation).toMatch(/- 14\.\d+ \(x - 0\.0\d+\)$/);
});

it("exact velocities beside noisy positions stay measured, whatever friction there is", async () => {
  const { times, truth } = simulated(cart);
  const random = randomStream(9, "smooth velocities");
  const noisy = (values: readonly number[], size: number) => values.map((value) => value + size * random.normal());
  const [x, v] = truth as [number[], number[]];
  const { forces, velocities } = learnedFrom(
    await read(csv("t [s],x [m],v [m/s]", times, noisy(x, 0.003), noisy(v, 0.0005))),
  );
  expect(velocities.kind).toBe("measured");
  expect(forces.map(({ kind }) => kind)).toEqual(["dry", "viscous"]);
});

function learnedFrom(record: Awaited<ReturnType<typeof read>>, options = {}) {
  const { law, ...found } = learned(record, options);
  return { ...found, velocities: law.velocities };
}
