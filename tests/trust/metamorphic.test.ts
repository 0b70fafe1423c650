import { describe, expect, it } from "vitest";
import { type AdaptedRecord, adapt, type PredictedMotion, predict } from "../../src/records/index.js";
import { csv, type Rates, simulated } from "../records/simulated-records.js";

// A change of a record that changes nothing about the motion changes what is learned in the same way and no other. What is compared is what depends on all of it: how the motion goes on.

/** Within this share of its standard deviation nothing has changed but rounding and the order of sums. */
const NOTHING = 0.02;

type Columns = readonly (readonly number[])[];

const swing = simulated({
  rates: ([theta = 0, omega = 0]) => [omega, -9.81 * Math.sin(theta) - 0.2 * omega],
  start: [1.4, 0.3],
  points: 50,
  duration: 5,
  noise: 0.01,
  seed: 5,
});
const kepler: Rates = ([x = 0, y = 0, vx = 0, vy = 0]) => {
  const cube = Math.hypot(x, y) ** -3;
  return [vx, vy, -1.3 * x * cube, -1.3 * y * cube];
};
const orbit = simulated({ rates: kepler, start: [0.7, 0.2, -0.3, 1.4], points: 50, duration: 8, noise: 0.01, seed: 2 });
const carts = simulated({
  rates: ([a = 0, b = 0, va = 0, vb = 0]) => [va, vb, -2 * a - (a - b), (-2 * b - (b - a)) / 1.4],
  start: [0.8, -0.3, 0.2, 0],
  points: 50,
  duration: 10,
  noise: 0.01,
  seed: 3,
});

const learn = (headings: string, ...columns: Columns): Promise<AdaptedRecord> =>
  adapt({ name: "record.csv", content: csv(headings, ...columns) }, { formula: false });
const learnWords = (headings: string, ...columns: Columns) =>
  adapt({ name: "record.csv", content: csv(headings, ...columns) });

/** Columns [t, ...] of a simulated record. */
const columnsOf = ({ times, columns }: ReturnType<typeof simulated>): number[][] => [[...times], ...columns];

const goesOn = (adapted: AdaptedRecord, duration: number, motion: number | string = 0): PredictedMotion =>
  predict(adapted, { duration, points: 9, motion });

/** Holds that two predictions are one where the second's component `of(c)[0]`, times `of(c)[1]`, is the first's component c. */
function expectSame(
  first: PredictedMotion,
  second: PredictedMotion,
  of: (c: number) => readonly [component: number, factor: number] = (c) => [c, 1],
  within = NOTHING,
): void {
  const size = first.names.length;
  first.states.forEach((value, k) => {
    const [component, factor] = of(k % size);
    const at = k - (k % size) + component;
    const [own, other] = [first.deviations?.[k] as number, second.deviations?.[at] as number];
    expect(Math.abs(factor * (second.states[at] as number) - value)).toBeLessThan(within * own);
    // Deviations are found from 16 draws, whose factors of covariances need not be the same ones.
    expect(Math.abs(factor) * other).toBeGreaterThan(0.5 * own);
    expect(Math.abs(factor) * other).toBeLessThan(2 * own);
  });
}

const base = learn("t,theta,omega", ...columnsOf(swing));
const baseCarts = learnWords("t,x1,x2,vx1,vx2", ...columnsOf(carts));

describe("a record that is changed and stays the same motion", () => {
  it("in other units of length", async () => {
    const { times, columns } = carts;
    const [plain, scaled] = await Promise.all([
      baseCarts,
      learn("t,x1,x2,vx1,vx2", [...times], ...columns.map((column) => column.map((x) => 1000 * x))),
    ]);
    expect(scaled.check.verdict).toBe(plain.check.verdict);
    expect(scaled.structure.name).toBe(plain.structure.name);
    expect(scaled.heldOut.relative).toBeCloseTo(plain.heldOut.relative, 6);
    expectSame(goesOn(plain, 5), goesOn(scaled, 5), (c) => [c, 1e-3]);
  });

  it("in other units of time", async () => {
    const { times, columns } = swing;
    const [theta = [], omega = []] = columns;
    const slow = await learn(
      "t,theta,omega",
      [...times].map((t) => 60 * t),
      theta,
      omega.map((v) => v / 60),
    );
    const plain = await base;
    expect(slow.check.verdict).toBe(plain.check.verdict);
    expect(slow.forces.map(({ kind }) => kind)).toEqual(plain.forces.map(({ kind }) => kind));
    slow.forces.forEach(({ value, deviation }, k) => {
      const own = plain.forces[k] as (typeof plain.forces)[number];
      expect(Math.abs(60 * value - own.value)).toBeLessThan(NOTHING * own.deviation);
      expect(60 * deviation).toBeCloseTo(own.deviation, 5);
    });
    expectSame(goesOn(plain, 5), goesOn(slow, 300), (c) => [c, c === 0 ? 1 : 60]);
  });

  it("at another time", async () => {
    const { times, columns } = swing;
    const late = await learn(
      "t,theta,omega",
      [...times].map((t) => t + 1000),
      ...columns,
    );
    const plain = await base;
    expect(late.check.verdict).toBe(plain.check.verdict);
    const [first, second] = [goesOn(plain, 5), goesOn(late, 5)];
    expectSame(first, second);
    expect(second.t[0]).toBeCloseTo(1000 + (first.t[0] as number), 9);
  });

  it("with its bodies in another order, and its columns", async () => {
    const [t = [], a = [], b = [], va = [], vb = []] = columnsOf(carts);
    const [plain, swapped] = await Promise.all([baseCarts, learn("vx1,t,x1,vx2,x2", vb, t, b, va, a)]);
    expect(swapped.check.verdict).toBe(plain.check.verdict);
    expect(swapped.structure.name).toBe(plain.structure.name);
    // Masses and energies are relative to the first body's, and what is believed of them before any measurement with them.
    expectSame(goesOn(plain, 5), goesOn(swapped, 5), (c) => [[1, 0, 3, 2][c] as number, 1], 0.25);
  });

  it("with its axes rotated", async () => {
    const [t = [], x = [], y = [], vx = [], vy = []] = columnsOf(orbit);
    const turn = (angle: number, a: readonly number[], b: readonly number[]) =>
      a.map((value, i) => Math.cos(angle) * value + Math.sin(angle) * (b[i] as number));
    const rotated = (angle: number) =>
      learn("t,x,y,vx,vy", t, turn(-angle, x, y), turn(angle, y, x), turn(-angle, vx, vy), turn(angle, vy, vx));
    const [plain, quarter, some] = await Promise.all([rotated(0), rotated(Math.PI / 2), rotated(0.7)]);
    for (const { check, structure } of [quarter, some]) {
      expect(check.verdict).toBe(plain.check.verdict);
      expect(structure.name).toBe(plain.structure.name);
    }
    const [first, second] = [goesOn(plain, 4), goesOn(some, 4)];
    expectSame(first, goesOn(quarter, 4), (c) => [[1, 0, 3, 2][c] as number, c % 2 === 0 ? 1 : -1]);
    // Noise is found by component, and axes at another angle mix the components' noise: measurements weigh a little more or less, and the likeliest law is another by part of its deviation.
    const away = Array.from(first.states, (value, k) => {
      const pair = [...second.states.subarray(k - (k % 2), k - (k % 2) + 2)] as [number, number];
      const [back] = k % 2 === 0 ? turn(0.7, [pair[0]], [pair[1]]) : turn(-0.7, [pair[1]], [pair[0]]);
      return ((back as number) - value) / (first.deviations?.[k] as number);
    });
    expect(Math.sqrt(away.reduce((sum, x) => sum + (x * x) / away.length, 0))).toBeLessThan(0.4);
  });

  it("backwards, where it is conservative", async () => {
    const { times, columns } = carts;
    const end = times.at(-1) as number;
    const back = columns.map((column, c) => (c < 2 ? column : column.map((v) => -v)).toReversed());
    const [plain, reversed] = await Promise.all([
      baseCarts,
      learnWords("t,x1,x2,vx1,vx2", [...times].map((t) => end - t).toReversed(), ...back),
    ]);
    expect(reversed.check.verdict).toBe(plain.check.verdict);
    expect(reversed.structure.name).toBe(plain.structure.name);
    expect(plain.law).toBeDefined();
    expect(reversed.law?.formula.replaceAll(/[\d.]+/g, "#")).toBe(plain.law?.formula.replaceAll(/[\d.]+/g, "#"));
    reversed.law?.constants.forEach(({ value }, k) => {
      const own = plain.law?.constants[k] as { value: number; deviation: number };
      expect(Math.abs(value - own.value)).toBeLessThan(0.1 * own.deviation);
    });
  });

  it("with the rows of two motions shuffled into one another, and the motions named otherwise", async () => {
    const other = simulated({
      rates: ([theta = 0, omega = 0]) => [omega, -9.81 * Math.sin(theta) - 0.2 * omega],
      start: [-0.8, 1],
      points: 40,
      duration: 4,
      noise: 0.01,
      seed: 6,
    });
    const rows = [swing, other].flatMap((motion, m) =>
      Array.from(motion.times, (t, i) => [m, t, ...motion.columns.map((column) => column[i] as number)]),
    );
    const mixed = rows
      .toSorted((a, b) => (a[1] as number) - (b[1] as number) || (b[0] as number) - (a[0] as number))
      .map(([m, ...rest]) => [m === 0 ? 7 : 3, ...rest]);
    const columns = (all: readonly (readonly number[])[]) =>
      Array.from({ length: 4 }, (_, c) => all.map((row) => row[c] as number));
    const [plain, shuffled] = await Promise.all([
      learn("run,t,theta,omega", ...columns(rows)),
      learn("run,t,theta,omega", ...columns(mixed)),
    ]);
    expect(shuffled.check.verdict).toBe(plain.check.verdict);
    expectSame(goesOn(plain, 4, "0"), goesOn(shuffled, 4, "7"));
    expectSame(goesOn(plain, 4, "1"), goesOn(shuffled, 4, "3"));
  });

  it("twice: the law is the same, its standard errors are the square root of two smaller", async () => {
    const { times, columns } = swing;
    const twice = await learn(
      "run,t,theta,omega",
      [...times, ...times].map((_, i) => (i < times.length ? 0 : 1)),
      [...times, ...times],
      ...columns.map((column) => [...column, ...column]),
    );
    const plain = await base;
    expect(twice.check.verdict).toBe(plain.check.verdict);
    expect(twice.forces.map(({ kind }) => kind)).toEqual(plain.forces.map(({ kind }) => kind));
    twice.forces.forEach(({ value, deviation }, k) => {
      const own = plain.forces[k] as (typeof plain.forces)[number];
      expect(Math.abs(value - own.value)).toBeLessThan(0.2 * own.deviation);
      expect(own.deviation / deviation / Math.SQRT2).toBeGreaterThan(0.93);
      expect(own.deviation / deviation / Math.SQRT2).toBeLessThan(1.07);
    });
  });
});
