import { expect, it } from "vitest";
import { csv, learned, type Rates, read, simulated } from "./simulated-records.js";

/** A throw in the plane, y downward, with drag k |v| v: its distance never turns back, so that speeds are functions of place. */
const thrown =
  (k: number, g: number): Rates =>
  ([, , vx = 0, vy = 0]) => {
    const speed = Math.hypot(vx, vy);
    return [vx, vy, -k * speed * vx, g - k * speed * vy];
  };

async function lawOf(k: number, seed: number) {
  const { times, columns } = simulated({
    rates: thrown(k, 9.81),
    start: [0.4, 3.1, 14, -9],
    points: 160,
    duration: 1.6,
    noise: 3e-4,
    seed,
  });
  const [x = [], y = []] = columns;
  return learned(await read(csv("t [s],x [m],y [m]", times, x, y)));
}

it.each([1, 2])("drag of a throw is no potential of its distance (seed %i)", async (seed) => {
  const { check, forces } = await lawOf(0.12, seed);
  expect(check.verdict).toBe("dissipative");
  expect(forces.map(({ kind, coordinate }) => [kind, coordinate])).toEqual([["quadratic", "x, y"]]);
  const [drag] = forces;
  expect(Math.abs((drag?.value ?? 0) - 0.12)).toBeLessThan(4 * (drag?.deviation ?? 0));
  expect(drag?.deviation).toBeLessThan(0.05 * 0.12);
  // Beside an even force, no other friction does.
  expect(check.reasons.join()).not.toContain("cannot be told apart");
});

it("a throw without drag has none", async () => {
  const { check, forces } = await lawOf(0, 1);
  expect([check.verdict, forces]).toEqual(["conservative", []]);
});

it("the top of a weakly braked throw is neither springs in the air nor an arm over a pivot that nobody saw", async () => {
  const { times, columns } = simulated({
    rates: ([, , vx = 0, vy = 0]) => {
      const speed = Math.hypot(vx, vy);
      return [vx, vy, -0.02 * speed * vx, -9.81 - 0.02 * speed * vy];
    },
    start: [1, 2, 6.5, 5.4],
    points: 66,
    duration: 1.1,
    noise: 0.005,
    seed: 4,
  });
  const [x = [], y = []] = columns;
  const record = await read(csv("t [s],x [m],y [m]", times, x, y));
  const { check, adaptation } = learned(record, { formula: true });
  const { law } = adaptation;
  expect(record.understood.join()).not.toMatch(/arm/);
  expect(check.verdict).not.toBe("driven");
  const fall = law?.constants.find(({ name }) => name.startsWith("uniform acceleration along y"));
  expect(Math.abs((fall?.value ?? 0) + 9.81)).toBeLessThan(4 * (fall?.deviation ?? 0));
  expect(law?.equation).not.toMatch(/sign|\(x - |x'' = -?[\d.]+ x/);
});

it("a ball that spins has drag and lift, and g", async () => {
  const [DRAG, LIFT, G] = [0.013, 0.01, 9.81];
  const { times, columns } = simulated({
    rates: ([, , vx = 0, vy = 0]) => {
      const speed = Math.hypot(vx, vy);
      return [vx, vy, -DRAG * speed * vx - LIFT * speed * vy, -G - DRAG * speed * vy + LIFT * speed * vx];
    },
    start: [1, 1, 17, 8],
    points: 75,
    duration: 1.5,
    noise: 4e-4,
    seed: 2,
  });
  const [x = [], y = []] = columns;
  const { check, forces, adaptation } = learned(await read(csv("t [s],x [m],y [m]", times, x, y)), { formula: true });
  expect(check.verdict).toBe("dissipative");
  const found = (kind: string) => forces.find((force) => force.kind === kind);
  for (const [own, truth] of [
    [found("quadratic"), DRAG],
    [found("lift"), -LIFT],
  ] as const) {
    expect(own?.unit).toBe("1/m");
    expect(Math.abs((own?.value ?? 0) - truth)).toBeLessThan(4 * (own?.deviation ?? 0));
    expect(own?.deviation).toBeLessThan(0.1 * Math.abs(truth));
  }
  expect(adaptation.law?.equation).toMatch(/-0\.01\d* \|v\| y' - 0\.01\d* \|v\| x'/);
  const g = adaptation.law?.constants.find(({ name }) => name.includes("uniform acceleration"));
  expect(Math.abs(Math.abs(g?.value ?? 0) - G)).toBeLessThan(3 * (g?.deviation ?? 0));
  expect(g?.deviation).toBeLessThan(0.2);
});
