import type { Random } from "../base/random.js";
import { assemble, formOf } from "./choice/assemble.js";
import { believable } from "./choice/believable.js";
import type { ChoiceOptions } from "./choice/chosen.js";
import { fitCandidate } from "./choice/fitting/fit-candidate.js";
import type { FittedCandidate } from "./choice/fitting/fitted-candidate.js";
import type { FrictionChoice } from "./choice/friction-terms.js";
import { type ChoiceTask, type Compared, candidateCredit, SMALL_LOOSENESS } from "./choice/task.js";
import { drawLaws, type LawDraw } from "./draws.js";
import type { Identified } from "./identify.js";
import type { SmoothedRecord } from "./prepare/smoothed.js";

/** Laws less likely by more than this (natural log) are left out: hardly one of the draws would be theirs. */
const LEFT_OUT = 2.5;
/** So many other laws at most. */
const MOST_RIVALS = 2;
/** Longer records tell laws apart. */
const MOST_ROWS = 2000;

/** A law that a record leaves possible, with its probability. */
export interface PossibleLaw {
  readonly fitted: FittedCandidate;
  readonly weight: number;
}

/**
 * The law that was fitted to a record, and those of other forms or frictions that explain it about as well, each with its share of the evidence: what is foretold is as uncertain as they differ
 * (Hoeting et al. 1999).
 */
export function possibleLaws(
  { record, fitted }: { readonly record: SmoothedRecord; readonly fitted: FittedCandidate },
  { choice, coordinates, forms, frictions, inputs }: Identified,
  { conservative = false }: ChoiceOptions,
): PossibleLaw[] {
  const rows = record.motions.reduce((sum, { times }) => sum + times.length, 0);
  if (fitted.fit.looseness > SMALL_LOOSENESS || rows > MOST_ROWS || choice.centre !== undefined)
    return [{ fitted, weight: 1 }];
  const task: ChoiceTask = { record, coordinates, inputs, velocities: choice.velocities.model };
  const own = formOf(record, coordinates, choice);
  const kinds = choice.friction.length === 0 ? NONE : choice.friction.join(AND);
  const others = [
    ...near(forms, choice.form).map(({ what, behind }) => ({ behind, form: what, friction: choice.friction })),
    ...(conservative ? [] : near(frictions, kinds)).map(({ what, behind }) => ({
      behind,
      form: choice.form,
      friction: what === NONE ? [] : (what.split(AND) as FrictionChoice[]),
    })),
  ].sort((a, b) => a.behind - b.behind);
  const found = [fitted];
  for (const { form, friction } of others.slice(0, MOST_RIVALS)) {
    const candidate = form === choice.form ? own : formOf(record, coordinates, { form });
    const whole = assemble(task, candidate, friction, choice.drives);
    const rival = fitCandidate(whole, record, { ...task, ...(form === choice.form ? { near: fitted } : {}) });
    if (rival === undefined || rival.fit.looseness > SMALL_LOOSENESS) continue;
    if (friction.length > 0 && !believable(rival, "friction")) continue;
    if (candidateCredit(rival) > candidateCredit(fitted) - LEFT_OUT) found.push(rival);
  }
  const most = Math.max(...found.map(candidateCredit));
  const weights = found.map((law) => Math.exp(candidateCredit(law) - most));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return found.map((law, k) => ({ fitted: law, weight: (weights[k] as number) / total }));
}

const [NONE, AND] = ["none", " and "];

/** What was compared and is nearly as likely as, or likelier than, what was chosen; by how much less. */
function near(compared: readonly Compared[], chosen: string): { what: string; behind: number }[] {
  const own = compared.find(({ what }) => what === chosen);
  if (own === undefined) return [];
  return compared
    .map(({ what, evidence }) => ({ what, behind: own.evidence - evidence }))
    .filter(({ what, behind }) => what !== chosen && behind < LEFT_OUT);
}

/** `count` draws from several laws, of each as many as its weight calls for. */
export function drawPossible(laws: readonly PossibleLaw[], count: number, random: Random): LawDraw[] {
  let [before, given] = [0, 0];
  return laws.flatMap(({ fitted, weight }, k) => {
    before += weight;
    const own = Math.round(count * before) - given;
    given += own;
    const terms = k === 0 ? {} : { terms: fitted.candidate.terms.map(({ spec }) => spec) };
    return drawLaws(fitted, own, random).map((draw) => ({ ...draw, ...terms }));
  });
}
