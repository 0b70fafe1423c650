import {
  add,
  alias,
  detach,
  div,
  fill,
  gradient,
  mul,
  reshape,
  sizeOf,
  slice,
  sqrt,
  sub,
  sum,
  type Tensor,
} from "../../graph/index.js";
import type { Model } from "../../models/index.js";
import { type InnerLoop, taskGradients } from "../meta/inner-loop.js";
import type { MetaLearner } from "../meta/meta-learner.js";
import type { PointTensors } from "../meta/task-group.js";
import { maml } from "./maml.js";
import { metaMethod } from "./meta-method.js";
import { logarithm, positive } from "./weight-prior.js";

/** Conjugate gradient iterations of a step. */
const ITERATIONS = 5;
/** Keeps quotients finite where nothing is left to be fitted. */
const TINY = 1e-30;

/**
 * MAML whose steps are damped Gauss-Newton steps (Levenberg 1944; Marquardt 1963): theta' = theta + d, d the minimiser of
 *
 *   grad L . d + |J d|^2 / 2N + sum_a |d_a|^2 / (2 rho_a),
 *
 * J the Jacobian of the field at the N numbers of a task's points. As log cosh bends by at most 1, this is above the loss of the
 * linearised network. It is minimised by a few conjugate gradient iterations (Hestenes and Stiefel 1952) in the variables d_a / sqrt
 * rho_a, with products J v and J^T w and no matrix. The damping is learned: one rho a step and array a, all `rate` at first. Along what the
 * points do not see a step is then rho_a times the gradient, a gradient step with a learned rate a layer and step, and along
 * what they do see as long as it takes to fit them.
 *
 * With order 2 the outer gradient goes through all iterations and is exact; with order 1, d counts as a constant. Beyond the
 * trained number of steps the last one's damping is used.
 */
export function gaussNewton(model: Model, loop: InnerLoop): MetaLearner {
  const { steps, rate, reduction } = loop;
  const count = model.parameters.length;
  const inner = maml(model, loop);
  return {
    ...inner,
    title: loop.order === 2 ? "Gauss-Newton steps" : "Gauss-Newton steps, first order",
    differentSteps: steps,
    parameters: [...model.parameters, { ...logarithm("damping", steps * count), shape: [steps, count] }],
    begin: (meta, tasks) => inner.begin(meta.slice(0, count), tasks),
    step(meta, own, points, step) {
      const number = Math.min(step, steps - 1);
      const row = slice(meta[count] as Tensor, 0, number, number + 1);
      const roots = own.map((_, i) => sqrt(mul(rate, positive(reshape(slice(row, 1, i, i + 1), [])))));
      // The sum over points is as many times the mean as a task has numbers.
      const scale = reduction === "mean" ? 1 / sizeOf(points.states.shape.slice(1)) : 1;
      const curvature = curvatureProduct(model, own, points, scale);
      const slopes = taskGradients(model, own, own, points, { reduction, order: 2 });
      const target = slopes.map((slope, i) => mul(-1, mul(roots[i] as Tensor, slope)));
      const found = conjugateGradients(
        (v) => {
          const bent = curvature(v.map((x, i) => mul(roots[i] as Tensor, x)));
          return v.map((x, i) => add(x, mul(roots[i] as Tensor, bent[i] as Tensor)));
        },
        target,
        ITERATIONS,
      );
      return own.map((value, i) => {
        const way = mul(roots[i] as Tensor, found[i] as Tensor);
        return add(value, loop.order === 2 ? way : detach(way));
      });
    },
  };
}

/** v -> `scale` J^T J v for every task's parameters, J the Jacobian of the field at its points. */
function curvatureProduct(model: Model, own: readonly Tensor[], { states }: PointTensors, scale: number) {
  const at = own.map((value) => alias(value));
  const field = model.derivative(at, states);
  // J^T w is linear in w, so its derivative in w along v is J v, whatever w is.
  const any = alias(fill(1, field.shape));
  const pulled = gradient(field, at, any);
  return (v: readonly Tensor[]): Tensor[] => {
    const along = v.map((x, i) => sum(mul(x, pulled[i] as Tensor))).reduce((a, b) => add(a, b));
    const [pushed] = gradient(along, [any]) as [Tensor];
    return gradient(field, at, mul(scale, pushed));
  };
}

/** An approximate solution of A y = b for every task, A symmetric and positive definite: so many iterations from zero. */
function conjugateGradients(
  apply: (v: readonly Tensor[]) => readonly Tensor[],
  b: readonly Tensor[],
  iterations: number,
): Tensor[] {
  const axpy = (factor: Tensor, x: readonly Tensor[], y: readonly Tensor[]) =>
    y.map((value, i) => add(value, mul(perTask(factor, value), x[i] as Tensor)));
  let found = b.map((x) => fill(0, x.shape));
  let [left, way] = [[...b], [...b]];
  let norm = dot(left, left);
  for (let i = 0; i < iterations; i++) {
    const bent = apply(way);
    const length = div(norm, add(TINY, dot(way, bent)));
    found = axpy(length, way, found);
    if (i === iterations - 1) break;
    left = left.map((value, k) => sub(value, mul(perTask(length, value), bent[k] as Tensor)));
    const next = dot(left, left);
    way = axpy(div(next, add(TINY, norm)), way, left);
    norm = next;
  }
  return found;
}

/** Scalar products of every task's arrays, [task]. */
const dot = (a: readonly Tensor[], b: readonly Tensor[]): Tensor =>
  a
    .map((x, i) =>
      sum(
        mul(x, b[i] as Tensor),
        x.shape.slice(1).map((_, axis) => axis + 1),
      ),
    )
    .reduce((x, y) => add(x, y));

/** [task] as a factor of a task's array. */
const perTask = (factor: Tensor, { shape }: Tensor): Tensor =>
  reshape(factor, [shape[0] as number, ...shape.slice(1).map(() => 1)]);

export const gaussNewtonMethod = metaMethod({
  name: "gauss-newton",
  summary: "meta-trained start, damped Gauss-Newton steps with a learned damping a layer and step",
  comparedSteps: 20,
  learner: gaussNewton,
});
