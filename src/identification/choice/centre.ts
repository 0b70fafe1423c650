import { partsOf } from "../formula/assemble.js";
import { fitParts } from "../formula/fit-parts.js";
import { evaluationOf } from "../law/law.js";
import { pointBesideWeight } from "./aimed-point.js";
import type { Candidate, TermChoice } from "./fitting/candidate.js";
import { fitCandidate } from "./fitting/fit-candidate.js";
import type { FittedCandidate } from "./fitting/fitted-candidate.js";
import { FormBuilder } from "./form-builder.js";
import { ABOUT_A_POINT, besideWeight, FUNCTIONS } from "./forms.js";
import { type ChoiceTask, candidateCredit } from "./task.js";

/** The centre is looked for so often anew, about the distances from where it was found last. */
const ROUNDS = 2;

/** The point that the forces of a form point to; undefined where it has none, or the origin. */
export function centreOf({ name, terms }: Candidate): readonly number[] | undefined {
  if (!ABOUT_A_POINT.includes(name)) return undefined;
  return terms.flatMap(({ spec }) =>
    spec.kind === "potential" && spec.feature.kind === "distance" ? [spec.feature.origin] : [],
  )[0];
}

/**
 * Where a potential without symmetry was the best for a body in the plane or in space: a force to a point and a uniform one in its place, the point being where the fitted forces say, which know more than
 * smoothed accelerations do.
 */
export function pulledAndWeighted(
  { record, coordinates }: ChoiceTask,
  { candidate, law, fit }: FittedCandidate,
): Candidate | undefined {
  const d = record.dimension;
  if (
    coordinates.bodies.some((body) => body !== coordinates.bodies[0]) ||
    !candidate.terms.some(({ spec }) => spec.kind === "product")
  )
    return undefined;
  const { accelerate, accelerations } = evaluationOf(law);
  const places: number[][] = [];
  const forces: number[][] = [];
  for (const states of record.states)
    for (let k = 0; k < states.length; k += 2 * d) {
      const place = [...states.subarray(k, k + d)];
      // At rest, where there is no friction.
      if (!accelerate(Float64Array.from([...place, ...place.map(() => 0)]), 0, fit.theta)) return undefined;
      places.push(place);
      forces.push([...accelerations]);
    }
  const point = pointBesideWeight(places, forces);
  return point === undefined ? undefined : besideWeight(new FormBuilder(record, coordinates), point);
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
