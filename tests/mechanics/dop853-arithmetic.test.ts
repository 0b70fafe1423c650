import { describe, expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { dop853, massSpring, rk4, type VectorField } from "../../src/mechanics/index.js";
import { arithmeticFor, loops, type StepArrays } from "../../src/mechanics/integrators/dop853-arithmetic.js";
import { dormandPrince8Tableau } from "../../src/mechanics/integrators/dormand-prince-8-tableau.js";
import { loopedSum, weightedSum } from "../../src/mechanics/integrators/explicit.js";
import type { GroupedWeights } from "../../src/mechanics/integrators/tableau.js";

/** A field without any structure: every component depends on every other. */
const tangled: VectorField = (x, out) => {
  let sum = 0.3;
  for (const value of x) sum = Math.sin(1.7 * sum) + value;
  for (let i = 0; i < x.length; i++) out[i] = Math.cos(sum + i) - 0.4 * (x[i] as number) ** 2;
};

function stepArrays(field: VectorField, size: number): StepArrays {
  const random = randomStream(size, "arithmetic");
  const vectors = (count: number) => Array.from({ length: count }, () => new Float64Array(size));
  const [state, next, at] = vectors(3) as [Float64Array, Float64Array, Float64Array];
  const [slopes, polynomial] = [vectors(16), vectors(7)];
  for (let i = 0; i < size; i++) state[i] = random.normal();
  field(state, slopes[0] as Float64Array);
  return { state, next, slopes, at, polynomial };
}

describe("the arithmetic of a step", () => {
  test.each([1, 2, 4, 7, 12, 16])("written out for %d numbers gives bit for bit what loops give", (size) => {
    expect(arithmeticFor(size)).not.toBe(loops);
    const [a, b] = [stepArrays(tangled, size), stepArrays(tangled, size)];
    const errors = [arithmeticFor(size).attempt(tangled, a, 0.3, 1e-9), loops.attempt(tangled, b, 0.3, 1e-9)];
    expect(errors[0]).toBeGreaterThan(0);
    expect(errors[0]).toBe(errors[1]);
    expect(a.next).toEqual(b.next);
    expect(a.slopes).toEqual(b.slopes);
    for (const arrays of [a, b]) tangled(arrays.next, arrays.slopes[12] as Float64Array);
    arithmeticFor(size).prepareDense(tangled, a, 0.3);
    loops.prepareDense(tangled, b, 0.3);
    expect(a.slopes).toEqual(b.slopes);
    expect(a.polynomial).toEqual(b.polynomial);
    expect(a.polynomial[6]?.some((value) => value !== 0)).toBe(true);
  });

  test("is left to loops for large states", () => {
    expect(arithmeticFor(17)).toBe(loops);
  });

  test("a row of weights gives the same numbers without generated code", () => {
    const { stages, dense } = dormandPrince8Tableau;
    const { slopes, state } = stepArrays(tangled, 5);
    for (const [s, slope] of slopes.entries())
      tangled(
        state.map((x) => x + s),
        slope,
      );
    for (const weights of [...stages.slice(1), ...dense.coefficients, rk4.explicit?.grouped as GroupedWeights])
      for (const base of [undefined, state]) {
        const [a, b] = [new Float64Array(5), new Float64Array(5)];
        weightedSum(weights)(slopes, 0.7, a, base);
        loopedSum(weights)(slopes, 0.7, b, base);
        expect(a).toEqual(b);
      }
  });
});

test("an integration inside another's callback disturbs neither", () => {
  const [outer, inner] = [Float64Array.of(0.6, 0.3), Float64Array.of(-0.2, 1)];
  const t = Float64Array.of(0, 1, 5);
  const run = (initial: Float64Array, onStep?: () => boolean) =>
    dop853(massSpring.vectorField, initial, t, { tolerance: 1e-10, ...(onStep === undefined ? {} : { onStep }) })
      .states;
  const alone = [run(outer), run(inner)];
  const within: Float64Array[] = [];
  const nested = run(outer, () => {
    within.push(run(inner));
    return true;
  });
  expect(nested).toEqual(alone[0]);
  expect(within.length).toBeGreaterThan(5);
  for (const states of within) expect(states).toEqual(alone[1]);
});
