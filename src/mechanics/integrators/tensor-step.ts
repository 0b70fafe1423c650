import { add, mul, type Tensor } from "../../graph/index.js";
import type { FixedStepMethod } from "./fixed-step.js";
import { fixedStepMethods } from "./index.js";
import type { ExplicitTableau, GroupedWeights, ImplicitTableau, StageWeights } from "./tableau.js";

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
  { name, implicit, explicit }: FixedStepMethod,
  field: TensorField,
  x: Tensor,
  h: number,
): Tensor {
  if (implicit !== undefined) return implicitStep(implicit, field, x, h);
  if (explicit !== undefined) return explicitStep(explicit, field, x, h);
  throw new Error(`${name} cannot be written as tensors`);
}

function explicitStep(
  { stages, solution, grouped }: ExplicitTableau,
  field: TensorField,
  x: Tensor,
  h: number,
): Tensor {
  const slopes: Tensor[] = [];
  const displaced = (weights: StageWeights) =>
    weights.reduce((sum, [stage, weight]) => add(sum, mul(h * weight, slopes[stage] as Tensor)), x);
  for (const weights of stages) slopes.push(field(displaced(weights)));
  return grouped === undefined ? displaced(solution) : add(x, mul(h / grouped.divisor, sumOf(grouped, slopes)));
}

/** The weighted sum of slopes, all of equal weight added up first: a program's operations cost more than a number's. */
function sumOf({ groups }: GroupedWeights, slopes: readonly Tensor[]): Tensor {
  const byWeight = new Map<number, Tensor>();
  for (const [stages, weight] of groups)
    for (const slope of stages.map((stage) => slopes[stage] as Tensor)) {
      const sum = byWeight.get(weight);
      byWeight.set(weight, sum === undefined ? slope : add(sum, slope));
    }
  const sums = [...byWeight].map(([weight, sum]) => (weight === 1 ? sum : mul(weight, sum)));
  return sums.reduce((a, b) => add(a, b));
}

function implicitStep({ matrix, weights }: ImplicitTableau, field: TensorField, x: Tensor, h: number): Tensor {
  let slopes: Tensor[] = weights.map(() => field(x));
  const displaced = (row: readonly number[]) =>
    row.reduce((sum, factor, j) => add(sum, mul(h * factor, slopes[j] as Tensor)), x);
  for (let k = 0; k < ITERATIONS; k++) slopes = matrix.map((row) => field(displaced(row)));
  return displaced(weights);
}
