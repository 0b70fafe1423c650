import type { ConservativeCheck } from "../../fit/conservative.js";

/** An energy that misses the held-out end by more than this share of the motion's spread is no all-clear beside a law that does not hold. */
const PREDICTS = 0.05;

/**
 * What an energy alone says of friction or a drive, where the law that looks for both itself does not hold: neither is known, only that an energy is not all. What the law lacks is told then, also where the energy lacks as much. `heldOut`: what the energy
 * misses the held-out end by, relative to the motion's spread.
 */
export function besideLaw(
  check: ConservativeCheck,
  law: ConservativeCheck | undefined,
  heldOut: number,
): ConservativeCheck {
  if (law?.verdict !== "undetermined" || (check.verdict === "conservative" && heldOut <= PREDICTS)) return check;
  const called = check.verdict === "driven" ? "a force that changes with time" : "friction";
  const reasons = [
    ...check.reasons,
    ...(check.verdict === "undetermined" || check.verdict === "conservative"
      ? []
      : [`${called} beside the energy would explain the record better, but no law with one was found that holds`]),
    ...law.reasons.map((reason) => `of the law with friction and drives: ${reason}`),
  ];
  return { ...check, verdict: "undetermined", reasons };
}
