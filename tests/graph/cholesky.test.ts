import { describe, expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { gradient, input, inverseCholesky, matmul, mul, solveCholesky, sum } from "../../src/graph/index.js";
import { engineValue, engineValues, expectNear } from "./engine.js";
import { naiveValue } from "./naive.js";

/** A stack of Q diag(e) Q^T with eigenvalues from 1 down to `smallest`. */
function matrices(n: number, smallest: number): Float64Array {
  const random = randomStream(9, "matrices", n);
  const stack = new Float64Array(2 * n * n);
  for (let s = 0; s < 2; s++) {
    // Reflections keep the eigenvalues.
    const a = Array.from({ length: n }, (_, i) =>
      Array.from({ length: n }, (_, j) => (i === j ? smallest ** (n === 1 ? 0 : i / (n - 1)) : 0)),
    );
    for (let k = 0; k < 3; k++) {
      const v = Array.from({ length: n }, () => random.normal());
      const norm2 = v.reduce((total, x) => total + x * x, 0);
      for (const side of ["rows", "columns"])
        for (let i = 0; i < n; i++) {
          const at = (j: number) => (side === "rows" ? a[j]?.[i] : a[i]?.[j]) as number;
          const factor = (2 / norm2) * v.reduce((total, x, j) => total + x * at(j), 0);
          for (let j = 0; j < n; j++) {
            const value = at(j) - factor * (v[j] as number);
            if (side === "rows") (a[j] as number[])[i] = value;
            else (a[i] as number[])[j] = value;
          }
        }
    }
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) stack[(s * n + i) * n + j] = ((a[i]?.[j] as number) + (a[j]?.[i] as number)) / 2;
  }
  return stack;
}

describe("inverse Cholesky factors", () => {
  test.each([1, 2, 3, 4, 5, 8, 13])("of %i x %i matrices are lower triangular, with W A W^T = 1", async (n) => {
    const a = input("a", [2, n, n]);
    const factor = inverseCholesky(a);
    const feeds = { a: matrices(n, 0.01) };
    const [w = [], product = []] = await engineValues(
      [factor, matmul(matmul(factor, a), factor, { transposeB: true })],
      feeds,
    );
    expectNear(w, naiveValue(factor, feeds), 1e-12);
    product.forEach((value, k) => {
      const [i, j] = [Math.floor(k / n) % n, k % n];
      expect(value).toBeCloseTo(i === j ? 1 : 0, 11);
      if (j > i) expect(w[k]).toBe(0);
    });
  });

  test("solve equations of condition 1e11 with a residual of rounding", async () => {
    const n = 24;
    const [a, x] = [input("a", [2, n, n]), input("x", [2, n, 1])];
    const random = randomStream(9, "solution");
    const feeds = { a: matrices(n, 1e-11), x: Float64Array.from({ length: 2 * n }, () => random.normal()) };
    const b = matmul(a, x);
    const again = matmul(a, solveCholesky(inverseCholesky(a), b));
    const [left = [], right = []] = await engineValues([again, b], feeds);
    // An inverse by halves without the factor loses all digits here.
    expectNear(left, right, 1e-9);
  });

  test("have the derivative -A^-1 dA A^-1 in the inverse", async () => {
    const n = 4;
    const a = input("a", [2, n, n]);
    const factor = inverseCholesky(a);
    const weights = input("weights", [2, n, n]);
    const inverse = matmul(factor, factor, { transposeA: true });
    const [slope] = gradient(sum(mul(weights, inverse)), [a]);
    const random = randomStream(9, "weights");
    const feeds = {
      a: matrices(n, 0.2),
      weights: Float64Array.from({ length: 2 * n * n }, () => random.normal()),
    };
    const computed = await engineValue(slope ?? a, feeds);
    const closed = await engineValue(mul(-1, matmul(matmul(inverse, weights), inverse)), feeds);
    // Only the upper halves are read, so the derivatives of a pair of elements are gathered in one of them.
    const symmetric = (g: readonly number[]) =>
      g.map((value, k) => {
        const [s, i, j] = [Math.floor(k / n / n), Math.floor(k / n) % n, k % n];
        return i === j ? value : value + (g[(s * n + j) * n + i] as number);
      });
    expectNear(symmetric(computed), symmetric(closed), 1e-9);
  });

  test("of anything but square matrices are refused", () => {
    expect(() => inverseCholesky(input("a", [2, 3, 4]))).toThrow(/inverseCholesky/);
  });
});

test("with a floor, a matrix that is not positive definite has a finite factor", async () => {
  const factor = await engineValue(inverseCholesky(input("a", [1, 2, 2]), 1e-6), { a: [1, 2, 2, 1] });
  expect(factor.every((value) => Number.isFinite(value))).toBe(true);
  const own = await engineValue(inverseCholesky(input("a", [1, 2, 2]), 1e-6), { a: [4, 0, 0, 9] });
  expectNear(own, [0.5, 0, 0, 1 / 3], 1e-15);
});

test("with a bound on the eigenvalues, nothing grows beyond what the bound allows, where rounding leaves nothing of a pivot", async () => {
  const [n, rank, least] = [60, 6, 1e-20];
  const random = randomStream(9, "low rank");
  const rows = Array.from({ length: rank }, () => Array.from({ length: n }, () => random.normal()));
  const product = (i: number, j: number) =>
    rows.reduce((total, row) => total + (row[i] as number) * (row[j] as number), 0);
  const a = Float64Array.from({ length: n * n }, (_, k) => product(Math.floor(k / n), k % n));
  const whole = input("a", [1, n, n]);
  const bound = input("least", [1, 1, 1]);
  const feeds = { a, least: [least] };
  const held = await engineValue(inverseCholesky(whole, bound), feeds);
  expect(held.every((value) => Number.isFinite(value))).toBe(true);
  // What stands outside of the smallest blocks, on both sides of which whole blocks were computed.
  for (let i = n / 2; i < n; i++)
    for (let j = 0; j < n / 2; j++)
      expect(Math.abs(held[i * n + j] as number)).toBeLessThanOrEqual(1.0001 / Math.sqrt(least));
  // Where the bound is far above the rounding, it changes nothing.
  const far = Float64Array.from(a, (x, k) => x + (k % (n + 1) === 0 ? 1e-3 : 0));
  const [plain = [], same = []] = await engineValues([inverseCholesky(whole), inverseCholesky(whole, bound)], {
    a: far,
    least: [1e-3],
  });
  expectNear(same, plain, 1e-9);
});
