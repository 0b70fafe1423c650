import { describe, expect, test } from "vitest";
import type { ReadOptions, Recording } from "../../src/records/index.js";
import { expectRefusal, readText } from "./harness.js";

// Forms in which people put their records into repositories, with other names and numbers. The motion is x = 0.3 cos 2t, y = 0.2 sin 2t.

const N = 120;
const times = Array.from({ length: N }, (_, i) => i / 20);
const x = times.map((t) => 0.3 * Math.cos(2 * t));
const y = times.map((t) => 0.2 * Math.sin(2 * t));
const [vx, vy] = [times.map((t) => -0.6 * Math.sin(2 * t)), times.map((t) => 0.4 * Math.cos(2 * t))];
const still = times.map(() => 0.5);
const scaled = (values: readonly number[], factor: number) => values.map((value) => value * factor);
type Column = readonly (number | string)[];
const lines = (columns: readonly Column[], separator = ",") =>
  times.map((_, i) => columns.map((column) => column[i]).join(separator));
const table = (heading: string, columns: readonly Column[], separator = ",") =>
  [heading, ...lines(columns, separator)].join("\n");

const outline = ({ space, momenta, motions }: Recording) => [
  space.coordinates.map(({ position: { name, unit } }) => (unit === "" ? name : `${name} [${unit}]`)).join(", "),
  momenta,
  motions.length,
];
const understand = async (text: string, options?: ReadOptions) => outline(await readText(text, options));
/** Largest difference between the first motion's positions and those given. */
const offBy = ({ motions }: Recording, expected: readonly number[]) =>
  Math.max(...expected.map((value, i) => Math.abs(value - (motions[0]?.positions[i] as number))));

describe("names", () => {
  test.each([
    ["time,pos1,pos2,vel1,vel2,tau1,tau2", [times, x, y, vx, vy, still, y], "pos1, pos2", "velocities"],
    ["stamp_s,tx,ty,tz,qx,qy,qz,qw", [times, x, y, scaled(x, 2), still, y, still, x], "tx, ty, tz", "positions"],
    ["time (ms),encoder (ticks),pwm", [scaled(times, 1000), scaled(x, 500), y], "encoder [ticks]", "positions"],
    ["time (s),wheel (deg),KE_wheel,input signal", [times, scaled(x, 9), y, vx], "wheel [rad]", "positions"],
  ] as const)("%s", async (heading, columns, coordinates, momenta) =>
    expect(await understand(table(heading, columns))).toEqual([coordinates, momenta, 1]),
  );

  test.each([
    ["moments about joints", table("time,hip_moment,knee_moment", [times, x, y])],
    ["a kinetic energy", table("Time(s),KE_arm", [times, x])],
    ["a correlation", table("Time shift (s),Autocorrelation", [times, x])],
  ])("%s is no coordinate", (_, text) => expectRefusal(readText(text), /no coordinates recognised/));

  test("what was filtered beside what was measured, with velocities each", async () => {
    const smooth = x.map((value, i) => value + 1e-3 * Math.sin(i));
    const text = table("time,pos_meas1,pos_filt1,vel_meas1,vel_filt1", [times, x, smooth, vx, vx]);
    const record = await readText(text);
    expect(outline(record)).toEqual(["pos_meas1", "velocities", 1]);
    expect(record.understood.join()).toContain("pos_filt1 is pos_meas1 once more");
  });
});

describe("partners", () => {
  test("where the record denies one of a family its velocity, all are taken as positions", async () => {
    const steps = vx.map((_, i) => Math.sin(i * i));
    const record = await readText(table("t,x,y,vx,vy", [times, x, y, steps, vy]));
    expect(outline(record)).toEqual(["x, y", "positions", 1]);
    expect(record.understood.join()).toContain("velocities are not used, since vx is not the rate of change of x");
  });

  test("a pair that stands still gives way to what moves", async () => {
    const zero = times.map(() => 0);
    const noise = vx.map((_, i) => Math.sin(i * i));
    const heading = "t,/rail/position,/rail/velocity,/arm/position,/arm/velocity";
    const record = await readText(table(heading, [times, still, zero, x, noise]));
    expect(outline(record)).toEqual(["/arm/position", "positions", 1]);
    expect(record.understood.join()).toContain("/rail/position does not move");
  });
});

describe("a clock that stands still", () => {
  const rows = lines([times, x]);
  const standing = (count: number) => ["t,x", ...rows, ...Array.from({ length: count }, (_, i) => `5.95,${i}`)];

  test("once in many rows is left out and said", async () => {
    const [first = "", ...others] = rows;
    const record = await readText(["t,x", first, `${times[0]},0.29`, ...others].join("\n"));
    expect(record.motions[0]?.times).toHaveLength(N);
    expect(offBy(record, x)).toBe(0);
    expect(record.understood.join()).toContain("1 row with the time of the one before left out");
  });

  test("often is refused where it begins", () =>
    expectRefusal(readText(standing(9).join("\n")), /line 122, column "t": time 5\.95 repeats that of line 121/));
});
