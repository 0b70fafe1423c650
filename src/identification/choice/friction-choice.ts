import { assemble } from "./assemble.js";
import { believable } from "./believable.js";
import type { TermChoice } from "./candidate.js";
import { type FittedCandidate, fitCandidate } from "./fit-candidate.js";
import type { BestForm } from "./form-choice.js";
import { type FrictionChoice, frictionChoices, frictionSets } from "./friction-terms.js";
import { explains, leavesSome, misfits } from "./misfit.js";
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
  { form, friction: known, fitted: first }: BestForm,
  drives: readonly TermChoice[],
  tried?: readonly (readonly FrictionChoice[])[],
): BestFriction {
  const isFirst = (kinds: readonly FrictionChoice[]) =>
    kinds.length === known.length && kinds.every((kind) => known.includes(kind));
  const compared: Compared[] = [];
  let best: { kinds: readonly FrictionChoice[]; fitted: FittedCandidate } | undefined;
  const fitWith = (kinds: readonly FrictionChoice[]) =>
    isFirst(kinds) ? first : fitCandidate(assemble(task, form, kinds, drives), task.record, { ...task, near: first });
  for (const kinds of tried ?? frictionChoices(task.coordinates)) {
    // Two kinds together only where one of them already pays.
    const own = best?.kinds;
    if (kinds.length > 1 && !kinds.some((kind) => own?.includes(kind))) continue;
    const fitted = fitWith(kinds);
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
  if (best === undefined) return { kinds: known, fitted: first, compared };
  // Richer ones only where these leave a misfit, which they then take away, or where no single kind was enough.
  const open = tried === undefined && (best.kinds.length > 1 ? leavesSome(best.fitted) : misfits(best.fitted));
  for (const kinds of open ? richer(task) : []) {
    const fitted = fitWith(kinds);
    if (fitted === undefined) continue;
    const evidence = creditOf(fitted);
    compared.push({ what: kinds.join(" and "), evidence });
    if (!believable(fitted, "friction") || !explains(fitted, best.fitted)) continue;
    if (evidence > creditOf(best.fitted) + RICHER_PAYS) best = { kinds, fitted };
  }
  return { ...best, compared };
}

/** Friction that depends on place or direction must be so much likelier than what is the same everywhere. */
const RICHER_PAYS = 6;

function richer({ coordinates }: Task): (readonly FrictionChoice[])[] {
  const { bodies, single } = frictionSets(coordinates);
  return [...(bodies ? [["anisotropic"] as const] : []), ...(single ? [["viscous", "place-dependent"] as const] : [])];
}
