import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import {
  type Cholesky,
  cholesky,
  choleskyInverse,
  choleskySolve,
  inverseDiagonalBlocks,
  logDeterminant,
  solveLower,
  solveLowerTransposed,
} from "../../src/numerics/index.js";
import fc from "../property.js";

/** B B^T + I of a random B: positive definite with eigenvalues of at least 1. */
function positiveDefinite(n: number, seed: number): Float64Array {
  const random = randomStream(seed, "matrix");
  const b = Float64Array.from({ length: n * n }, () => random.normal());
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      let total = i === j ? 1 : 0;
      for (let k = 0; k < n; k++) total += (b[i * n + k] as number) * (b[j * n + k] as number);
      a[i * n + j] = total;
    }
  return a;
}

const at = (a: Float64Array, n: number, i: number, j: number) => a[i * n + j] as number;

/** Largest |sum_k x_ik y_kj - expected_ij|. */
function productError(
  n: number,
  x: (i: number, k: number) => number,
  y: (k: number, j: number) => number,
  expected: (i: number, j: number) => number,
): number {
  let worst = 0;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      let total = 0;
      for (let k = 0; k < n; k++) total += x(i, k) * y(k, j);
      worst = Math.max(worst, Math.abs(total - expected(i, j)));
    }
  return worst;
}

/** Sizes around the tiles of four rows and four columns. */
const sizes = fc.integer({ min: 1, max: 23 });
const seeds = fc.integer({ min: 0, max: 1e6 });

describe("cholesky", () => {
  it("gives the blocks on the diagonal of the inverse alone", () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 5 }), seeds, (n, size, seed) => {
        const factor = cholesky(positiveDefinite(n, seed), n);
        if (factor === undefined) throw new Error("not positive definite");
        const inverse = choleskyInverse(factor);
        const count = Math.floor(n / size);
        inverseDiagonalBlocks(factor, size, count).forEach((value, k) => {
          const [block, a, b] = [Math.floor(k / size ** 2), Math.floor(k / size) % size, k % size];
          expect(value).toBeCloseTo(at(inverse, n, block * size + a, block * size + b), 12);
        });
      }),
    );
  });

  it("multiplies back to the matrix", () => {
    fc.assert(
      fc.property(sizes, seeds, (n, seed) => {
        const a = positiveDefinite(n, seed);
        const factor = cholesky(a, n);
        if (factor === undefined) return false;
        const l = (i: number, j: number) => (j <= i ? at(factor.lower, n, i, j) : 0);
        const scale = Math.max(...a.map(Math.abs));
        return (
          productError(
            n,
            l,
            (k, j) => l(j, k),
            (i, j) => at(a, n, i, j),
          ) <
            1e-13 * scale && factor.jitter === 0
        );
      }),
    );
  });

  it("reads the lower triangle only and leaves the matrix as it is", () => {
    const a = positiveDefinite(9, 1);
    const lowerOnly = a.map((value, k) => (k % 9 > Math.floor(k / 9) ? Number.NaN : value));
    const copy = lowerOnly.slice();
    const lower = cholesky(lowerOnly, 9)?.lower as Float64Array;
    for (let i = 0; i < 9; i++)
      for (let j = 0; j <= i; j++) expect(at(lower, 9, i, j)).toBe(at(cholesky(a, 9)?.lower as Float64Array, 9, i, j));
    expect(lowerOnly).toEqual(copy);
  });

  it("writes into given room what it writes into new, whatever stands there", () => {
    fc.assert(
      fc.property(sizes, seeds, (n, seed) => {
        const a = positiveDefinite(n, seed);
        const room = () => new Float64Array(n * n).fill(Number.NaN);
        const factor = cholesky(a, n) as Cholesky;
        const own = cholesky(a, n, undefined, room()) as Cholesky;
        expect(own.lower).toEqual(factor.lower);
        expect(choleskyInverse(own, room())).toEqual(choleskyInverse(factor));
      }),
    );
  });

  it("inverts, solves and has the determinant of known matrices", () => {
    // The Hilbert matrix of order 5: its determinant and inverse are known integers (Choi 1983).
    const hilbert = Float64Array.from({ length: 25 }, (_, k) => 1 / (Math.floor(k / 5) + (k % 5) + 1));
    const factor = cholesky(hilbert, 5);
    if (factor === undefined) throw new Error("the Hilbert matrix of order 5 is positive definite");
    expect(logDeterminant(factor)).toBeCloseTo(-Math.log(266716800000), 8);
    expect(at(choleskyInverse(factor), 5, 0, 0)).toBeCloseTo(25, 7);
    expect(at(choleskyInverse(factor), 5, 3, 4)).toBeCloseTo(-88200, 4);
    expect(choleskySolve(factor, [1, 0, 0, 0, 0])[4]).toBeCloseTo(630, 5);
  });

  it("inverts any size", () => {
    fc.assert(
      fc.property(sizes, seeds, (n, seed) => {
        const a = positiveDefinite(n, seed);
        const factor = cholesky(a, n);
        if (factor === undefined) return false;
        const inverse = choleskyInverse(factor);
        const identity = (i: number, j: number) => (i === j ? 1 : 0);
        return (
          productError(
            n,
            (i, k) => at(inverse, n, i, k),
            (k, j) => at(a, n, k, j),
            identity,
          ) < 1e-11
        );
      }),
    );
  });

  it("solves with the triangle and its transpose, several right-hand sides at once", () => {
    fc.assert(
      fc.property(sizes, seeds, (n, seed) => {
        const factor = cholesky(positiveDefinite(n, seed), n);
        if (factor === undefined) return false;
        const random = randomStream(seed, "right-hand sides");
        const b = Float64Array.from({ length: 3 * n }, () => random.normal());
        const l = (i: number, j: number) => (j <= i ? at(factor.lower, n, i, j) : 0);
        const residual = (x: Float64Array, entry: (i: number, j: number) => number) => {
          let worst = 0;
          for (let r = 0; r < 3; r++)
            for (let i = 0; i < n; i++) {
              let total = -(b[r * n + i] as number);
              for (let k = 0; k < n; k++) total += entry(i, k) * (x[r * n + k] as number);
              worst = Math.max(worst, Math.abs(total));
            }
          return worst;
        };
        const [forward, backward] = [b.slice(), b.slice()];
        solveLower(factor, forward);
        solveLowerTransposed(factor, backward);
        return residual(forward, l) < 1e-11 && residual(backward, (i, j) => l(j, i)) < 1e-11;
      }),
    );
  });

  it("refuses what is not positive definite, and helps a singular matrix with the least jitter allowed", () => {
    expect(cholesky(Float64Array.of(1, 0, 0, -1), 2)).toBeUndefined();
    expect(cholesky(Float64Array.of(Number.NaN), 1)).toBeUndefined();
    const singular = Float64Array.of(1, 0, 1, 1);
    expect(cholesky(singular, 2)).toBeUndefined();
    const helped = cholesky(singular, 2, { smallest: 1e-10, largest: 1e-6 });
    expect(helped?.jitter).toBeCloseTo(1e-10, 20);
    const indefinite = Float64Array.of(1, 0, 1.0001, 1);
    expect(cholesky(indefinite, 2, { smallest: 1e-10, largest: 1e-6 })).toBeUndefined();
    expect(cholesky(indefinite, 2, { smallest: 1e-10, largest: 1e-3 })?.jitter).toBeCloseTo(1e-3, 12);
  });
});
