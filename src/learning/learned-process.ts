import type { Learner } from "./learner.js";
import type { MetaLearner } from "./meta/meta-learner.js";
import { priorFunctions } from "./prior-functions.js";
import { adaptStructure, type StructuredProcessOptions } from "./structure/structured-process.js";

/**
 * The structured process with what a meta-trained method believes of H for one more term: the mean of its prior and its features, beside
 * the forms of mechanics and in their place. What they are worth is for the points to say, as for every other term; how noisy the
 * points are, and what that means for their states, is followed as without them. Parameters are flat, in the order of
 * `method.parameters`.
 */
export function learnedProcess(
  method: MetaLearner,
  parameters: ArrayLike<number>,
  options: StructuredProcessOptions & { readonly name: string },
): Learner {
  const { name, title = "Structured process with functions that a network has learned" } = options;
  return {
    name,
    title,
    async adapt(space, observations, { signal }) {
      signal?.throwIfAborted();
      return adaptStructure(space, observations, {
        ...options,
        learned: (units) => priorFunctions(method, parameters, space, observations, units),
      });
    },
  };
}
