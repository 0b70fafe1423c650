import { expect, it } from "vitest";
import { csv, learned, read, simulated } from "./simulated-records.js";

it("a sensor whose zero slips by a hundredth is no force that drives", async () => {
  const [g, gamma] = [1.36, 0.012];
  const { times, columns } = simulated({
    rates: ([angle = 0, velocity = 0]) => [velocity, -g * Math.sin(angle) - gamma * velocity],
    start: [1.1, 0],
    points: 201,
    duration: 60,
    noise: 8e-4,
    seed: 3,
  });
  const slipped = (columns[0] as readonly number[]).map((angle, i) => {
    const t = times[i] as number;
    return angle + 0.01 * (Math.tanh((t - 20) / 8) - 0.6 * Math.tanh((t - 41) / 8));
  });
  const { check, forces } = learned(await read(csv("t,theta,omega", times, slipped, columns[1] as readonly number[])));
  expect(check.verdict).toBe("dissipative");
  expect(forces.map(({ kind }) => kind)).toEqual(["viscous"]);
  const { value = 0, deviation = 0 } = forces[0] ?? {};
  expect(Math.abs(value - gamma)).toBeLessThan(3 * deviation);
  expect(deviation).toBeLessThan(0.1 * gamma);
});
