import {
  abs,
  add,
  alias,
  broadcast,
  concat,
  detach,
  div,
  fill,
  gradient,
  log,
  matmul,
  mul,
  neg,
  pad,
  reshape,
  sign,
  slice,
  solveCholesky,
  square,
  sub,
  sum,
  type Tensor,
  table,
  transpose,
} from "../../graph/index.js";
import { NODE_SIZE } from "../../mechanics/index.js";
import type { Model, ParameterSpec } from "../../models/index.js";
import type { InnerLoop } from "../meta/inner-loop.js";
import type { MetaLearner, WeightPrior } from "../meta/meta-learner.js";
import { sumOverGroups, unroll } from "../meta/objective.js";
import { groupInputs, type PointTensors } from "../meta/task-group.js";
import { solveRidge } from "./ridge-solve.js";

/** Ridges that a task may choose from, for every component of every point. */
const GRID = [1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2];
/** Errors of the field below the square root of this, in its units, no longer count for more. */
const FLOOR = 1e-12;

/** What is learned across tasks, and how H is linear in what a task adapts. */
export interface ClosedForm {
  readonly title: string;
  /** The network, some of whose parameters are the tasks' weights. */
  readonly model: Model;
  /** Whether the prior says that H is equal at all points of a motion. */
  readonly needsMotions?: boolean;
  /** The parameters of it that the outer loop learns. */
  readonly learned: readonly ParameterSpec[];
  /** What the outer loop learns besides: the prior's. */
  readonly priorParameters: readonly ParameterSpec[];
  /** Features of H [task, point, F]; F may depend on the number of bodies. */
  features(values: readonly Tensor[], states: Tensor): Tensor;
  /** The prior by the learned parameters of both kinds, for tasks with these points. */
  prior(learned: readonly Tensor[], own: readonly Tensor[], points: PointTensors): WeightPrior;
  /** Every task's weights [task, N, 1] before it has seen a point. */
  start(learned: readonly Tensor[], tasks: number): Tensor;
  /** The network's parameters with the tasks' weights. */
  network(learned: readonly Tensor[], weights: Tensor): Tensor[];
}

/**
 * Closed-form adaptation: with features phi of a state, H = H_0 + sum_k u_k s_k phi_k. The field is linear in u, and a task's u
 * minimises
 *
 *   sum of squared errors of the field on the task's points + lambda |u|^2,
 *
 * a posterior mean, of one solve; the task takes the lambda of the largest marginal likelihood from a grid. The outer loop
 * learns phi, H_0, the scales s and a factor of the grid, by the mean log of the tasks' squared query errors, so that tasks that
 * are predicted well count as much as hard ones.
 *
 * For the chosen lambda the outer gradient is exact: u is found with everything held, then takes a Newton step of the
 * objective, which changes no value and has the derivative that the implicit function theorem gives. Needs float64 and
 * points in the task's units (`taskUnits`). A component that is zero in all of a task's points counts as surplus.
 */
export function closedForm(form: ClosedForm, { reduction }: Pick<InnerLoop, "reduction">): MetaLearner {
  const { title, model, learned, priorParameters, features } = form;
  const priorOf = (meta: readonly Tensor[], points: PointTensors) =>
    form.prior(meta.slice(0, learned.length), meta.slice(learned.length), points);
  const network: MetaLearner["network"] = (meta, own) => form.network(meta.slice(0, learned.length), own[0] as Tensor);
  const begin: MetaLearner["begin"] = (meta, tasks) => [form.start(meta.slice(0, learned.length), tasks)];
  const method: MetaLearner = {
    title,
    model,
    parameters: [...learned, ...priorParameters],
    steps: 1,
    reduction,
    precision: "f64",
    inUnits: true,
    needsMotions: form.needsMotions ?? false,
    linear: { features, prior: priorOf },
    begin,
    network,
    step(meta, _, points) {
      const { strength, scale, start, equalEnergies } = priorOf(meta, points);
      const [tasks = 1, width = 1] = scale.shape;
      const unused = (start.shape[1] as number) - width;
      const whole = (u: Tensor) => (unused === 0 ? u : pad(u, 1, 0, unused));
      const weights = (u: Tensor) => add(start, whole(mul(scale, u)));
      const active = activeComponents(points);
      /** Every row's error: of the field's components, then of the points' energies. */
      const errors = (own: Tensor): Tensor => {
        const values = network(meta, [own]);
        const field = mul(active, sub(points.derivatives, model.derivative(values, points.states)));
        if (equalEnergies === undefined) return energySlopes(field);
        const energies = model.hamiltonian?.(values, points.states) as Tensor;
        const apart = fromMean(reshape(energies, [...energies.shape, 1]), points);
        return concat([energySlopes(field), neg(mul(equalEnergies, apart))], 1);
      };

      const values = network(meta, [start]);
      const rows = rowsOf(active, points);
      const slopes = mul(featureSlopes(features, values, points.states), rows);
      const differences = equalEnergies && mul(equalEnergies, fromMean(features(values, points.states), points));
      const design = differences === undefined ? slopes : concat([slopes, differences], 1);
      const scaled = mul(design, reshape(scale, [tasks, 1, width]));
      const fieldRows = sum(rows, [1, 2]);
      const count = equalEnergies ? add(fieldRows, Math.max((points.states.shape[2] as number) - 1, 0)) : fieldRows;
      const own = mul(strength, ridges);
      const solution = solveRidge(scaled, errors(start), count, own);
      const factor = detach(solution.factor);
      const found = detach(solution.coefficients);
      const chosen = mul(reshape(count, [tasks, 1]), reshape(sum(mul(detach(solution.choice), own), [1]), [tasks, 1]));
      // What rounding needs beyond it counts as a constant.
      const ridgeOfTask = add(chosen, detach(sub(solution.strength, chosen)));

      if (solution.rowCoefficients !== undefined) {
        const held = detach(solution.rowCoefficients);
        // X^T held, since errors are y - X u; then a Newton step of (X X^T + lambda) a = y, X^T constant where it meets zero.
        const [pulled] = gradient(neg(sum(mul(held, errors(weights(found))))), [found]) as [Tensor];
        const left = sub(errors(weights(pulled)), mul(reshape(ridgeOfTask, [tasks, 1, 1]), held));
        const moved = matmul(detach(scaled), solveCholesky(factor, left), { transposeA: true });
        return [weights(add(pulled, moved))];
      }
      const penalty = sum(mul(ridgeOfTask, sum(square(found), [1])));
      const objective = add(sum(square(errors(weights(found)))), penalty);
      const [slope] = gradient(mul(0.5, objective), [found]) as [Tensor];
      return [weights(sub(found, solveCholesky(factor, slope)))];
    },
    outer(meta, groups) {
      const loss = sumOverGroups(groups, (group) => {
        const { support, query } = groupInputs(group);
        return logErrors(method, meta, unroll(method, meta, support).at(-1) as Tensor[], query);
      });
      return { loss, gradients: gradient(loss, meta) };
    },
  };
  return method;
}

const ridges = table(GRID, [1, GRID.length]);

/** Values of points [task, point, F] less their mean over the points of a task. */
function fromMean(values: Tensor, { motions }: PointTensors): Tensor {
  if (motions !== undefined) return sub(values, matmul(motions, values));
  const [tasks = 1, points = 1, width = 1] = values.shape;
  return sub(values, reshape(mul(1 / points, sum(values, [1])), [tasks, 1, width]));
}
/** 1 for components [task, body, 1, 4] that move in a task's points, 0 for those that stand at zero. */
function activeComponents({ states, derivatives }: PointTensors): Tensor {
  const [tasks = 1, bodies = 1] = states.shape;
  const moved = sign(sum(add(abs(states), abs(derivatives)), [2]));
  return reshape(moved, [tasks, bodies, 1, NODE_SIZE]);
}

/** A component of every body at every point as rows [task, body * 4 * point, 1], in the order of `featureSlopes`. */
function rowsOf(components: Tensor, { states }: PointTensors): Tensor {
  const [tasks = 1, bodies = 1, points = 1] = states.shape;
  const all = broadcast(components, [tasks, bodies, points, NODE_SIZE]);
  return reshape(transpose(all, [0, 1, 3, 2]), [tasks, bodies * NODE_SIZE * points, 1]);
}

/** dH/dx = (-dp/dt, dq/dt) of a field [task, body, point, 4] as rows like those of `featureSlopes`. */
function energySlopes(field: Tensor): Tensor {
  const slopes = concat([neg(slice(field, 3, 2, 4)), slice(field, 3, 0, 2)], 3);
  return rowsOf(slopes, { states: field, derivatives: field });
}

/**
 * Derivatives of every feature with respect to every component of a state, [task, body * 4 * point, F]: directional derivatives
 * along the components, each as the derivative of a vector-Jacobian product in its vector.
 */
export function featureSlopes(features: ClosedForm["features"], parameters: readonly Tensor[], states: Tensor): Tensor {
  const [tasks = 1, bodies = 1, points = 1] = states.shape;
  const directions = bodies * NODE_SIZE;
  const shape = [tasks, bodies, directions, points, NODE_SIZE];
  const rows = [tasks, bodies, directions * points, NODE_SIZE];
  const unit = new Float64Array(bodies * directions * NODE_SIZE);
  for (let d = 0; d < directions; d++) {
    const b = Math.floor(d / NODE_SIZE);
    unit[(b * directions + d) * NODE_SIZE + (d % NODE_SIZE)] = 1;
  }
  const repeated = broadcast(reshape(states, [tasks, bodies, 1, points, NODE_SIZE]), shape);
  const x = alias(reshape(repeated, rows));
  const along = broadcast(table(unit, [1, bodies, directions, 1, NODE_SIZE]), shape);
  const value = features(parameters, x);
  // Any vector will do: the product is linear in it, and the derivative does not depend on it.
  const vector = alias(fill(1, value.shape));
  const [pulled] = gradient(value, [x], vector) as [Tensor];
  const [pushed] = gradient(pulled, [vector], reshape(along, rows)) as [Tensor];
  return pushed;
}

/** Sum over tasks of the log of the mean squared error. */
function logErrors(method: MetaLearner, meta: readonly Tensor[], own: readonly Tensor[], points: PointTensors): Tensor {
  const predicted = method.model.derivative(method.network(meta, own), points.states);
  const active = activeComponents(points);
  const errors = sum(square(mul(active, sub(predicted, points.derivatives))), [1, 2, 3]);
  const count = mul(points.states.shape[2] as number, sum(active, [1, 2, 3]));
  return sum(log(add(FLOOR, div(errors, count))));
}
