import {
  add,
  broadcast,
  div,
  exp,
  identity,
  inverseCholesky,
  log,
  matmul,
  minimum,
  mul,
  neg,
  reshape,
  slice,
  solveCholesky,
  square,
  sub,
  sum,
  type Tensor,
  transpose,
} from "../../graph/index.js";

export interface RidgeSolution {
  /** Coefficients u of every task, [task, F, 1]. */
  readonly coefficients: Tensor;
  /**
   * With fewer rows than coefficients, what each row has to do with them, a in u = X^T a, [task, row, 1]; absent otherwise.
   */
  readonly rowCoefficients?: Tensor;
  /** Inverse Cholesky factors of X^T X, or of X X^T where there are row coefficients, with the chosen ridge, [task, n, n]. */
  readonly factor: Tensor;
  /** What was added to the diagonal, [task, 1]. */
  readonly strength: Tensor;
  /** 1 at the chosen ridge of every task, 0 elsewhere, [task, ridge]. */
  readonly choice: Tensor;
}

/**
 * Least that is added to the diagonal, in units of its sum: rounding errors of the matrix are as large, and where it is
 * singular a smaller ridge would be lost in them.
 */
const ROUNDING = 1e-16;
/** Differences of log evidence much above the inverse of this decide for one ridge. */
const DECIDED = 1e3;

/**
 * Ridge regression of many tasks, each with the ridge of the largest marginal likelihood: rows y = X u + noise with u
 * N(0, t^2) and noise N(0, lambda t^2), t^2 at its own maximum (MacKay 1992). `design` X [task, row, F], `target` y
 * [task, row, 1], `count` rows that are not left out (all zero) [task], `ridges` lambda a row [1 or task, ridge].
 *
 * Solved by the smaller of two matrices: u = (X^T X + lambda)^-1 X^T y, or with fewer rows than coefficients u = X^T a,
 * a = (X X^T + lambda)^-1 y, the same by the matrix inversion lemma (Rasmussen and Williams 2006, appendix A.3).
 */
export function solveRidge(design: Tensor, target: Tensor, count: Tensor, ridges: Tensor): RidgeSolution {
  const [tasks = 1, rowCount = 1, width = 1] = design.shape;
  const options = ridges.shape[1] as number;
  const byRows = rowCount < width;
  const order = byRows ? rowCount : width;
  const gram = matmul(design, design, byRows ? { transposeB: true } : { transposeA: true });
  const rows = reshape(count, [tasks, 1]);
  const least = mul(ROUNDING, sum(square(design), [1, 2]));
  const strengths = add(mul(rows, ridges), reshape(least, [tasks, 1]));

  const all = [tasks, options, order, order];
  const diagonal = mul(reshape(strengths, [tasks, options, 1, 1]), reshape(identity(order), [1, 1, order, order]));
  const stack = add(broadcast(reshape(gram, [tasks, 1, order, order]), all), diagonal);
  const factors = inverseCholesky(
    reshape(stack, [tasks * options, order, order]),
    reshape(strengths, [tasks * options, 1, 1]),
  );
  const pull = byRows ? target : matmul(design, target, { transposeA: true });
  const pulls = reshape(broadcast(reshape(pull, [tasks, 1, order, 1]), [tasks, options, order, 1]), [
    tasks * options,
    order,
    1,
  ]);
  // [task, order, ridge]
  const solved = transpose(reshape(solveCholesky(factors, pulls), [tasks, options, order]), [0, 2, 1]);
  const found = byRows ? matmul(design, solved, { transposeA: true }) : solved;

  const misfit = sum(square(sub(target, matmul(design, found))), [1]);
  const quadratic = add(misfit, mul(strengths, sum(square(found), [1])));
  const pivots = sum(mul(factors, identity(order)), [2]);
  const logDeterminant = reshape(mul(-2, sum(log(pivots), [1])), [tasks, options]);
  // Rows that are left out add their lambda to the determinant of X X^T + lambda, as often as `order` takes it off.
  const evidence = mul(
    -0.5,
    sub(add(mul(rows, log(div(quadratic, rows))), logDeterminant), mul(order, log(strengths))),
  );

  const choice = largest(evidence);
  const ofChosen = (x: Tensor) =>
    reshape(sum(mul(x, reshape(choice, [tasks, 1, options])), [2]), [tasks, x.shape[1] as number, 1]);
  return {
    coefficients: ofChosen(found),
    ...(byRows ? { rowCoefficients: ofChosen(solved) } : {}),
    factor: sum(mul(reshape(factors, all), reshape(choice, [tasks, options, 1, 1])), [1]),
    strength: reshape(sum(mul(strengths, choice), [1]), [tasks, 1]),
    choice,
  };
}

/** [task, option] -> 1 at every task's largest value; ties are shared. */
function largest(values: Tensor): Tensor {
  const [, options = 1] = values.shape;
  const columns = Array.from({ length: options }, (_, i) => slice(values, 1, i, i + 1));
  const top = columns.reduce((a, b) => neg(minimum(neg(a), neg(b))));
  const shares = exp(mul(DECIDED, sub(values, top)));
  return div(shares, reshape(sum(shares, [1]), top.shape));
}
