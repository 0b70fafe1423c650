import { expect, it } from "vitest";
import { csv, learned, read, simulated } from "./simulated-records.js";

it("a ball in a parabolic track, seen from the side, has a mass that depends on place and friction along the track", async () => {
  // On y = c x^2 the kinetic energy is (1 + 4 c^2 x^2) x'^2 / 2; a ball that rolls has 5/7 of the weight. x is measured from elsewhere.
  const [c, weight, gamma, middle] = [1.1, (5 / 7) * 9.81, 0.09, 0.64];
  const { times, columns } = simulated({
    rates: ([x = 0, v = 0]) => {
      const z = x - middle;
      const mass = 1 + 4 * c * c * z * z;
      return [v, (-4 * c * c * z * v * v - 2 * weight * c * z) / mass - gamma * v];
    },
    start: [middle + 0.5, 0],
    points: 240,
    duration: 7,
    noise: 5e-4,
  });
  const [x = []] = columns;
  const { check, forces, adaptation, heldOut } = learned(await read(csv("t [s],x [m]", times, x)), { formula: true });
  expect(adaptation.structure?.name).toBe("path 2");
  expect(check.verdict).toBe("dissipative");
  expect(heldOut.relative).toBeLessThan(0.01);
  const near = (found: { value: number; deviation: number } | undefined, value: number) =>
    expect(Math.abs((found?.value ?? 0) - value)).toBeLessThan(4 * (found?.deviation ?? 0));
  expect(forces.map(({ kind }) => kind)).toEqual(["viscous"]);
  near(forces[0], gamma);
  const constants = adaptation.law?.constants ?? [];
  const named = (start: string) => constants.find(({ name }) => name.startsWith(start));
  near(named("gamma along the path"), gamma);
  const mass = named("mass of x");
  near(mass, 4 * c * c);
  expect(mass?.name).toMatch(/\^2$/);
  near(named("k/m"), 2 * weight * c);
});
