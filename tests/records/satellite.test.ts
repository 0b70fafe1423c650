import { expect, test } from "vitest";
import { adaptRecord } from "../../src/records/index.js";
import { csv, read, simulated } from "./simulated-records.js";

// The earth's attraction (km, s) with its flattening: Vallado, Fundamentals of Astrodynamics.
const [GM, RADIUS, J2] = [398_600.4418, 6378.137, 1.08263e-3];

test("a satellite in axes that do not turn tells the earth's mass and its flattening", async () => {
  const { times, columns } = simulated({
    rates: ([x = 0, y = 0, z = 0, ...v]) => {
      const r = Math.hypot(x, y, z);
      const k = (1.5 * J2 * GM * RADIUS ** 2) / r ** 5;
      const s = (5 * z * z) / (r * r);
      const pull = -GM / r ** 3;
      return [...v, x * (pull + k * (s - 1)), y * (pull + k * (s - 1)), z * (pull + k * (s - 3))];
    },
    start: [7000, 0, 0, 0, 4.1, 6.6],
    points: 300,
    duration: 9000,
    noise: 2e-6,
  });
  const record = await read(csv("t [s],x [km],y [km],z [km],vx [km/s],vy [km/s],vz [km/s]", times, ...columns));
  const { check, forces, law, heldOut } = adaptRecord(record, { draws: 0 });
  expect([check.verdict, forces, law?.closed]).toEqual(["conservative", [], true]);
  expect(heldOut.relative).toBeLessThan(1e-5);
  const near = (name: string, truth: number) => {
    const { value = Number.NaN, deviation = Number.NaN } = law?.constants.find((own) => own.name === name) ?? {};
    expect(Math.abs(value - truth)).toBeLessThan(4 * deviation);
    expect(deviation).toBeLessThan(1e-3 * truth);
  };
  near("G M", GM);
  near("coefficient of (3 z^2/r^2 - 1)/r^3", (GM * J2 * RADIUS ** 2) / 2);
});
