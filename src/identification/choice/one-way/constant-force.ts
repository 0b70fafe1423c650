import { assemble } from "../assemble.js";
import type { TermChoice } from "../fitting/candidate.js";
import { fitCandidate } from "../fitting/fit-candidate.js";
import type { FittedCandidate } from "../fitting/fitted-candidate.js";
import type { BestForm } from "../form-choice.js";
import { conservativeForms, EVEN, FREE } from "../forms.js";
import type { BestFriction } from "../friction-choice.js";
import type { FrictionChoice } from "../friction-terms.js";
import { type ChoiceTask, candidateCredit } from "../task.js";
import { onlyOneWay } from "./one-way.js";

/** A constant force by its other name may be so much less likely (natural log): the same numbers have priors of their own. */
const AS_LIKELY = 3;

/**
 * What goes one way all the time is braked by dry friction as by a constant force, and driven by a constant force as by dry friction below zero: the one that slows it down is taken for friction, the one that speeds it up for a
 * force. Only of a form whose forces are a constant one, or one of an angle besides.
 */
export function constantForce(
  task: ChoiceTask,
  found: { form: BestForm; friction: BestFriction },
  drives: readonly TermChoice[],
): { form: BestForm; friction: BestFriction } {
  const { form, friction } = found;
  const { name } = form.form;
  const { record, coordinates } = task;
  if (!onlyOneWay(record)) return found;
  const isEven = name === EVEN || name.startsWith(`${EVEN}, `);
  const dry = friction.kinds.indexOf("dry");
  if (isEven === dry >= 0) return found;
  const way = directionOf(record.states[0] as ArrayLike<number>);
  if (isEven ? way * constantOf(friction.fitted, "potential") <= 0 : constantOf(friction.fitted, "friction") >= 0)
    return found;
  const others = isEven ? name.replace(/^even(, )?/, "") || FREE : name === FREE ? EVEN : `${EVEN}, ${name}`;
  const kinds: readonly FrictionChoice[] = isEven
    ? ["dry", ...friction.kinds]
    : friction.kinds.filter((kind) => kind !== "dry");
  const other = conservativeForms(record, coordinates, true).find((own) => own.name === others);
  if (other === undefined) return found;
  const fitted = fitCandidate(assemble(task, other, kinds, drives), record, { ...task });
  if (fitted === undefined || candidateCredit(fitted) < candidateCredit(friction.fitted) - AS_LIKELY) return found;
  return {
    form: { ...form, form: other, friction: kinds, fitted },
    friction: { ...friction, kinds, fitted, compared: renamed(friction, kinds) },
  };
}

/** 1 or -1: the way in which a motion of one coordinate goes. */
const directionOf = (states: ArrayLike<number>): number =>
  Math.sign((states[states.length - 2] as number) - (states[0] as number));

/** The first coefficient of the first term of a kind: the slope of a potential, the size of dry friction. */
function constantOf({ candidate, law, fit }: FittedCandidate, kind: "potential" | "friction"): number {
  const term = candidate.terms.findIndex(
    ({ spec }) => spec.kind === kind && (spec.kind !== "friction" || spec.law === "dry"),
  );
  return term < 0 ? 0 : (fit.theta[law.offsets[term] as number] as number);
}

/** Kinds as they were compared, under the names that they have now. */
const renamed = ({ compared, kinds }: BestFriction, now: readonly FrictionChoice[]) => {
  const before = kinds.length === 0 ? "none" : kinds.join(" and ");
  const name = now.length === 0 ? "none" : now.join(" and ");
  return compared
    .filter(({ what }) => what !== name)
    .map((own) => (own.what === before ? { ...own, what: name } : own));
};
