import type { VectorField } from "../definition.js";
import type { FixedStepMethod, Step } from "./fixed-step.js";
import { leapfrogStepper } from "./leapfrog.js";

/**
 * Yoshida's method of order 4: three leapfrog steps, the middle one backwards, whose errors of third order cancel
 * (Yoshida 1990, equation 2.11).
 */
export const yoshida4 = composition(4, [1 / (2 - Math.cbrt(2))]);

/** Yoshida's method of order 6: seven leapfrog steps (Yoshida 1990, table 1, solution A, to all digits of a double). */
export const yoshida6 = composition(6, [0.7845136104775573, 0.23557321335935813, -1.177679984178871]);

/** Leapfrog steps of the given shares of h, outermost first, then the middle one, then the same mirrored. */
function composition(order: number, outer: readonly number[]): FixedStepMethod {
  const middle = 1 - 2 * outer.reduce((sum, share) => sum + share, 0);
  const shares = [...outer, middle, ...outer.toReversed()];
  return {
    name: `yoshida-${order}`,
    title: `Yoshida ${order}`,
    order,
    symplectic: true,
    separable: true,
    source: "Yoshida, Physics Letters A 150 (1990) 262",
    stepper(field: VectorField, size: number): Step {
      const leapfrog = leapfrogStepper(field, size);
      return (state, h) => {
        for (const share of shares) leapfrog(state, share * h);
      };
    },
  };
}
