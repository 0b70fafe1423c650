import { expect, it } from "vitest";
import { adaptRecord } from "../../src/records/index.js";
import { csv, read, simulated } from "./simulated-records.js";

it("the axes of one place have one mass and one friction, whatever the place is called", async () => {
  const { times, truth } = simulated({
    rates: ([, , u = 0, w = 0]) => {
      const speed = Math.hypot(u, w);
      return [u, w, -0.045 * speed * u, -9.81 - 0.045 * speed * w];
    },
    start: [0, 1, 9, 11],
    points: 200,
    duration: 2,
  });
  const heading = "time [s],pos.x [m],pos.y [m],vel.x [m/s],vel.y [m/s]";
  const found = adaptRecord(await read(csv(heading, times, ...truth)), { draws: 2 });
  expect(found.forces.map(({ kind, coordinate }) => [kind, coordinate])).toEqual([["quadratic", "pos.x, pos.y"]]);
  expect(Math.abs((found.forces[0]?.value ?? 0) - 0.045)).toBeLessThan(1e-4);
  expect(found.law?.formula).toMatch(/^E = pos\.x'\^2\/2 \+ pos\.y'\^2\/2 \+ 9\.8\d* pos\.y$/);
});
