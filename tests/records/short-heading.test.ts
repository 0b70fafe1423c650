import { describe, expect, test } from "vitest";
import type { Recording } from "../../src/records/index.js";
import { readText } from "./harness.js";

// Schmidt and Lipson's records: run, time and then the columns that the heading names. The motion is x = 0.3 cos 2t, y = 0.2 sin 3t.

const rows = Array.from({ length: 120 }, (_, i) => i / 20).map((t) => ({
  run: 0,
  t,
  x: 0.3 * Math.cos(2 * t),
  y: 0.2 * Math.sin(3 * t),
  vx: -0.6 * Math.sin(2 * t),
  vy: 0.6 * Math.cos(3 * t),
  other: 1e-3,
}));
type Key = keyof (typeof rows)[number];
const file = (heading: string, keys: readonly Key[]) =>
  `${heading}\n${rows.map((row) => keys.map((key) => row[key]).join(" ")).join("\n")}\n`;
const names = ({ space, velocities, time }: Recording) => ({
  coordinates: space.coordinates.map(({ position }) => position.name),
  velocities: velocities?.map(({ name }) => name),
  time: time.name,
});
const SAID = "the heading has fewer names than columns: they are those of the last ones";

describe("a heading of fewer names than columns", () => {
  test("names the last columns where the record shows that it means them", async () => {
    const record = await readText(file("% x1 x2 v1 v2", ["run", "t", "x", "y", "vx", "vy"]));
    expect(names(record)).toEqual({ coordinates: ["x1", "x2"], velocities: ["v1", "v2"], time: "column 2" });
    expect(record.understood).toContain(SAID);
  });

  test("can be used on the command line", async () => {
    const record = await readText(file("% x1 x2 v1 v2", ["run", "t", "x", "y", "vx", "vy"]), {
      coordinates: ["x2"],
      velocities: ["v2"],
    });
    expect(names(record)).toMatchObject({ coordinates: ["x2"], velocities: ["v2"] });
  });

  test("is left alone where the last columns are others", async () => {
    const record = await readText(file("% x v", ["t", "x", "vx", "other"]));
    expect(names(record)).toEqual({ coordinates: ["column 2"], velocities: ["column 3"], time: "column 1" });
    expect(record.understood).not.toContain(SAID);
  });

  test("is no sentence", async () => {
    const record = await readText(file("% pendulum of wood", ["run", "t", "x", "y", "vx", "vy"]));
    expect(names(record).coordinates).toEqual(["column 3", "column 4"]);
  });
});
