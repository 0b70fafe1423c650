import { assemble } from "./assemble.js";
import { believable } from "./believable.js";
import type { Candidate, TermChoice } from "./fitting/candidate.js";
import { fitCandidate } from "./fitting/fit-candidate.js";
import type { FittedCandidate } from "./fitting/fitted-candidate.js";
import { type Foretold, foretell } from "./fitting/foretell.js";
import type { BestForm } from "./form-choice.js";
import { type FrictionChoice, frictionChoices, frictionSets, frictionTerms } from "./friction-terms.js";
import { explains, leavesSome, misfits } from "./misfit.js";
import { type ChoiceTask, type Compared, candidateCredit, FRICTION_PAYS, SMALL_LOOSENESS } from "./task.js";

/** What no friction is called among those compared. */
const NONE = "none";

/** The friction that explains a record best. */
export interface BestFriction {
  readonly kinds: readonly FrictionChoice[];
  readonly fitted: FittedCandidate;
  readonly compared: readonly Compared[];
  /** The fit without friction, where there is one. */
  readonly without?: FittedCandidate | undefined;
  /** Whether friction that depends on place or direction was looked for too; left out where not all others were. */
  readonly richTried?: boolean | undefined;
}

const isFittedWith = ({ friction }: BestForm, kinds: readonly FrictionChoice[]): boolean =>
  kinds.length === friction.length && kinds.every((kind) => friction.includes(kind));

/** A form with some friction, begun near the fit that it was chosen by. */
const fittedWith = (
  task: ChoiceTask,
  chosen: BestForm,
  kinds: readonly FrictionChoice[],
  drives: readonly TermChoice[],
): FittedCandidate | undefined =>
  isFittedWith(chosen, kinds)
    ? chosen.fitted
    : fitCandidate(assemble(task, chosen.form, kinds, drives), task.record, { ...task, near: chosen.fitted });

/** The simplest friction among those tried that none is clearly likelier than, for a form with drives. */
export function bestFriction(
  task: ChoiceTask,
  chosen: BestForm,
  drives: readonly TermChoice[],
  tried?: readonly (readonly FrictionChoice[])[],
): BestFriction {
  const { form, friction: known, fitted: first } = chosen;
  const isFirst = (kinds: readonly FrictionChoice[]) => isFittedWith(chosen, kinds);
  const compared: Compared[] = [];
  let best: { kinds: readonly FrictionChoice[]; fitted: FittedCandidate } | undefined;
  const fitWith = (kinds: readonly FrictionChoice[]) => fittedWith(task, chosen, kinds, drives);
  const sets = tried ?? frictionChoices(task.record, task.coordinates);
  const foretold = foretellKinds(task, form, known, first, sets);
  let without: FittedCandidate | undefined;
  const alone = new Map<FrictionChoice, number>();
  const tell = (kinds: readonly FrictionChoice[], what: string, evidence: number) => {
    compared.push({ what, evidence });
    if (kinds.length === 1) alone.set(kinds[0] as FrictionChoice, evidence);
  };
  for (const kinds of sets) {
    // Two kinds together only where one of them already pays, or where the form was chosen beside them.
    const none = compared.find(({ what }) => what === NONE)?.evidence ?? Number.NEGATIVE_INFINITY;
    if (kinds.length > 1 && !isFirst(kinds) && !kinds.some((kind) => (alone.get(kind) ?? none) > none + FRICTION_PAYS))
      continue;
    // Three only with two of them that are the best so far.
    if (kinds.length > 2 && !(best?.kinds.length === 2 && best.kinds.every((kind) => kinds.includes(kind)))) continue;
    const bar =
      best === undefined ? Number.NEGATIVE_INFINITY : candidateCredit(best.fitted) + marginOver(best.kinds, kinds);
    const gain = isFirst(kinds) || kinds.length === 0 ? undefined : foretold?.(kinds);
    const what = kinds.length === 0 ? NONE : kinds.join(" and ");
    if (gain !== undefined && candidateCredit(first) + gain + OFF + OFF_SHARE * Math.abs(gain) < bar) {
      tell(kinds, what, candidateCredit(first) + gain);
      continue;
    }
    const fitted = fitWith(kinds);
    if (fitted === undefined) continue;
    if (kinds.length === 0) without = fitted;
    const evidence = candidateCredit(fitted);
    tell(kinds, what, evidence);
    if (kinds.length > 0 && !believable(fitted, "friction")) continue;
    if (evidence > bar) best = { kinds, fitted };
  }
  const found: BestFriction =
    best === undefined ? { kinds: known, fitted: first, compared, without } : { ...best, compared, without };
  if (best === undefined || tried !== undefined) return found;
  // Richer ones only where these leave a misfit, which they then take away, or where no single kind was enough.
  const open = best.kinds.length > 1 ? leavesSome(best.fitted) : misfits(best.fitted);
  return open ? orRicher(task, chosen, drives, found) : { ...found, richTried: false };
}

/** The friction that was found, or one that depends on place or direction where that takes away what the other leaves. */
function orRicher(
  task: ChoiceTask,
  chosen: BestForm,
  drives: readonly TermChoice[],
  found: BestFriction,
): BestFriction {
  const compared = [...found.compared];
  let { kinds, fitted: best } = found;
  for (const own of richer(task)) {
    const fitted = fittedWith(task, chosen, own, drives);
    if (fitted === undefined) continue;
    const evidence = candidateCredit(fitted);
    compared.push({ what: own.join(" and "), evidence });
    if (!believable(fitted, "friction") || !explains(fitted, best)) continue;
    if (evidence > candidateCredit(best) + RICHER_PAYS) [kinds, best] = [own, fitted];
  }
  return { ...found, kinds, fitted: best, compared, richTried: true };
}

/** The same, friction that depends on place or direction looked for even where the others leave no misfit; undefined where it was looked for before. */
export function richFriction(
  task: ChoiceTask,
  chosen: BestForm,
  drives: readonly TermChoice[],
  found: BestFriction,
): BestFriction | undefined {
  if (found.richTried === true) return undefined;
  const all = found.richTried === false ? found : bestFriction(task, chosen, drives);
  return all.richTried === false ? orRicher(task, chosen, drives, all) : all;
}

/** By how much a friction must be likelier than the best of those before it: one kind more as much as friction than none. */
function marginOver(best: readonly FrictionChoice[], kinds: readonly FrictionChoice[]): number {
  if (kinds.length > best.length) return FRICTION_PAYS;
  return best[0] === "viscous" ? 1 : 0;
}

/** A gain that is foretold may be off by so much (natural log), and by this share. */
const [OFF, OFF_SHARE] = [3, 1 / 3];

/** Gains of other frictions over the one that a form was fitted with, foretold from that fit; undefined where it leaves segments apart, so that it says little of others. */
function foretellKinds(
  task: ChoiceTask,
  { path }: Candidate,
  known: readonly FrictionChoice[],
  first: FittedCandidate,
  sets: readonly (readonly FrictionChoice[])[],
): ((kinds: readonly FrictionChoice[]) => number) | undefined {
  if (first.fit.looseness > SMALL_LOOSENESS) return undefined;
  const all = [...new Set([...known, ...sets.flat()])];
  const terms = all.map((kind) => frictionTerms(task.record, task.coordinates, kind, path?.along));
  const own = first.candidate.terms.map(({ spec }) => JSON.stringify(spec));
  const more = terms.flatMap((list, i) => (known.includes(all[i] as FrictionChoice) ? [] : list));
  const found: Foretold | undefined = foretell(task, first, more);
  if (found === undefined) return undefined;
  return (kinds) => {
    const wanted = all.flatMap((kind, i) => (kinds.includes(kind) ? (terms[i] ?? []) : []));
    const unwanted = all.flatMap((kind, i) => (kinds.includes(kind) ? [] : (terms[i] ?? [])));
    const numbers = (list: readonly TermChoice[]) => list.map(({ spec }) => own.indexOf(JSON.stringify(spec)));
    return found.gain(
      more.flatMap((term, m) => (wanted.includes(term) ? [m] : [])),
      numbers(unwanted).filter((t) => t >= 0),
    );
  };
}

/** Friction that depends on place or direction must be so much likelier than what is the same everywhere. */
const RICHER_PAYS = 6;

function richer({ coordinates }: ChoiceTask): (readonly FrictionChoice[])[] {
  const { bodies, single } = frictionSets(coordinates);
  return [...(bodies ? [["anisotropic"] as const] : []), ...(single ? [["viscous", "place-dependent"] as const] : [])];
}
