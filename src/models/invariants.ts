import { add, concat, log, mul, slice, square, sub, type Tensor } from "../graph/index.js";

/** Numbers that `invariantsOf` makes of a vector. */
export const INVARIANTS = 5;
/** Square of the distance, in units of the network, below which the logarithm no longer falls. */
const CORE = 0.01;

/**
 * What does not change when the plane is turned (q . p, q x p besides lengths) of rows q1, q2, p1, p2 [..., row, 4]: |q|^2, |p|^2,
 * q . p, q x p and log(|q|^2 + core). A force towards a point, an angular momentum and a kinetic energy are smooth functions of one
 * of them; the logarithm spreads out what happens near the point, where attractions change fastest.
 */
export function invariantsOf(vectors: Tensor): Tensor {
  const axis = vectors.shape.length - 1;
  const [q1, q2, p1, p2] = [0, 1, 2, 3].map((i) => slice(vectors, axis, i, i + 1)) as [Tensor, Tensor, Tensor, Tensor];
  const squared = add(square(q1), square(q2));
  return concat(
    [
      squared,
      add(square(p1), square(p2)),
      add(mul(q1, p1), mul(q2, p2)),
      sub(mul(q1, p2), mul(q2, p1)),
      log(add(squared, CORE)),
    ],
    axis,
  );
}
