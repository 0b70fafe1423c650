import type { SmoothedRecord } from "../prepare/smoothed.js";
import { assemble, type Choice, formOf } from "./assemble.js";
import { centreOf } from "./centre.js";
import type { ChoiceOptions, Chosen } from "./chosen.js";
import type { TermChoice } from "./fitting/candidate.js";
import { fitCandidate } from "./fitting/fit-candidate.js";
import type { Coordinates } from "./form-builder.js";
import { type BestForm, bestForm } from "./form-choice.js";
import { type BestFriction, bestFriction } from "./friction-choice.js";
import { betweenNeighbours, type FrictionChoice, isRich } from "./friction-terms.js";
import { withoutVelocities } from "./judge-velocities.js";
import { misfits } from "./misfit.js";
import { type ChoiceTask, candidateCredit } from "./task.js";

/** Simpler forms that are tried with friction between neighbours, the likeliest first. */
const SIMPLER = 2;

/**
 * The form and its friction, or a simpler form with friction between neighbours where that is likelier: forms are compared beside friction on coordinates, which bends a richer one to what the joint of two arms, or a damper
 * between two carts, does. `first`: the form that was chosen before velocities were judged, among all.
 */
export function formWithFriction(
  task: ChoiceTask,
  chosen: BestForm,
  drives: readonly TermChoice[],
  first: BestForm,
): { form: BestForm; friction: BestFriction } {
  const found = formForFriction(task, chosen, drives);
  const between = betweenNeighbours(task.coordinates);
  if (between === undefined) return found;
  const { count } = found.friction.fitted.law;
  const simpler = [...first.compared]
    .sort((a, b) => b.evidence - a.evidence)
    .filter(({ what }) => (first.fits.get(what)?.law.count ?? count) + between.length - 1 < count)
    .slice(0, SIMPLER);
  if (simpler.length === 0) return found;
  const names = new Set(simpler.map(({ what }) => what));
  const other = bestForm(task, between, drives, names, (form) => first.fits.get(form));
  if (other === undefined || !(candidateCredit(other.fitted) > candidateCredit(found.friction.fitted))) return found;
  return { form: { ...other, compared: chosen.compared }, friction: bestFriction(task, other, drives) };
}

/**
 * The friction of a form; where it is one that depends on place or direction and a misfit is left, also of the form that is best with it: a form that was chosen beside viscous friction may have been bent to what that does
 * not explain.
 */
function formForFriction(
  task: ChoiceTask,
  chosen: BestForm,
  drives: readonly TermChoice[],
): { form: BestForm; friction: BestFriction } {
  const friction = bestFriction(task, chosen, drives);
  const kept = { form: chosen, friction };
  if (!isRich(friction.kinds) || !misfits(friction.fitted)) return kept;
  const other = bestForm(task, friction.kinds, drives);
  if (other === undefined || !(candidateCredit(other.fitted) > candidateCredit(friction.fitted))) return kept;
  const own = bestFriction(task, other, drives);
  return candidateCredit(own.fitted) > candidateCredit(friction.fitted) ? { form: other, friction: own } : kept;
}

/**
 * Friction of a record whose form, drives and velocities are known: none, what was chosen, or proportional to the velocity. Undefined where the form cannot be followed.
 */
export function chooseFriction(
  record: SmoothedRecord,
  coordinates: Coordinates,
  choice: Choice,
  { conservative = false, inputs }: ChoiceOptions,
): Pick<Chosen, "choice" | "record" | "fitted" | "frictions"> | undefined {
  const { form, drives, velocities, path, surface } = choice;
  const used = velocities.kind === "derived" ? withoutVelocities(record) : record;
  const usual: readonly FrictionChoice[] = conservative
    ? []
    : choice.friction.length > 0
      ? choice.friction
      : ["viscous"];
  const known = { ...coordinates, centre: choice.centre };
  const task: ChoiceTask = { record: used, coordinates: known, inputs, velocities: velocities.model };
  const plain = path === undefined && surface === undefined;
  const best = plain ? bestForm(task, usual, drives, new Set([form])) : along(task, choice, usual);
  if (best === undefined) return undefined;
  if (conservative) return { choice, record: used, fitted: best.fitted, frictions: [] };
  // Two kinds together are compared with each for itself.
  const each = usual.filter((kind) => kind !== "place-dependent").map((kind) => [kind]);
  const { kinds, fitted, compared } = bestFriction(task, best, drives, [
    [],
    ...each,
    ...(usual.length > 1 ? [usual] : []),
    ...(usual.includes("viscous") ? [] : [["viscous"] as const]),
  ]);
  return {
    choice: { ...choice, centre: centreOf(best.form), friction: kinds },
    record: used,
    fitted,
    frictions: compared,
  };
}

/** The form of a motion along a path, whose mass is known to depend on place, or with friction along a surface. */
function along(task: ChoiceTask, choice: Choice, friction: readonly FrictionChoice[]): BestForm | undefined {
  const form = formOf(task.record, task.coordinates, choice);
  const fitted = fitCandidate(assemble(task, form, friction, choice.drives), task.record, task);
  return fitted === undefined ? undefined : { form, friction, fitted, compared: [], fits: new Map() };
}
