import type { LearnedSystem } from "../../../src/learning/index.js";
import { errorOfSpread, meanSquaredError, rollOutField } from "../../../src/measure/index.js";
import { energiesOf, energyError, toNodes } from "../../../src/mechanics/index.js";
import type { ClosedFormId, MethodPrediction } from "../messages.js";
import type { PreparedMotion } from "../motion.js";

/** The motion of a fitted closed form, by the integrator and the steps that the networks' motions have, and measured as theirs are. */
export function predictClosedForm(
  method: ClosedFormId,
  { system, set }: PreparedMotion,
  learned: LearnedSystem,
): MethodPrediction {
  const initial = set.states.slice(0, 2 * system.dimension);
  const { states, escapedAt } = rollOutField(system, learned.vectorField, initial, set.times);
  const energy = energiesOf(system, states);
  return {
    method,
    states,
    energy,
    mse: meanSquaredError(toNodes(system, states), toNodes(system, set.states)),
    relative: errorOfSpread(states, set.states, 2 * system.dimension),
    energyError: energyError(system, energy),
    escapedAt,
  };
}
