import { expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { balancedNormals } from "../../src/numerics/index.js";

it("draws numbers whose second moments are those of independent standard normal ones, exactly", () => {
  const [count, width] = [16, 9];
  const numbers = balancedNormals(count, width, randomStream(1, "balanced"));
  for (let a = 0; a < width; a++)
    for (let b = 0; b < width; b++) {
      let moment = 0;
      for (let k = 0; k < count; k++)
        moment += ((numbers[k * width + a] as number) * (numbers[k * width + b] as number)) / count;
      expect(moment).toBeCloseTo(a === b ? 1 : 0, 12);
    }
});

it("draws more numbers than there are draws, each of variance one, and others from another stream", () => {
  const [count, width] = [4, 11];
  const numbers = balancedNormals(count, width, randomStream(1, "balanced"));
  expect(numbers.length).toBe(count * width);
  for (let a = 0; a < width; a++) {
    let moment = 0;
    for (let k = 0; k < count; k++) moment += (numbers[k * width + a] as number) ** 2 / count;
    expect(moment).toBeCloseTo(1, 12);
  }
  expect(balancedNormals(count, width, randomStream(2, "balanced"))).not.toEqual(numbers);
  expect(balancedNormals(0, width, randomStream(2, "balanced"))).toEqual(new Float64Array(0));
});

it("is distributed about as normal numbers are", () => {
  const values = Array.from({ length: 400 }, (_, i) => [
    ...balancedNormals(16, 16, randomStream(i, "balanced")),
  ]).flat();
  const mean = values.reduce((sum, x) => sum + x / values.length, 0);
  const within = values.filter((x) => Math.abs(x) < 1).length / values.length;
  expect(Math.abs(mean)).toBeLessThan(0.01);
  // Of a coordinate on a sphere in 16 dimensions 67.1 % lie within one deviation, of a normal number 68.3 %.
  expect(within).toBeGreaterThan(0.65);
  expect(within).toBeLessThan(0.7);
});
