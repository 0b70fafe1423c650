import { describe, expect, test } from "vitest";
import { expandGrid, readAxes } from "../../src/sweeps/grid.js";
import fc from "../property.js";

const valuesOf = (value: unknown) => readAxes({ key: value }, "file")[0]?.values;

describe("values of a key", () => {
  test.each([
    [
      [0.1, "a", null],
      [0.1, "a", null],
    ],
    [5, [5]],
    ["pendulum", ["pendulum"]],
    ["1,2,3", [1, 2, 3]],
    ["a, b", ["a", "b"]],
    ["choice(a, b, 3, [4, 5])", ["a", "b", 3, [4, 5]]],
    ["range(3)", [0, 1, 2]],
    ["range(1, 4)", [1, 2, 3]],
    ["range(0, 10, 2)", [0, 2, 4, 6, 8]],
    ["range(5, 0, -2)", [5, 3, 1]],
    // In binary, three times 0.1 is more than 0.3; the end is left out all the same, and no digits are added.
    ["range(0, 0.3, 0.1)", [0, 0.1, 0.2]],
    ["range(0.1, 1, 0.3)", [0.1, 0.4, 0.7]],
    [
      [[1, 2], [3]],
      [[1, 2], [3]],
    ],
  ])("%j", (given, expected) => {
    expect(valuesOf(given)).toEqual(expected);
  });

  test("a range is what Python's is, for integers", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -50, max: 50 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 9 }),
        (start, length, step) => {
          const stop = start + length;
          const values = valuesOf(`range(${start}, ${stop}, ${step})`) as number[];
          expect(values[0]).toBe(start);
          expect(values.every((value, i) => i === 0 || value - (values[i - 1] as number) === step)).toBe(true);
          expect(values.at(-1) as number).toBeLessThan(stop);
          expect((values.at(-1) as number) + step).toBeGreaterThanOrEqual(stop);
        },
      ),
    );
  });

  test.each([
    [[], /has no values/],
    ["range(3, 1)", /has no values/],
    ["range(1, 2, 0)", /has no values/],
    ["range(a)", /expected range\(stop\)/],
    ["range(1, 2, 3, 4)", /expected range\(stop\)/],
    ["interval(0, 1)", /no interval\(\); use a list/],
    ["choice()", /has no values/],
    ["choice([)", /cannot read/],
    [[0.1, 0.1], /the value 0.1 twice/],
  ])("%j is one clear line", (given, message) => {
    expect(() => valuesOf(given)).toThrow(message);
    expect(() => valuesOf(given)).toThrow(/^file: sweep\.key/);
  });
});

describe("grid", () => {
  test("every combination once, the last key changing fastest", () => {
    const axes = readAxes({ "outer.rate": [1, 2], model: { width: "range(3)" } }, "file");
    expect(expandGrid(axes, "file")).toEqual([
      { "outer.rate": 1, "model.width": 0 },
      { "outer.rate": 1, "model.width": 1 },
      { "outer.rate": 1, "model.width": 2 },
      { "outer.rate": 2, "model.width": 0 },
      { "outer.rate": 2, "model.width": 1 },
      { "outer.rate": 2, "model.width": 2 },
    ]);
  });

  test("no keys is one run", () => {
    expect(expandGrid([], "file")).toEqual([{}]);
  });

  test("a key that is there twice, dotted and nested", () => {
    expect(() => readAxes({ "a.b": [1], a: { b: [2] } }, "file")).toThrow(/sweep\.a\.b stands there twice/);
  });

  test("a grid that is too large is refused before it is made", () => {
    const axes = readAxes({ a: "range(10000)", b: "range(10000)" }, "file");
    expect(() => expandGrid(axes, "file")).toThrow(/100000000 runs/);
  });
});
