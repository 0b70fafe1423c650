import { expect, it } from "vitest";
import { csv, learned, read, simulated } from "./simulated-records.js";

it("bodies that know nothing of one another: each its own stiffness and friction", async () => {
  const laws = [
    [60, 0.1],
    [40, 0.07],
    [27, 0.045],
  ] as const;
  const { times, columns } = simulated({
    rates: (state) => [
      ...laws.map((_, i) => state[i + 3] as number),
      ...laws.map(([k, g], i) => -k * (state[i] as number) - g * (state[i + 3] as number)),
    ],
    start: [0.08, 0.08, 0.08, 0, 0, 0],
    points: 200,
    duration: 8,
    noise: 0.01,
  });
  const { check, forces, adaptation } = learned(
    await read(csv("t [s],x1 [m],x2 [m],x3 [m]", times, ...columns.slice(0, 3))),
  );
  expect(check.verdict).toBe("dissipative");
  // Half the stiffness, per the body's own mass, and the friction of each.
  const stiffness = [...(adaptation.law?.formula ?? "").matchAll(/([\d.]+) x\d\^2/g)].map(([, value]) => Number(value));
  laws.forEach(([k, g], i) => {
    expect(Math.abs((stiffness[i] ?? 0) / (k / 2) - 1)).toBeLessThan(0.005);
    const { value = 0, deviation = 0 } = forces.filter(({ kind }) => kind === "viscous")[i] ?? {};
    expect(deviation).toBeLessThan(0.1 * g);
    expect(Math.abs(value - g)).toBeLessThan(3 * deviation);
  });
});
