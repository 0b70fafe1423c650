import type { SmoothedRecord } from "../prepare/smoothed.js";
import type { ChoiceOptions } from "./chosen.js";
import { heldAs, type Inputs } from "./fitting/candidate.js";
import { fitCandidate } from "./fitting/fit-candidate.js";
import type { Coordinates } from "./form-builder.js";
import { type BestForm, bestForm } from "./form-choice.js";
import type { FrictionChoice } from "./friction-terms.js";
import { firstVelocities } from "./judge-velocities.js";
import { explains, misfits } from "./misfit.js";
import { type ChoiceTask, candidateCredit, DRIVE_PAYS, SMALL_LOOSENESS } from "./task.js";

/** What an input looks like must be so much less likely than the other (natural log). */
const PAYS = 3;

/** Inputs as they go on, and the form that was best with them, where they go on as they were given. */
export interface JudgedInputs {
  readonly inputs: Inputs | undefined;
  readonly form?: BestForm | undefined;
}

/**
 * Whether inputs are held between their samples or go on in lines, where that is not known: by the evidence of the form that is best with what they look like, fitted with each input both ways. What looks likelier is taken
 * unless the other is clearly likelier. Where a misfit is left, also whether the rates of inputs act, as those of a base that moves under a spring and a damper, and then squares of inputs or rates.
 */
export function judgeInputs(
  record: SmoothedRecord,
  coordinates: Coordinates,
  { inputs, withRates, conservative = false }: ChoiceOptions,
): JudgedInputs {
  if (inputs === undefined || (!inputs.judged.includes(true) && withRates === undefined)) return { inputs };
  const velocities = firstVelocities(record);
  const friction: readonly FrictionChoice[] = conservative ? [] : ["viscous"];
  const task = { record, coordinates, velocities };
  const form = bestForm({ ...task, inputs }, friction, []);
  if (form === undefined) return { inputs };
  const { name } = form.form;
  let best = { inputs, fitted: form.fitted };
  const near = form.fitted.fit.looseness <= SMALL_LOOSENESS ? form.fitted : undefined;
  const judged = inputs.judged.flatMap((own, k) => (own ? [k] : []));
  // All at once too: what one controller gives out is held alike, and one of two alone may look worse.
  for (const turned of [...judged.map((k) => [k]), ...(judged.length > 1 ? [judged] : [])]) {
    const other = heldAs(
      best.inputs,
      (turned.length > 1 ? inputs : best.inputs).held.map((held, i) => (turned.includes(i) ? !held : held)),
    );
    const own = fitCandidate(form.fitted.candidate, record, { velocities, inputs: other, near });
    if (own !== undefined && candidateCredit(own) > candidateCredit(best.fitted) + PAYS)
      best = { inputs: other, fitted: own };
  }
  const known = { ...best.inputs, judged: inputs.judged.map(() => false) };
  const asBefore = best.inputs === inputs ? { inputs: known, form } : { inputs: known };
  if (!misfits(best.fitted)) return asBefore;
  const wide = withRates?.(known);
  if (wide !== undefined && act({ ...task, inputs: wide })) return { inputs: wide };
  // Squares of rates, as of a beam or a hoop that is turned, are those that inertia gives; squares of an input that is itself a rate come first.
  const squared = { ...known, squares: known.held.map((_, k) => k) };
  if (act({ ...task, inputs: squared })) return { inputs: squared };
  const turned = wide && { ...wide, squares: wide.held.flatMap((_, k) => (k < known.count ? [] : [k])) };
  return turned !== undefined && act({ ...task, inputs: turned }) ? { inputs: turned } : asBefore;

  /** Whether more inputs explain what the inputs leave: in the form that was best without them, or in the one that is best with them, which the misfit may have hidden. What is wrong with an input, its noise or its lines between rows, may leave a little. */
  function act(own: ChoiceTask): boolean {
    const { fitted } = best;
    const pays = (found: BestForm | undefined): found is BestForm =>
      found !== undefined && candidateCredit(found.fitted) > candidateCredit(fitted) + DRIVE_PAYS;
    const alike = bestForm(own, friction, [], new Set([name]));
    if (!pays(alike)) return false;
    const found = misfits(alike.fitted) ? bestForm(own, friction, []) : alike;
    if (!pays(found)) return false;
    return !misfits(found.fitted) || (fitted.fit.looseness > SMALL_LOOSENESS && explains(found.fitted, fitted));
  }
}
