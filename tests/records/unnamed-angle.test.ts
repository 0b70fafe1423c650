import { describe, expect, it } from "vitest";
import { adaptRecord } from "../../src/records/index.js";
import { csv, pendulum, type Rates, read, simulated } from "./simulated-records.js";

/** The formula of a motion of a coordinate whose name and unit do not say whether it is an angle. */
async function formulaOf(force: (q: number) => number) {
  const { times, columns } = simulated({
    rates: ([q = 0, v = 0]) => [v, force(q) - 0.04 * v],
    start: [0.5, 0],
    points: 250,
    duration: 8,
    noise: 0.002,
  });
  const { law } = adaptRecord(await read(csv("t,q,v", times, ...columns)), { draws: 2 });
  return law?.formula ?? "";
}

it("a swing is a cosine though the coordinate is not said to be an angle", async () => {
  expect(await formulaOf((q) => -16.35 * Math.sin(q))).toMatch(/^E = q'\^2\/2 \+ 16\.\d+ \(1 - cos\(q\)\)$/);
});

it("a spring is none", async () => {
  expect(await formulaOf((q) => -16.35 * q)).toMatch(/^E = q'\^2\/2 \+ 8\.\d+ q\^2$/);
});

describe("angles that go beyond a turn without a unit", () => {
  /** Two equal arms of 1 m: angles from the vertical and their rates. */
  const arms: Rates = ([a = 0, b = 0, u = 0, w = 0]) => {
    const [g, s, c] = [9.81, Math.sin(a - b), Math.cos(a - b)];
    const common = 3 - Math.cos(2 * (a - b));
    return [
      u,
      w,
      (-3 * g * Math.sin(a) - g * Math.sin(a - 2 * b) - 2 * s * (w * w + u * u * c)) / common,
      (2 * s * (2 * u * u + 2 * g * Math.cos(a) + w * w * c)) / common,
    ];
  };
  const driven: Rates = ([q = 0, v = 0], t) => [v, -9.81 * Math.sin(q) - 0.5 * v + 11.5 * Math.cos(2.1 * t)];
  /** The units of the coordinates, from angles alone; angles in radians are written without a unit too, `factor` times. */
  const unitsOf = async (rates: Rates, start: readonly number[], duration: number, factor: number, noise: number) => {
    const { times, columns } = simulated({ rates, start, points: 20 * duration, duration, noise });
    const angles = columns.slice(0, start.length / 2).map((values) => values.map((value) => value * factor));
    const names = angles.map((_, i) => `theta${i + 1}`).join();
    const { space, understood } = await read(csv(`t,${names}`, times, ...angles));
    return { units: space.coordinates.map(({ position }) => position.unit), said: understood.join("\n") };
  };
  const degrees = 180 / Math.PI;

  it.each([
    ["a double pendulum over the top", arms, [2.4, 2.8, 0, 0], 12, 0.001],
    ["a driven pendulum over the top, both ways", driven, [0.2, 0], 60, 0.01],
  ])("%s: radians", async (_, rates, start, duration, noise) => {
    const { units, said } = await unitsOf(rates, start, duration, 1, noise);
    expect(units).toEqual(start.slice(start.length / 2).map(() => ""));
    expect(said).toMatch(/theta\d reaches .* as what goes over the top, and is taken as radians/);
  });

  it.each([
    ["a double pendulum", arms, [1, 1.2, 0, 0], 30, 0.05],
    ["one arm by little, one by more than a turn of radians", arms, [0.05, 0.12, 0, 0], 20, 0.02],
    ["a pendulum with noise", pendulum, [0.7, 0], 8, 0.05],
  ])("%s: degrees, all of a record", async (_, rates, start, duration, noise) => {
    const { units } = await unitsOf(rates, start, duration, degrees, noise);
    expect(units).toEqual(start.slice(start.length / 2).map(() => "rad"));
  });
});
