import { expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
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
    { formula: true },
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

it("distance and angle of one body on one orbit, positions alone: the force between centre and body, without that of the turning", async () => {
  const GM = 3.01e3;
  const start = 36;
  const turning = Math.sqrt(GM * (2 / start - 1 / 38.4)) / start;
  const { times, columns } = simulated({
    rates: ([r = 1, , u = 0, w = 0]) => [u, w, r * w * w - GM / r ** 2, (-2 * u * w) / r],
    start: [start, 2.3, 0, turning],
    points: 60,
    duration: 54,
    noise: 1e-4,
  });
  const { check, adaptation } = learned(
    await read(csv("t [d],distance [km],longitude [rad]", times, ...columns.slice(0, 2))),
    { formula: true },
  );
  expect(check.verdict).toBe("conservative");
  const { formula = "" } = adaptation.law ?? {};
  const found = /^E = distance'\^2\/2 \+ distance\^2 longitude'\^2\/2 - ([\d.]+)\/distance$/.exec(formula);
  expect(Math.abs(Number(found?.[1]) / GM - 1)).toBeLessThan(0.002);
});

it("moons beside their planet: angles that hardly leave 0, on some nights", async () => {
  const times = Array.from({ length: 160 }, (_, i) => Math.floor(i / 8) + 0.03 * (i % 8));
  const random = randomStream(5, "moons");
  const moons = [
    [1.77, 134],
    [0.88, 215],
  ] as const;
  const columns = moons.map(([omega, size]) =>
    times.map((t) => size * Math.cos(omega * t + 0.6) + 2 * random.normal()),
  );
  const { check, adaptation } = learned(await read(csv("JD,Europa (arcsec),Ganymede (arcsec)", times, ...columns)), {
    formula: true,
  });
  expect(check.verdict).toBe("conservative");
  const strengths = [...(adaptation.law?.formula ?? "").matchAll(/([\d.]+) (?:Europa|Ganymede)\^2/g)].map(([, value]) =>
    Number(value),
  );
  moons.forEach(([omega], i) => {
    expect(Math.abs((strengths[i] ?? 0) / (omega ** 2 / 2) - 1)).toBeLessThan(0.003);
  });
});
