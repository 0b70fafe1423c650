import { partsOf } from "../formula/assemble.js";
import { fitParts } from "../formula/fit-parts.js";
import type { Candidate, TermChoice } from "./fitting/candidate.js";
import { fitCandidate } from "./fitting/fit-candidate.js";
import type { FittedCandidate } from "./fitting/fitted-candidate.js";
import { FormBuilder } from "./form-builder.js";
import { CENTRED, FUNCTIONS } from "./forms.js";
import { type ChoiceTask, candidateCredit } from "./task.js";

/** The centre is looked for so often anew, about the distances from where it was found last. */
const ROUNDS = 2;

/** The point that the forces of a form point to; undefined where it has none, or the origin. */
export function centreOf({ name, terms }: Candidate): readonly number[] | undefined {
  if (name !== CENTRED) return undefined;
  return terms.flatMap(({ spec }) =>
    spec.kind === "potential" && spec.feature.kind === "distance" ? [spec.feature.origin] : [],
  )[0];
}

/** A form with its force about another point. */
function aboutPoint(form: Candidate, { record, coordinates }: ChoiceTask, centre: readonly number[]): Candidate {
  const builder = new FormBuilder(record, coordinates);
  return {
    ...form,
    terms: form.terms.map((term): TermChoice => {
      const { spec } = term;
      if (spec.kind !== "potential" || spec.feature.kind !== "distance") return term;
      return builder.central(spec.feature.components, FUNCTIONS, centre);
    }),
  };
}

/**
 * A form about a point and its fit with that point moved to where the shooting draws it: steps of Gauss and Newton for the point together with all states and coefficients, as long as the evidence rises.
 * `assembled` adds to the form what was fitted besides.
 */
export function refineCentre(
  task: ChoiceTask,
  start: { readonly form: Candidate; readonly fitted: FittedCandidate },
  assembled: (form: Candidate) => Candidate,
): { readonly form: Candidate; readonly fitted: FittedCandidate } {
  let best = start;
  for (let round = 0; round < ROUNDS; round++) {
    const centre = centredFit(task, best.fitted);
    if (centre === undefined) break;
    const form = aboutPoint(best.form, task, centre);
    const fitted = fitCandidate(assembled(form), task.record, { ...task, near: best.fitted });
    if (fitted === undefined || !(candidateCredit(fitted) > candidateCredit(best.fitted))) break;
    best = { form, fitted };
  }
  return best;
}

/** Where a fit goes if its centre is a coefficient like others. */
function centredFit({ record, inputs }: ChoiceTask, fitted: FittedCandidate): number[] | undefined {
  let at: { first: number; count: number } | undefined;
  let offset = 0;
  const parts = partsOf(fitted).map((part) => {
    const { spec } = part;
    const first = offset;
    offset += part.start.length;
    if (spec.kind !== "potential" || spec.feature.kind !== "distance") return part;
    const { components, origin } = spec.feature;
    const size = Math.max(...record.spreads.subarray(0, record.dimension));
    at = { first: first + part.start.length, count: origin.length };
    offset += origin.length;
    return {
      ...part,
      spec: { kind: "centred-potential" as const, components, basis: spec.basis },
      means: [...(part.means ?? []), ...origin],
      deviation: [...part.deviation, ...origin.map(() => size)],
      start: [...part.start, ...origin],
    };
  });
  if (at === undefined) return undefined;
  const moved = fitParts(parts, fitted, record, inputs);
  return moved === undefined ? undefined : [...moved.fit.theta.subarray(at.first, at.first + at.count)];
}
