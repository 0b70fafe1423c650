import { expect, it } from "vitest";
import { csv, learned, read, simulated } from "./simulated-records.js";

it("a spring that twists as it stretches (Wilberforce's pendulum) has its two rates and what couples them", async () => {
  // z'' = -k z - c theta / 2, I theta'' = -D theta - c z / 2, for a mass of 1: energy (z'^2 + I theta'^2 + k z^2 + D theta^2 + c z theta) / 2.
  const [k, D, c, I] = [5.2, 0.0021, 0.018, 0.0004];
  const { times, columns } = simulated({
    rates: ([z = 0, theta = 0, v = 0, omega = 0]) => [
      v,
      omega,
      -k * z - (c / 2) * theta,
      (-D * theta - (c / 2) * z) / I,
    ],
    // It twists by more than a turn.
    start: [0.1, 0, 0, 0],
    points: 160,
    duration: 16,
    noise: 0.003,
  });
  const [z = [], theta = []] = columns;
  const { check, forces, adaptation, heldOut } = learned(await read(csv("t [s],z [m],theta [rad]", times, z, theta)), {
    formula: true,
  });
  expect(adaptation.structure?.name).toBe("torsion");
  expect(check.verdict).toBe("conservative");
  expect(forces).toEqual([]);
  expect(heldOut.relative).toBeLessThan(0.02);
  const inertia = adaptation.law?.constants.find(({ name }) => name.startsWith("mass of theta"));
  expect(Math.abs((inertia?.value ?? 0) / I - 1)).toBeLessThan(0.05);
});

it("a wire that twists by more than a turn pulls in proportion to the angle", async () => {
  const { times, columns } = simulated({
    rates: ([phi = 0, omega = 0]) => [omega, -2 * phi - 0.05 * omega],
    start: [4, 0],
    points: 160,
    duration: 16,
    noise: 0.003,
  });
  const { check, forces, heldOut, adaptation } = learned(await read(csv("t,phi,omega", times, ...columns)), {
    formula: true,
  });
  expect(check.verdict).toBe("dissipative");
  expect(Math.abs((forces[0]?.value ?? 0) - 0.05)).toBeLessThan(3 * (forces[0]?.deviation ?? 0));
  expect(adaptation.law?.equation).toMatch(/^phi'' = -0\.0\d+ phi' - (2\.0|1\.99)\d* phi$/);
  expect(heldOut.relative).toBeLessThan(0.01);
});
