import { abs, add, div, mul, neg, sqrt, sub } from "./operations/elementwise.js";
import { fill, table } from "./operations/leaves.js";
import { matmul } from "./operations/matmul.js";
import { concat, pad, reshape, slice, sum } from "./operations/structural.js";
import { ShapeError } from "./shape.js";
import type { Tensor } from "./tensor.js";

/** In blocks of fewer rows no number grows beyond a small power of a bound. */
const BOUNDED = 4;

/**
 * Inverse Cholesky factors W of a stack of symmetric positive definite matrices A [stack, n, n]: lower triangular with
 * W^T W = A^-1. By halves, in matrix products, for engines that have no solver: with A = [[P, Q], [Q^T, R]], M = W_P Q and
 * the Schur complement S = R - M^T M, it is [[W_P, 0], [-W_S M^T W_P, W_S]] (Golub and Van Loan 2013, section 4.2). About
 * 16 n nodes, 24 n with a bound. Of A only the upper halves of off-diagonal blocks are read.
 *
 * `least`, a number or [stack, 1, 1], is a positive bound that no eigenvalue is below. Then no pivot is, no element of W is larger
 * than its inverse root and none of M larger than the root of the diagonal element of R in its column. All are held to it, which changes
 * nothing in exact arithmetic and keeps the factor of a matrix that rounding has made indefinite finite, though not its own.
 *
 * Its derivatives come from the parts and are as long as it is; for a derivative at a solution that is known, write the
 * condition that the solution meets and differentiate that (the implicit function theorem), with this held by `detach`.
 */
export function inverseCholesky(a: Tensor, least?: Tensor | number): Tensor {
  const [, n = 0, columns] = a.shape;
  if (a.shape.length !== 3 || n !== columns)
    throw new ShapeError("inverseCholesky", "needs a stack of square matrices", a.shape);
  const bound = typeof least === "number" ? fill(least) : least;
  return factorOf(a, bound);
}

function factorOf(a: Tensor, least: Tensor | undefined): Tensor {
  const n = a.shape[1] as number;
  if (n === 1) return div(1, sqrt(least === undefined ? a : atLeast(a, least)));
  const half = n >> 1;
  const [upper, lower] = [slice(a, 1, 0, half), slice(a, 1, half, n)];
  const [p, q, r] = [slice(upper, 2, 0, half), slice(upper, 2, half, n), slice(lower, 2, half, n)];
  const first = factorOf(p, least);
  const product = matmul(first, q);
  const bounded = least !== undefined && n >= BOUNDED;
  const m = !bounded ? product : within(product, sqrt(atLeast(diagonalOf(r), least)));
  const second = factorOf(sub(r, matmul(m, m, { transposeA: true })), least);
  const whole = neg(matmul(matmul(second, m, { transposeB: true }), first));
  const corner = !bounded ? whole : within(whole, div(1, sqrt(least)));
  return concat([pad(first, 2, 0, n - half), concat([corner, second], 2)], 1);
}

/** x, brought back to bound or -bound where it is beyond: x / max(1, |x| / bound), which leaves all others as they are. */
const within = (x: Tensor, bound: Tensor): Tensor => div(x, add(1, excess(sub(div(abs(x), bound), 1))));

/** The larger of the two; (a + b + |a - b|) / 2 would lose a small bound beside a large pivot. */
const atLeast = (x: Tensor, least: Tensor): Tensor => add(least, excess(sub(x, least)));

/** x where it is positive, else exactly zero. */
const excess = (x: Tensor): Tensor => mul(0.5, add(abs(x), x));

/** The diagonals [stack, 1, n] of a stack of square matrices. */
function diagonalOf(a: Tensor): Tensor {
  const [stack = 1, n = 1] = a.shape;
  return reshape(sum(mul(a, identity(n)), [1]), [stack, 1, n]);
}

/** [1, n, n] */
export function identity(n: number): Tensor {
  const values = new Float64Array(n * n);
  for (let i = 0; i < n; i++) values[i * (n + 1)] = 1;
  return table(values, [1, n, n]);
}

/** The solutions of A x = b, [stack, n, k], with A given by its inverse Cholesky factors. */
export function solveCholesky(factor: Tensor, b: Tensor): Tensor {
  return matmul(factor, matmul(factor, b), { transposeA: true });
}
