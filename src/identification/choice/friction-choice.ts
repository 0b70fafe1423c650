import { assemble } from "./assemble.js";
import { believable } from "./believable.js";
import type { TermChoice } from "./candidate.js";
import { type FittedCandidate, fitCandidate } from "./fit-candidate.js";
import type { BestForm } from "./form-choice.js";
import { type FrictionChoice, frictionChoices } from "./friction-terms.js";
import { type Compared, creditOf, RICHER, type Task } from "./task.js";

/** Friction must be so much likelier than none (natural log). */
const FRICTION_PAYS = 4;

/** The friction that explains a record best. */
export interface BestFriction {
  readonly kinds: readonly FrictionChoice[];
  readonly fitted: FittedCandidate;
  readonly compared: readonly Compared[];
}

/** The simplest friction among those tried that none is clearly likelier than, for a form with drives. */
export function bestFriction(
  task: Task,
  { form, friction, fitted: first }: BestForm,
  drives: readonly TermChoice[],
  tried: readonly (readonly FrictionChoice[])[] = frictionChoices(task.coordinates),
): BestFriction {
  const isFirst = (kinds: readonly FrictionChoice[]) =>
    kinds.length === friction.length && kinds.every((kind) => friction.includes(kind));
  const compared: Compared[] = [];
  let best: { kinds: readonly FrictionChoice[]; fitted: FittedCandidate } | undefined;
  for (const kinds of tried) {
    // Two kinds together only where one already pays.
    if (
      kinds.length > 1 &&
      (best === undefined || best.kinds.length === 0 || !kinds.includes(best.kinds[0] as FrictionChoice))
    )
      continue;
    const fitted = isFirst(kinds)
      ? first
      : fitCandidate(assemble(task, form, kinds, drives), task.record, { ...task, near: first });
    if (fitted === undefined) continue;
    const evidence = creditOf(fitted);
    compared.push({ what: kinds.length === 0 ? "none" : kinds.join(" and "), evidence });
    if (kinds.length > 0 && !believable(fitted, "friction")) continue;
    const margin =
      best === undefined
        ? Number.NEGATIVE_INFINITY
        : best.kinds.length === 0
          ? FRICTION_PAYS
          : kinds.length > best.kinds.length
            ? RICHER
            : best.kinds[0] === "viscous"
              ? 1
              : 0;
    if (best === undefined || evidence > creditOf(best.fitted) + margin) best = { kinds, fitted };
  }
  return best === undefined ? { kinds: friction, fitted: first, compared } : { ...best, compared };
}
