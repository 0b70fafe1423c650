import type { KnownSurface } from "../../law/surface.js";
import { assemble } from "../assemble.js";
import type { TermChoice } from "../fitting/candidate.js";
import { fitCandidate } from "../fitting/fit-candidate.js";
import type { FittedCandidate } from "../fitting/fitted-candidate.js";
import type { BestForm } from "../form-choice.js";
import { type BestFriction, bestFriction } from "../friction-choice.js";
import { type ChoiceTask, candidateCredit } from "../task.js";

/** The surface is found so often anew with the friction that acts along it. */
const ROUNDS = 2;

/** The surface of a fit; undefined where it has none. */
function surfaceOf({ candidate, law, fit }: FittedCandidate): KnownSurface | undefined {
  const t = candidate.terms.findIndex(({ spec }) => spec.kind === "surface");
  const spec = candidate.terms[t]?.spec;
  if (spec?.kind !== "surface") return undefined;
  const [k, , x, y] = fit.theta.subarray(law.offsets[t]) as unknown as readonly [number, number, number, number];
  return { at: spec.at, profile: spec.profile, k, axis: [x, y] };
}

/**
 * The law of a body on a surface with viscous friction along this, as of the air or of rolling, where that is likelier than the friction that was found in the plane. Undefined where it is not, and of other laws.
 */
export function onSurface(
  task: ChoiceTask,
  plain: { readonly form: BestForm; readonly friction: BestFriction },
  drives: readonly TermChoice[],
): { form: BestForm; friction: BestFriction } | undefined {
  let best: BestForm | undefined;
  let from = plain.form.fitted;
  for (let round = 0; round < ROUNDS; round++) {
    const surface = surfaceOf(from);
    if (surface === undefined) return undefined;
    const form = { ...plain.form.form, surface };
    const fitted = fitCandidate(assemble(task, form, ["viscous"], drives), task.record, { ...task, near: from });
    if (fitted === undefined) break;
    if (best !== undefined && !(candidateCredit(fitted) > candidateCredit(best.fitted))) break;
    best = { ...plain.form, form, friction: ["viscous"], fitted };
    from = fitted;
  }
  if (best === undefined || !(candidateCredit(best.fitted) > candidateCredit(plain.form.fitted))) return undefined;
  const friction = bestFriction(task, best, drives);
  return candidateCredit(friction.fitted) > candidateCredit(plain.friction.fitted)
    ? { form: best, friction }
    : undefined;
}
