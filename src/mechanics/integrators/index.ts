import { UserError } from "../../base/errors.js";
import { dormandPrince8 } from "./dormand-prince-8.js";
import type { FixedStepMethod } from "./fixed-step.js";
import { gaussLegendre4, gaussLegendre6 } from "./gauss-legendre.js";
import { implicitMidpoint } from "./implicit-midpoint.js";
import { leapfrog } from "./leapfrog.js";
import { rk4 } from "./rk4.js";
import { yoshida4, yoshida6 } from "./yoshida.js";

/** The methods with fixed steps. */
export const fixedStepMethods: readonly FixedStepMethod[] = [
  rk4,
  dormandPrince8,
  leapfrog,
  yoshida4,
  yoshida6,
  implicitMidpoint,
  gaussLegendre4,
  gaussLegendre6,
];

/** The method called `name`; throws `UserError` with the known names. */
export function fixedStepMethodNamed(name: string): FixedStepMethod {
  const found = fixedStepMethods.find((method) => method.name === name);
  if (found === undefined)
    throw new UserError(
      `there is no integrator "${name}" with fixed steps; there are ${fixedStepMethods.map((m) => m.name).join(", ")}`,
    );
  return found;
}

export { dormandPrince8, gaussLegendre4, gaussLegendre6, implicitMidpoint, leapfrog, rk4, yoshida4, yoshida6 };
