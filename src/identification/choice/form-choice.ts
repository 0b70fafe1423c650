import { deviationOf } from "../shooting/restrict.js";
import { assemble } from "./assemble.js";
import { centreOf, pulledAndWeighted, refineCentre } from "./centre.js";
import { type Candidate, type PreparedCandidate, prepareCandidate, type TermChoice } from "./fitting/candidate.js";
import { fitCandidate } from "./fitting/fit-candidate.js";
import type { FittedCandidate } from "./fitting/fitted-candidate.js";
import { conservativeForms } from "./forms.js";
import type { FrictionChoice } from "./friction-terms.js";
import { misfits } from "./misfit.js";
import { type ChoiceTask, type Compared, candidateCredit, HOPELESS, RICHER, SMALL_LOOSENESS } from "./task.js";

/** Forms less likely than the best by more than this are no rivals of it. */
const RIVAL = 15;

/** A form with so many coefficients more than one that leaves nothing to explain is not tried. */
const NEEDLESS = 40;

/** A force across the velocity must be so much likelier than none (natural log); it is tried where other forms leave a misfit, or need so many coefficients more: near the centre a curve turns a swing as a frame that turns does. */
const [ACROSS_PAYS, FEWER] = [6, 2];

/** A surface that a body moves on must be so much likelier than forces in the plane (natural log), and its curvature so many standard deviations above 0. */
const [SURFACE_PAYS, CURVED] = [6, 5];

/** What coordinates are taken for otherwise than they are told must be so much likelier (natural log). */
export const READING_PAYS = 6;

const needless = (best: FittedCandidate, { law }: PreparedCandidate): boolean =>
  law.count > best.law.count + NEEDLESS && best.fit.looseness <= SMALL_LOOSENESS && !misfits(best);

/** The form that explains a record best. */
export interface BestForm {
  readonly form: Candidate;
  /** With which friction it was fitted. */
  readonly friction: readonly FrictionChoice[];
  readonly fitted: FittedCandidate;
  readonly compared: readonly Compared[];
  /** The fit of every form that was compared, by name. */
  readonly fits: ReadonlyMap<string, FittedCandidate>;
}

/**
 * The simplest form, among those with given names or all, that none is clearly likelier than; each begun near a fit to the same record, where there is one. Undefined where none can be followed.
 *
 * @param told the best form of coordinates as they are told, where these are taken for others: only what is clearly likelier counts, and is looked for only where that leaves a misfit or needs more coefficients
 */
export function bestForm(
  task: ChoiceTask,
  friction: readonly FrictionChoice[],
  drives: readonly TermChoice[],
  names?: ReadonlySet<string>,
  near?: (form: string) => FittedCandidate | undefined,
  told?: BestForm,
): BestForm | undefined {
  let best: { form: Candidate; fitted: FittedCandidate } | undefined = told;
  const compared: Compared[] = [];
  const fits = new Map<string, FittedCandidate>();
  let aslant: number | undefined;
  // What the best form was worth at first: with loose segments, unless it was begun near another fit, which compares with others that were.
  let loose: { readonly evidence: number | undefined; readonly isLoose: boolean } | undefined =
    told === undefined ? undefined : { evidence: told.fitted.fit.looseEvidence, isLoose: true };
  for (const form of forms()) {
    if (names !== undefined && !names.has(form.name)) continue;
    const candidate = assemble(task, form, friction, drives);
    const prepared = best === undefined ? undefined : prepareCandidate(candidate, task.record.dimension, task.inputs);
    if (best !== undefined && prepared !== undefined && needless(best.fitted, prepared)) continue;
    const across = form.terms.some(({ spec }) => spec.kind === "gyroscopic");
    const bowl = form.terms.some(({ spec }) => spec.kind === "surface");
    const other = across || bowl || told !== undefined;
    const simpler = other && prepared !== undefined && prepared.law.count <= (best?.fitted.law.count ?? 0) - FEWER;
    if ((other || form.late === true) && best !== undefined && !simpler && !misfits(best.fitted)) continue;
    // A form that does not explain the record as one motion says little of what others are worth while segments are loose.
    const begin = near?.(form.name);
    const isLoose = begin === undefined;
    const bar = tight(best) && isLoose === loose?.isLoose ? loose.evidence : undefined;
    const hopeless = bar === undefined ? undefined : bar - HOPELESS;
    const first = fitCandidate(candidate, task.record, { ...task, hopeless, near: begin });
    if (first === undefined) continue;
    const found =
      centreOf(form) === undefined
        ? { form, fitted: first }
        : refineCentre(task, { form, fitted: first }, (moved) => assemble(task, moved, friction, drives));
    const evidence = candidateCredit(found.fitted);
    if (bowl && best !== undefined && !curved(found.fitted)) continue;
    compared.push({ what: form.name, evidence });
    fits.set(form.name, found.fitted);
    if (across) aslant ??= best === undefined ? Number.NEGATIVE_INFINITY : unlike(task, best, friction, drives);
    const least = bowl
      ? beaten(best) + SURFACE_PAYS
      : across
        ? Math.max(aslant ?? beaten(best), beaten(best)) + ACROSS_PAYS
        : beaten(best) + (best !== undefined && best === told ? READING_PAYS : RICHER);
    if (evidence <= least) continue;
    best = found;
    loose = { evidence: first.fit.looseEvidence, isLoose };
  }
  return best === undefined || best === told ? undefined : { ...best, friction, compared, fits };

  function* forms(): Generator<Candidate> {
    yield* conservativeForms(task.record, task.coordinates);
    const simpler = best === undefined ? undefined : pulledAndWeighted(task, best.fitted);
    if (simpler !== undefined) yield simpler;
  }
}

/** Whether a surface is curved: upwards, and by more than chance gives. */
function curved({ candidate, law, fit }: FittedCandidate): boolean {
  const k = law.offsets[candidate.terms.findIndex(({ spec }) => spec.kind === "surface")] as number;
  return (fit.theta[k] as number) > CURVED * deviationOf(fit, k);
}

const tight = (best: { fitted: FittedCandidate } | undefined): boolean =>
  best !== undefined && best.fitted.fit.looseness <= SMALL_LOOSENESS;

const beaten = (best: { fitted: FittedCandidate } | undefined): number =>
  best === undefined ? Number.NEGATIVE_INFINITY : candidateCredit(best.fitted);

/** What a form would be worth with a friction for each direction of a body, which a force across the velocity may be taken for. */
function unlike(
  task: ChoiceTask,
  { form, fitted }: { form: Candidate; fitted: FittedCandidate },
  friction: readonly FrictionChoice[],
  drives: readonly TermChoice[],
): number {
  if (friction.length === 0) return Number.NEGATIVE_INFINITY;
  const own = fitCandidate(assemble(task, form, ["anisotropic"], drives), task.record, { ...task, near: fitted });
  return own === undefined ? Number.NEGATIVE_INFINITY : candidateCredit(own);
}

/** Forms that come near the best one: only these may change places when the velocities are seen otherwise. */
export function rivals({ compared }: BestForm): Set<string> {
  const most = Math.max(...compared.map(({ evidence }) => evidence));
  return new Set(compared.filter(({ evidence }) => evidence > most - RIVAL).map(({ what }) => what));
}
