import { expect, it } from "vitest";
import { csv, learned, read, simulated } from "./simulated-records.js";

it("a rotor out of balance is driven in both directions at one frequency", async () => {
  // Jeffcott's rotor after a tap: x'' + 2 c x' + w^2 x = a cos W t, y likewise with the sine.
  const [w, c, W, a] = [2 * Math.PI * 2.5, 0.5, 2 * Math.PI * 3.8, 140];
  const { times, columns } = simulated({
    rates: ([x = 0, y = 0, u = 0, v = 0], t) => [
      u,
      v,
      -w * w * x - 2 * c * u + a * Math.cos(W * t),
      -w * w * y - 2 * c * v + a * Math.sin(W * t),
    ],
    start: [0.6, 0.1, 0, 0],
    points: 200,
    duration: 6.5,
    noise: 0.006,
    seed: 2,
  });
  const [x = [], y = []] = columns;
  const { check, forces, heldOut } = learned(await read(csv("Time(s),ProbeX(mm),ProbeY(mm)", times, x, y)));
  expect(check.verdict).toBe("dissipative and driven");
  expect(heldOut.relative).toBeLessThan(0.03);
  const viscous = forces.find(({ kind }) => kind === "viscous");
  expect(viscous?.coordinate).toBe("ProbeX, ProbeY");
  expect(Math.abs((viscous?.value ?? 0) - 2 * c)).toBeLessThan(4 * (viscous?.deviation ?? 0));
  const drives = forces.filter(({ kind }) => kind === "harmonic");
  expect(drives.map(({ coordinate }) => coordinate)).toEqual(["ProbeX", "ProbeY"]);
  for (const { value, deviation, frequency } of drives) {
    expect(Math.abs(value - a)).toBeLessThan(4 * deviation);
    expect(Math.abs((frequency?.value ?? 0) - W)).toBeLessThan(4 * (frequency?.deviation ?? 0));
  }
});
