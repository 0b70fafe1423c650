import type { VectorField } from "../definition.js";
import { SOLUTION, STAGES } from "./dop853-coefficients.js";
import type { FixedStepMethod, Step } from "./fixed-step.js";
import { weightedSum } from "./weighted-sum.js";

/**
 * The solution of order 8 of Dormand and Prince with steps of a given size: 12 evaluations a step, worth it where a
 * smooth field's motion is wanted to nearly all digits.
 */
export const dormandPrince8: FixedStepMethod = {
  name: "dormand-prince-8",
  title: "Dormand-Prince 8",
  order: 8,
  symplectic: false,
  separable: false,
  source: "Prince and Dormand 1981; Hairer, Norsett and Wanner 1993, section II.10",
  explicit: { stages: STAGES, solution: SOLUTION },
  stepper,
};

const stageSums = STAGES.slice(1).map(weightedSum);
const solutionSum = weightedSum(SOLUTION);

function stepper(field: VectorField, size: number): Step {
  const slopes = STAGES.map(() => new Float64Array(size));
  const [first, ...others] = slopes as [Float64Array, ...Float64Array[]];
  const at = new Float64Array(size);
  return (state, h) => {
    field(state, first);
    stageSums.forEach((sum, s) => {
      sum(slopes, h, at, state);
      field(at, others[s] as Float64Array);
    });
    solutionSum(slopes, h, state, state);
  };
}
