import { div, minimum, neg, sqrt, sub } from "./operations/elementwise.js";
import { matmul } from "./operations/matmul.js";
import { concat, pad, slice } from "./operations/structural.js";
import { ShapeError } from "./shape.js";
import type { Tensor } from "./tensor.js";

/**
 * Inverse Cholesky factors W of a stack of symmetric positive definite matrices A [stack, n, n]: lower triangular with
 * W^T W = A^-1. By halves, in matrix products, for engines that have no solver: with A = [[P, Q], [Q^T, R]], M = W_P Q and
 * the Schur complement S = R - M^T M, it is [[W_P, 0], [-W_S M^T W_P, W_S]] (Golub and Van Loan 2013, section 4.2). About
 * 16 n nodes. Of A only the upper halves of off-diagonal blocks are read. Pivots below `floor`, where it is given, are
 * replaced by it: the factor of a matrix that rounding has made indefinite is then finite, though not its own.
 *
 * Its derivatives come from the parts and are as long as it is; for a derivative at a solution that is known, write the
 * condition that the solution meets and differentiate that (the implicit function theorem), with this held by `detach`.
 */
export function inverseCholesky(a: Tensor, floor?: number): Tensor {
  const [, n = 0, columns] = a.shape;
  if (a.shape.length !== 3 || n !== columns)
    throw new ShapeError("inverseCholesky", "needs a stack of square matrices", a.shape);
  if (n === 1) return div(1, sqrt(floor === undefined ? a : neg(minimum(neg(a), -floor))));
  const half = n >> 1;
  const [upper, lower] = [slice(a, 1, 0, half), slice(a, 1, half, n)];
  const [p, q, r] = [slice(upper, 2, 0, half), slice(upper, 2, half, n), slice(lower, 2, half, n)];
  const first = inverseCholesky(p, floor);
  const m = matmul(first, q);
  const second = inverseCholesky(sub(r, matmul(m, m, { transposeA: true })), floor);
  const corner = neg(matmul(matmul(second, m, { transposeB: true }), first));
  return concat([pad(first, 2, 0, n - half), concat([corner, second], 2)], 1);
}

/** The solutions of A x = b, [stack, n, k], with A given by its inverse Cholesky factors. */
export function solveCholesky(factor: Tensor, b: Tensor): Tensor {
  return matmul(factor, matmul(factor, b), { transposeA: true });
}
