import type { ConservativeCheck } from "../../fit/conservative.js";

/**
 * What an energy alone says of friction or a drive, where the law that looks for both itself does not hold: neither is known, only that an energy is not all. What the law lacks is told then, also where the energy lacks as much.
 */
export function besideLaw(check: ConservativeCheck, law: ConservativeCheck | undefined): ConservativeCheck {
  if (law?.verdict !== "undetermined" || check.verdict === "conservative") return check;
  const called = check.verdict === "driven" ? "a force that changes with time" : "friction";
  const reasons = [
    ...check.reasons,
    ...(check.verdict === "undetermined"
      ? []
      : [`${called} beside the energy would explain the record better, but no law with one was found that holds`]),
    ...law.reasons.map((reason) => `of the law with friction and drives: ${reason}`),
  ];
  return { ...check, verdict: "undetermined", reasons };
}
