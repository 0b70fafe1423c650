import { describe, expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { parseUnit } from "../../src/records/columns/units/units.js";
import { glance } from "../../src/records/index.js";
import { readText } from "./harness.js";

const random = randomStream(0, "curate");
const N = 240;
const NOISE = 5e-4;
const swing = (delay: number) =>
  Array.from({ length: N }, (_, i) => {
    const t = i / 30;
    const moving = Math.max(0, t - delay);
    return [
      t,
      0.12 * Math.cos(2.5 * moving) + NOISE * random.normal(),
      -0.3 * Math.sin(2.5 * moving) + 2e-3 * random.normal(),
    ];
  });
const read = (rows: readonly (readonly number[])[]) =>
  readText(["t,x,v", ...rows.map((row) => row.join(","))].join("\n"));

describe("a motion looked at as a person would", () => {
  test("a rest before the release is left out", async () => {
    const { motions, understood } = await read(swing(2));
    expect(understood.join("\n")).toMatch(/nothing moves from 0 to 2\.[01]/);
    // No more than the first tenth of a second of the motion is taken for rest.
    expect(motions[0]?.times[0]).toBeGreaterThan(1.9);
    expect(motions[0]?.times[0]).toBeLessThan(2.15);
  });

  test("a motion that begins at its turning point loses nothing", async () => {
    const { kept, understood } = await read(swing(0));
    expect(kept).toBe(N);
    expect(understood.join("\n")).not.toMatch(/nothing moves|far off/);
  });

  test("a sensor that hangs in mid swing is left out and named, a turning point of coarse digits and a standstill are not", async () => {
    const hung = swing(0).map(
      ([t = 0, x, v], i, rows) => (i > 92 && i < 110 ? [t, ...(rows[92] ?? []).slice(1)] : [t, x, v]) as number[],
    );
    const { motions, understood } = await read(hung);
    expect(understood.join("\n")).toMatch(
      /17 rows repeat the one before them while the motion goes on \(the first at 3\.1\)/,
    );
    expect(motions[0]?.times).toHaveLength(N - 17);
    const coarse = swing(0).map(([t = 0, x = 0]) => [t, Math.round(x * 100) / 100, 0]);
    // Held by dry friction at its turning points, exactly.
    const held = coarse.map(([t = 0]) => [
      t,
      0.1 * Math.cos(Math.PI * Math.min(1, (t % 2) / 1.5)) * (-1) ** Math.floor(t / 2),
      0,
    ]);
    for (const rows of [coarse, held])
      expect((await read(rows)).understood.join("\n")).not.toMatch(/while the motion goes on/);
  });

  test("zeros for missing samples and one far off are left out and named", async () => {
    const rows = swing(0).map((row, i) =>
      [33, 57, 120].includes(i)
        ? [row[0] as number, 0, 0]
        : i === 180
          ? [row[0] as number, 0.4, row[2] as number]
          : row,
    );
    const { motions, understood } = await read(rows);
    expect(understood.join("\n")).toMatch(/4 samples lie far off their neighbours \(x, v; at /);
    for (const time of ["1.1", "1.9", "4", "6"]) expect(understood.at(-1)).toMatch(new RegExp(`[ ,]${time}[,)]`));
    expect(motions[0]?.times).toHaveLength(N - 4);
  });

  // The first and last rows have neighbours on one side alone.
  test.each([
    ["the first", 0, 1, 0],
    ["the second", 1, 1, -0.08],
    ["the last", N - 1, 1, 0.3],
    ["the first velocity of", 0, 2, 0.9],
  ])("%s row far off is left out and named", async (_, row, column, value) => {
    const rows = swing(-0.3);
    (rows[row] as number[])[column] = value;
    const { motions, understood } = await read(rows);
    const name = column === 1 ? "x" : "v";
    expect(understood.at(-1)).toMatch(new RegExp(`^1 sample lies far off its neighbours \\(${name}; at `));
    expect(motions[0]?.times).toHaveLength(N - 1);
    expect([...(motions[0]?.times ?? [])]).not.toContain(row / 30);
  });

  test("beginnings with noise, a kink or few rows a swing are not far off", async () => {
    for (let seed = 0; seed < 40; seed++) {
      const noisy = randomStream(seed, "ends");
      const every = [1, 6, 12][seed % 3] as number;
      const rows = Array.from({ length: 60 }, (_, i) => {
        const t = (i * every) / 30;
        const drop = 1 - 4.905 * t * t;
        // A ball that is dropped and lies still from then on; a spring with noise of 5 %.
        return seed % 4 === 0
          ? [t, Math.max(0, drop) + 0.002 * noisy.normal()]
          : [t, Math.cos(2.5 * t + seed) + 0.05 * noisy.normal()];
      });
      const { understood } = await readText(["t,x", ...rows.map((row) => row.join(","))].join("\n"));
      expect(understood.join("\n"), `seed ${seed}`).not.toMatch(/far off/);
    }
  });

  test("the steps of a bounce and a coarse record are not far off", async () => {
    const bounce = Array.from({ length: 120 }, (_, i) => {
      const t = (i / 60) % 0.8;
      return [i / 60, 4.905 * t * (0.8 - t), 4.905 * (0.8 - 2 * t)];
    });
    for (const rows of [bounce, swing(0).filter((_, i) => i % 10 === 0)])
      expect((await read(rows)).understood.join("\n")).not.toMatch(/far off|zeros|nothing moves/);
  });
});

test("samples, step, swings and noise at a glance", async () => {
  const [seen] = glance(await read(swing(0)));
  expect([seen?.samples, seen?.even, seen?.gaps]).toEqual([N, true, 0]);
  expect(seen?.step).toBeCloseTo(1 / 30, 10);
  // 2.5 rad/s over 7.97 s.
  expect(seen?.periods).toBeCloseTo((2.5 * 7.97) / (2 * Math.PI), 0);
  expect(Math.abs((seen?.noise[0] as number) / NOISE - 1)).toBeLessThan(0.25);
});

describe("units", () => {
  test.each([
    ["km/h", 1 / 3.6],
    ["m s⁻¹", 1],
    ["°/s", Math.PI / 180],
    ["rpm", Math.PI / 30],
    ["U/min", Math.PI / 30],
    ["mm/ms", 1],
    ["AU/d", 149_597_870_700 / 86_400],
    ["µm", 1e-6],
    ["kg m^2/s", 1],
    ["g*cm/s", 1e-5],
    ["meters per second", 1],
  ])("%s", (text, factor) => expect(parseUnit(text)?.factor).toBeCloseTo(factor, Math.max(0, 12 - Math.log10(factor))));

  test.each(["", "foo", "m/foo", "Run #1", "x"])("%j is none", (text) => expect(parseUnit(text)).toBeUndefined());
});
