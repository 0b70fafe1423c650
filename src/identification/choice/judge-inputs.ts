import type { SmoothedRecord } from "../prepare/smoothed.js";
import type { ChoiceOptions } from "./chosen.js";
import { heldAs, type Inputs } from "./fitting/candidate.js";
import { fitCandidate } from "./fitting/fit-candidate.js";
import type { Coordinates } from "./form-builder.js";
import { bestForm } from "./form-choice.js";
import { firstVelocities } from "./judge-velocities.js";
import { candidateCredit } from "./task.js";

/** What an input looks like must be so much less likely than the other (natural log). */
const PAYS = 3;

/**
 * Whether inputs are held between their samples or go on in lines, where that is not known: by the evidence of the form that is best with what they look like, fitted with each input both ways. What looks likelier is taken
 * unless the other is clearly likelier.
 */
export function judgeInputs(
  record: SmoothedRecord,
  coordinates: Coordinates,
  { inputs, conservative = false }: ChoiceOptions,
): Inputs | undefined {
  if (inputs === undefined || !inputs.judged.includes(true)) return inputs;
  const velocities = firstVelocities(record);
  const form = bestForm({ record, coordinates, inputs, velocities }, conservative ? [] : ["viscous"], []);
  if (form === undefined) return inputs;
  const { fitted } = form;
  let best = { inputs, credit: candidateCredit(fitted) };
  inputs.judged.forEach((judged, k) => {
    if (!judged) return;
    const other = heldAs(
      best.inputs,
      best.inputs.held.map((held, i) => (i === k ? !held : held)),
    );
    const own = fitCandidate(fitted.candidate, record, { velocities, inputs: other });
    if (own === undefined) return;
    const credit = candidateCredit(own);
    if (credit > best.credit + PAYS) best = { inputs: other, credit };
  });
  return { ...best.inputs, judged: inputs.judged.map(() => false) };
}
