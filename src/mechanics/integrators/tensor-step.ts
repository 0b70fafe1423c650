import { add, mul, type Tensor } from "../../graph/index.js";
import type { ExplicitTableau, FixedStepMethod, Tableau } from "./fixed-step.js";
import { fixedStepMethods } from "./index.js";

/** A time derivative dx/dt of states x of any shape, as tensors. */
export type TensorField = (x: Tensor) => Tensor;

/**
 * Iterations of an implicit method's equations. A program cannot stop when they are solved, so their number is fixed: each brings
 * the error down by about h times the field's slope times 1/2 (midpoint), 0.29 (Gauss-Legendre 4) or 0.22 (6), which reaches
 * the rounding of 32 bits for h times slope up to 0.4, 0.7 and 0.9.
 */
const ITERATIONS = 10;

/** Methods that learned motions can be rolled out with: those that need no sum T(p) + V(q), which a learned H is not. */
export const rolloutMethods = fixedStepMethods.filter(({ separable }) => !separable);

/** One step of h seconds of a method from x, written as tensors. */
export function tensorStep(
  { name, tableau, explicit }: FixedStepMethod,
  field: TensorField,
  x: Tensor,
  h: number,
): Tensor {
  if (tableau !== undefined) return implicitStep(tableau, field, x, h);
  if (explicit !== undefined) return explicitStep(explicit, field, x, h);
  if (name === "rk4") return rk4Step(field, x, h);
  throw new Error(`${name} cannot be written as tensors`);
}

/** The classical Runge-Kutta method of order 4 (Kutta 1901), with fewer operations than its coefficients would take. */
function rk4Step(field: TensorField, x: Tensor, h: number): Tensor {
  const k1 = field(x);
  const k2 = field(add(x, mul(h / 2, k1)));
  const k3 = field(add(x, mul(h / 2, k2)));
  const k4 = field(add(x, mul(h, k3)));
  return add(x, mul(h / 6, add(add(k1, k4), mul(2, add(k2, k3)))));
}

function explicitStep({ stages, solution }: ExplicitTableau, field: TensorField, x: Tensor, h: number): Tensor {
  const slopes: Tensor[] = [];
  const displaced = (weights: ExplicitTableau["solution"]) =>
    weights.reduce((sum, [stage, weight]) => add(sum, mul(h * weight, slopes[stage] as Tensor)), x);
  for (const weights of stages) slopes.push(field(displaced(weights)));
  return displaced(solution);
}

function implicitStep({ matrix, weights }: Tableau, field: TensorField, x: Tensor, h: number): Tensor {
  let slopes: Tensor[] = weights.map(() => field(x));
  const displaced = (row: readonly number[]) =>
    row.reduce((sum, factor, j) => add(sum, mul(h * factor, slopes[j] as Tensor)), x);
  for (let k = 0; k < ITERATIONS; k++) slopes = matrix.map((row) => field(displaced(row)));
  return displaced(weights);
}
