import { exp, mul, reshape, sizeOf, type Tensor } from "../../graph/index.js";
import { type ParameterSpec, repeatForTasks } from "../../models/index.js";
import type { ClosedForm } from "./closed-form.js";

/** Learned logarithms are these times the meta-parameters, whose steps are small. */
const PACE = 10;
/** e to the power of a learned logarithm. */
export const positive = (x: Tensor): Tensor => exp(mul(PACE, x));
/** A learned logarithm of so many numbers that starts at zero. */
export const logarithm = (name: string, size: number): ParameterSpec => ({
  name,
  shape: [size],
  initial: () => new Float64Array(size),
});

/**
 * The same prior for all tasks: a learned factor of the ridges and `scales` learned scales, which `spread` [scales, 1] -> [F, 1]
 * gives to the features of systems of so many bodies.
 */
export function commonPrior(
  scales: number,
  spread: (scale: Tensor, bodies: number) => Tensor,
  start: ClosedForm["start"],
): Pick<ClosedForm, "priorParameters" | "prior" | "start"> {
  return {
    priorParameters: [logarithm("ridge.strength", 1), logarithm("ridge.scale", scales)],
    start,
    prior(learned, [strength, scale], { states }) {
      const [tasks = 1, bodies = 1] = states.shape;
      const column = reshape(positive(scale as Tensor), [sizeOf((scale as Tensor).shape), 1]);
      return {
        strength: repeatForTasks(positive(strength as Tensor), tasks),
        scale: repeatForTasks(spread(column, bodies), tasks),
        start: start(learned, tasks),
      };
    },
  };
}
