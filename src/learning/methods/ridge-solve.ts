import {
  add,
  broadcast,
  div,
  exp,
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
  table,
  transpose,
} from "../../graph/index.js";

export interface RidgeSolution {
  /** Coefficients of every task, [task, F, 1]. */
  readonly coefficients: Tensor;
  /** Inverse Cholesky factors of the normal matrices with the chosen ridge, [task, F, F]. */
  readonly factor: Tensor;
  /** 1 at the chosen ridge of every task, 0 elsewhere, [task, ridge]. */
  readonly choice: Tensor;
}

/** Below what a ridge leaves of a pivot; a matrix that needs it is too near singular, and its ridge will not be chosen. */
const PIVOT_FLOOR = 1e-18;
/** Differences of log evidence much above the inverse of this decide for one ridge. */
const DECIDED = 1e3;

/**
 * Ridge regression of many tasks, each with the ridge of the largest marginal likelihood: rows y = X u + noise with u
 * N(0, t^2) and noise N(0, lambda t^2), t^2 at its own maximum (MacKay 1992). `design` X [task, row, F], `target` y
 * [task, row, 1], `count` rows that are not left out (all zero) [task], `ridges` lambda a row [1, ridge].
 */
export function solveRidge(design: Tensor, target: Tensor, count: Tensor, ridges: Tensor): RidgeSolution {
  const [tasks = 1, , width = 1] = design.shape;
  const options = ridges.shape[1] as number;
  const normal = matmul(design, design, { transposeA: true });
  const rows = reshape(count, [tasks, 1]);
  const strengths = mul(rows, ridges);

  const all = [tasks, options, width, width];
  const diagonal = mul(reshape(strengths, [tasks, options, 1, 1]), reshape(identity(width), [1, 1, width, width]));
  const stack = add(broadcast(reshape(normal, [tasks, 1, width, width]), all), diagonal);
  const factors = inverseCholesky(reshape(stack, [tasks * options, width, width]), PIVOT_FLOOR);
  const pull = matmul(design, target, { transposeA: true });
  const pulls = reshape(broadcast(reshape(pull, [tasks, 1, width, 1]), [tasks, options, width, 1]), [
    tasks * options,
    width,
    1,
  ]);
  // [task, F, ridge]
  const found = transpose(reshape(solveCholesky(factors, pulls), [tasks, options, width]), [0, 2, 1]);

  const misfit = sum(square(sub(target, matmul(design, found))), [1]);
  const quadratic = add(misfit, mul(strengths, sum(square(found), [1])));
  const pivots = sum(mul(factors, identity(width)), [2]);
  const logDeterminant = reshape(mul(-2, sum(log(pivots), [1])), [tasks, options]);
  const evidence = mul(
    -0.5,
    sub(add(mul(rows, log(div(quadratic, rows))), logDeterminant), mul(width, log(strengths))),
  );

  const choice = largest(evidence);
  const weighted = (x: Tensor, shape: readonly number[]) => sum(mul(x, reshape(choice, shape)), [1]);
  return {
    coefficients: reshape(sum(mul(found, reshape(choice, [tasks, 1, options])), [2]), [tasks, width, 1]),
    factor: weighted(reshape(factors, all), [tasks, options, 1, 1]),
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

/** [1, n, n] */
function identity(n: number): Tensor {
  const values = new Float64Array(n * n);
  for (let i = 0; i < n; i++) values[i * (n + 1)] = 1;
  return table(values, [1, n, n]);
}
