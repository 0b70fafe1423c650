import { describe, expect, test } from "vitest";
import type { Recording } from "../../src/records/index.js";
import { readText } from "./harness.js";

// Columns that other columns determine, or that stand beside the motion, and headings that say more than a name and a unit.

const times = Array.from({ length: 120 }, (_, i) => i / 20);
const lines = (columns: readonly (readonly (number | string)[])[]) =>
  times.map((_, i) => columns.map((column) => column[i]).join(",")).join("\n");
const coordinates = ({ space }: Recording) =>
  space.coordinates.map(({ position: { name, unit } }) => `${name} [${unit}]`);

describe("what follows from other columns", () => {
  test("the distance that Horizons gives beside a place in space, and its rate", async () => {
    const [x, y, z] = [2, 3, 5].map((k) => times.map((t) => k * Math.cos(t / 2 + k)));
    const rates = [2, 3, 5].map((k) => times.map((t) => (-k / 2) * Math.sin(t / 2 + k)));
    const range = times.map((_, i) => Math.hypot(...[x, y, z].map((axis) => axis?.[i] ?? 0)));
    const rangeRate = times.map(
      (_, i) => [x, y, z].reduce((sum, axis, k) => sum + (axis?.[i] ?? 0) * (rates[k]?.[i] ?? 0), 0) / (range[i] ?? 1),
    );
    const rows = times
      .map((t, i) => {
        const row = (names: readonly string[], columns: readonly (readonly number[] | undefined)[]) =>
          names.map((name, k) => ` ${name}= ${columns[k]?.[i]?.toExponential(15)}`).join("");
        return [
          `${(2459580.5 + t).toFixed(9)} = A.D. 2022-Jan-01 00:00:00.0000 TDB`,
          row(["X ", "Y ", "Z "], [x, y, z]),
          row(["VX", "VY", "VZ"], rates),
          row(["LT", "RG", "RR"], [range, range, rangeRate]),
        ].join("\n");
      })
      .join("\n");
    const record = await readText(`Output units    : AU-D\n$$SOE\n${rows}\n$$EOE\n`, {}, "vesta.txt");
    expect(coordinates(record)).toEqual(["X [au]", "Y [au]", "Z [au]"]);
    expect(record.momenta).toBe("velocities");
    expect(record.understood.join("\n")).toContain("RG follows from X, Y and Z and is not used");
  });
  test("a speed beside a height in steps is integrated; beside a height that changes it is not", async () => {
    const speed = times.map((t) => 90 - 8 * t);
    const height = (level: (t: number) => number) =>
      times.map((t, i) => Math.round(312 + level(t) + 0.6 * Math.sin(i * i)));
    const read = (level: (t: number) => number) =>
      readText(`Zeit [s],Geschwindigkeit [km/h],Höhe [m]\n${lines([times, speed, height(level)])}\n`);
    expect(coordinates(await read(() => 0))).toEqual(["position [km]"]);
    expect(coordinates(await read((t) => -3 * t))).toEqual(["Höhe [m]"]);
  });
  test("what a model says beside what was measured, whose velocities stay with their own places", async () => {
    const noise = (i: number) => Math.sin(i * i) / 100;
    const [x, v] = [times.map((t) => Math.cos(3 * t)), times.map((t) => -3 * Math.sin(3 * t))];
    const measured = [x.map((a, i) => a + noise(i)), v.map((a, i) => a + noise(i + 7))];
    for (const word of ["pred", "sim", "est", "fit"]) {
      const record = await readText(`t,x,v,x_${word},v_${word}\n${lines([times, ...measured, x, v])}\n`);
      expect(record.understood).toContain("1 coordinate: x with velocity v");
      expect(record.understood.join()).toContain(`x_${word} is x once more`);
    }
  });
  test("a capacitor's voltage beside its current", async () => {
    const record = await readText(
      `Time (s),U_C (V),I (mA)\n${lines([times, times.map((t) => 5 * Math.cos(3 * t)), times.map((t) => -0.7 * Math.sin(3 * t))])}\n`,
    );
    expect(coordinates(record)).toEqual(["U_C [V]"]);
  });
});

describe("headings", () => {
  const x = times.map((t) => 138 * Math.cos(2 * t));
  test("the sign of arcseconds is no quotation mark", async () => {
    const record = await readText(`t,Io ["],Europa (")\n${lines([times, x, x.map((a) => a * a)])}\n`);
    expect(record.space.coordinates.map(({ position }) => position.name)).toEqual(["Io", "Europa"]);
  });
  test("brackets that hold the separator", async () => {
    const record = await readText(`t,Io (mm, W +)\n${lines([times, x])}\n`);
    expect(coordinates(record)).toEqual(["Io [mm]"]);
  });
  test("names in single quotation marks", async () => {
    const record = await readText(`'Elapsed time','Position (mm)'\n${lines([times, x])}\n`);
    expect(record.time.name).toBe("Elapsed time");
    expect(coordinates(record)).toEqual(["Position [mm]"]);
  });
  test("whole years are times", async () => {
    const record = await readText(
      `Year,x (au),y (au)\n${lines([times.map((_, i) => 1900 + i), x, x.map((a) => a * a)])}\n`,
    );
    expect([record.time.name, record.time.unit]).toEqual(["Year", "yr"]);
  });
});
