import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { csv, learned, pendulum, type Rates, read, simulated } from "./simulated-records.js";

// Markers as motion capture gives them: in space, about a pivot anywhere, in axes that are not the motion's.

type Vector = readonly number[];

const G = 9.81;
/** The plane of a swing, turned by 35 degrees about the vertical and leaning by 3. */
const [TURN, LEAN] = [(35 * Math.PI) / 180, (3 * Math.PI) / 180];
const ACROSS: Vector = [Math.cos(TURN), Math.sin(TURN), 0];
const UP: Vector = [-Math.sin(TURN) * Math.sin(LEAN), Math.cos(TURN) * Math.sin(LEAN), Math.cos(LEAN)];
const PIVOT: Vector = [0.4, -1.3, 2.1];
const NOISE = 5e-4;

/** An arm of 1 m at an angle, from a place. */
const arm = (angle: number, from: Vector, length = 1): Vector =>
  from.map((own, k) => own + length * (Math.sin(angle) * (ACROSS[k] as number) - Math.cos(angle) * (UP[k] as number)));

/** The text of markers, in the order of the given axes of the laboratory. */
function markers(times: ArrayLike<number>, tracks: Readonly<Record<string, readonly Vector[]>>, axes = [0, 1, 2]) {
  const random = randomStream(6, "markers");
  const headings = Object.keys(tracks).flatMap((name) => ["x", "y", "z"].map((axis) => `${name}_${axis} (m)`));
  const columns = Object.values(tracks).flatMap((track) =>
    axes.map((axis) => track.map((place) => (place[axis] as number) + NOISE * random.normal())),
  );
  return csv(["time (s)", ...headings].join(), times, ...columns);
}

const names = (record: Awaited<ReturnType<typeof read>>) =>
  record.space.coordinates.map(({ position }) => position.name);

describe("markers in space that stay in a plane", () => {
  const { times, truth } = simulated({ rates: pendulum, start: [0.7, 0], points: 240, duration: 6 });
  const theta = truth[0] as number[];
  const bob = theta.map((angle) => arm(angle, PIVOT));
  const pivot = theta.map(() => PIVOT);

  it.each([
    ["z up", { bob }, undefined],
    ["y up", { bob }, [1, 2, 0]],
    ["a pivot that is seen", { pivot, bob }, undefined],
  ])("are an arm's, whatever the axes: %s", async (_, tracks, axes) => {
    const record = await read(markers(times, tracks as Record<string, readonly Vector[]>, axes));
    expect(names(record)).toEqual(["theta"]);
    expect(record.understood.join("\n")).toMatch(/stays in a plane, \d+° off that of [xy] and [yz]/);
    const found = record.motions[0]?.positions as Float64Array;
    const sign = Math.sign((found[0] as number) * (theta[0] as number));
    // A distance of 1 m, and a pivot that is known to a few millimetres where it is not seen.
    theta.forEach((angle, i) => {
      expect(Math.abs(sign * (found[i] as number) - angle)).toBeLessThan(6e-3);
    });
  });

  it("are a chain's", async () => {
    const second = theta.map((angle) => 0.8 * angle + 0.1);
    const lower = theta.map((angle, i) => arm(second[i] as number, arm(angle, PIVOT), 0.7));
    const record = await read(markers(times, { pivot, bob, lower }));
    expect(names(record)).toEqual(["theta1", "theta2"]);
    const found = record.motions[0]?.positions as Float64Array;
    theta.forEach((angle, i) => {
      expect(Math.abs((found[2 * i] as number) - angle)).toBeLessThan(5e-3);
      expect(Math.abs((found[2 * i + 1] as number) - (second[i] as number))).toBeLessThan(6e-3);
    });
  });

  it.each([
    ["a pivot that is seen", { pivot }],
    ["none", {}],
  ])("are one arm's where they are of one rod, beside %s", async (_, beside) => {
    const [middle, plate] = [0.5, 0.8].map((length, k) => theta.map((angle) => arm(angle + 0.2 * k, PIVOT, length)));
    const tracks = { ...beside, middle, plate, bob } as Record<string, readonly Vector[]>;
    const record = await read(markers(times, tracks));
    expect(names(record)).toEqual(["theta"]);
    expect(record.understood.join("\n")).toMatch(
      /\(plate_x, plate_z\) and \(middle_x, middle_z\) turn with \(bob_x, bob_z\): one rigid arm/,
    );
  });

  it("stay points in space where they are no arms: a throw, and an orbit", async () => {
    const thrown = Array.from(times, (t) => arm(0, [3 * t, 2 * t, 5 * t - 4.9 * t * t], 0));
    expect((await read(markers(times, { ball: thrown }))).space.dimension).toBe(3);
    const round = Array.from(times, (t) =>
      PIVOT.map((own, k) => own + 1.3 * Math.cos(t) * (ACROSS[k] as number) + Math.sin(t) * (UP[k] as number)),
    );
    expect((await read(markers(times, { moon: round }))).space.dimension).toBe(3);
  });
});

describe("a marker in space that keeps its distance from a pivot", () => {
  const friction = 0.06;
  /** A bob on a string of 1 m about the origin, in Cartesian coordinates. */
  const rates: Rates = ([x = 0, y = 0, z = 0, u = 0, v = 0, w = 0]) => {
    const force = [-friction * u, -friction * v, -G - friction * w];
    const pull = u * u + v * v + w * w + x * (force[0] as number) + y * (force[1] as number) + z * (force[2] as number);
    return [u, v, w, ...[x, y, z].map((own, k) => (force[k] as number) - pull * own)];
  };
  const start = [Math.sin(0.6), 0, -Math.cos(0.6), 0, 0.7, 0];
  const { times, truth } = simulated({ rates, start, points: 200, duration: 8 });
  const [x = [], y = [], z = []] = truth;
  const bob = x.map((own, i) => [own, y[i] as number, z[i] as number].map((value, k) => value + (PIVOT[k] as number)));

  const found = /keeps its distance (1|1\.00\d|0\.99\d+) ± \S+ m from .*a pendulum in space/;

  it("is a pendulum in space, where its pivot is seen", async () => {
    const record = await read(markers(times, { pivot: bob.map(() => PIVOT), bob }));
    expect(names(record)).toEqual(["bob_x", "bob_y"]);
    expect(record.understood.join("\n")).toMatch(found);
  });

  it("is one where it is not seen, whose law is found from above", async () => {
    const record = await read(markers(times, { bob }));
    expect(names(record)).toEqual(["bob_x", "bob_y"]);
    expect(record.understood.join("\n")).toMatch(found);
    const { check } = learned(record);
    expect(check.verdict).toBe("dissipative");
    expect(Math.abs(check.friction.value / friction - 1)).toBeLessThan(0.02);
  });
});
