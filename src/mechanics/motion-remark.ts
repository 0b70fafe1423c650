import { UserError } from "../base/errors.js";
import type { System } from "./system.js";
import { energyError, type Trajectory } from "./trajectory.js";

/** A change of the energy, as a share of its scale, that whoever uses a computed motion should know of. */
const NOTED = 0.01;
/** One by which it is no motion of the system any more. */
const RUN_AWAY = 1000;

/**
 * What is to be said of a computed motion whose energy did not stay; undefined where it did. Throws `UserError` where it
 * has run away, to numbers that may not even be finite. `fixedSteps`: whether its steps were chosen by the user and not by their error.
 */
export function motionRemark(
  system: System,
  { t, energy }: Pick<Trajectory, "t" | "energy">,
  fixedSteps: boolean,
): string | undefined {
  const start = energy[0] as number;
  const lost = energy.findIndex((value) => !(Math.abs(value - start) < RUN_AWAY * system.energyScale));
  if (lost >= 0) {
    const cause = fixedSteps ? "it escapes, or its steps are too long (more of them between two points)" : "it escapes";
    throw new UserError(
      `the motion of ${system.name} from this state runs away with its energy before t = ${Number((t[lost] as number).toPrecision(6))} s: ${cause}; ` +
        "ask for a shorter duration or another state",
    );
  }
  const change = energyError(system, energy);
  if (!(change > NOTED)) return undefined;
  const cure = fixedSteps ? "more steps between two points keep it better" : "the motion is hard to compute here";
  return `the energy changes by up to ${Number(change.toPrecision(2))} of its scale along this motion: ${cure}`;
}
