import type { VectorField } from "../definition.js";
import { SOLUTION, STAGES, type Weights } from "./dop853-coefficients.js";
import type { FixedStepMethod, Step } from "./fixed-step.js";

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

function stepper(field: VectorField, size: number): Step {
  const slopes = STAGES.map(() => new Float64Array(size));
  const at = new Float64Array(size);
  const displace = (state: Float64Array, weights: Weights, h: number, out: Float64Array) => {
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (const [stage, weight] of weights) sum += weight * ((slopes[stage] as Float64Array)[i] as number);
      out[i] = (state[i] as number) + h * sum;
    }
  };
  return (state, h) => {
    STAGES.forEach((weights, stage) => {
      displace(state, weights, h, at);
      field(at, slopes[stage] as Float64Array);
    });
    displace(state, SOLUTION, h, state);
  };
}
