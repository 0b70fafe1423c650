import { powerOfTen } from "../../../numerics/index.js";
import { basisOf } from "../../law/spec.js";
import { assemble } from "../assemble.js";
import type { Candidate, TermChoice } from "../fitting/candidate.js";
import { fitCandidate } from "../fitting/fit-candidate.js";
import type { FittedCandidate } from "../fitting/fitted-candidate.js";
import type { BestForm } from "../form-choice.js";
import { type BestFriction, bestFriction } from "../friction-choice.js";
import { isRich } from "../friction-terms.js";
import { misfits } from "../misfit.js";
import { type ChoiceTask, candidateCredit, RICHER } from "../task.js";
import { massAlong, PATH_FORMS, pathForm } from "./forms.js";
import type { PathMass } from "./mass.js";

/** A mass that depends on place must be so much likelier than one that does not (natural log). */
const PATH_PAYS = 8;
/** The mass that friction along the path is multiplied by is found so often anew. */
const ROUNDS = 2;

/**
 * A form of one coordinate whose mass depends on place, with the friction that is best with it, where no other form explains the record and this one leaves nothing: its motion is along a path of which the coordinate is
 * one side. Undefined where it is not so.
 */
export function pathLaw(
  task: ChoiceTask,
  plain: { readonly form: BestForm; readonly friction: BestFriction },
  drives: readonly TermChoice[],
): { form: BestForm; friction: BestFriction } | undefined {
  const { fitted, kinds } = plain.friction;
  if (task.record.dimension !== 1 || task.record.momenta === true) return undefined;
  // Friction that depends on place takes up some of what a mass does that depends on it.
  if (!misfits(fitted) && !isRich(kinds)) return undefined;
  let best: { form: Candidate; fitted: FittedCandidate } | undefined;
  for (const name of PATH_FORMS) {
    const form = pathForm(task.record, task.coordinates, name);
    const first = fitCandidate(assemble(task, form, ["viscous"], drives), task.record, {
      ...task,
      // Loosely connected segments already are likelier under the form that explains them.
      hopeless: fitted.fit.looseEvidence,
    });
    if (first === undefined) continue;
    const found = dragged(task, { form, fitted: first }, drives);
    if (!varies(task, found)) continue;
    const bar = best === undefined ? candidateCredit(fitted) + PATH_PAYS : candidateCredit(best.fitted) + RICHER;
    if (!misfits(found.fitted) && candidateCredit(found.fitted) > bar) best = found;
  }
  if (best === undefined) return undefined;
  best = aboutExtremum(task, best, drives);
  const { compared, fits } = plain.form;
  const evidence = candidateCredit(best.fitted);
  const form: BestForm = {
    ...best,
    friction: ["viscous"],
    compared: [...compared, { what: best.form.name, evidence }],
    fits,
  };
  return { form, friction: bestFriction(task, form, drives) };
}

/** A form and its fit, with viscous friction along the path instead of the coordinate where that is likelier. */
function dragged(
  task: ChoiceTask,
  start: { readonly form: Candidate; readonly fitted: FittedCandidate },
  drives: readonly TermChoice[],
): { form: Candidate; fitted: FittedCandidate } {
  let best = start;
  const path = start.form.path as PathMass;
  for (let round = 0; round < ROUNDS; round++) {
    const form: Candidate = { ...best.form, path: { ...path, along: massAlong(best.fitted, path) } };
    const fitted = fitCandidate(assemble(task, form, ["viscous"], drives), task.record, { ...task, near: best.fitted });
    if (fitted === undefined || !(candidateCredit(fitted) > candidateCredit(best.fitted))) break;
    best = { form, fitted };
  }
  return best;
}

/** A mass that changes by less than this share along the record is none that depends on place, however likely: it takes up what the integration of a long chaotic record leaves, say. */
const LEAST_CHANGE = 0.01;
/** Places at which the mass is looked at. */
const LOOKED = 41;

function varies(
  { record }: ChoiceTask,
  { form, fitted }: { readonly form: Candidate; readonly fitted: FittedCandidate },
) {
  const mass = basisOf(massAlong(fitted, form.path as PathMass));
  const [low, high] = record.ranges[0] as readonly [number, number];
  const [value, unused] = [new Float64Array(1), new Float64Array(1)];
  const masses = Array.from({ length: LOOKED }, (_, k) => {
    mass.evaluate(low + ((high - low) * k) / (LOOKED - 1), value, unused, unused);
    return value[0] as number;
  });
  return Math.max(...masses) - Math.min(...masses) > LEAST_CHANGE;
}

/** Where the powers begin is told to this share of the range. */
const TOLD = 1e-4;

/** The same with the powers of its mass begun where that is least or largest along the record: at the middle of a bowl, where the mass is 1 then. */
function aboutExtremum(
  task: ChoiceTask,
  start: { readonly form: Candidate; readonly fitted: FittedCandidate },
  drives: readonly TermChoice[],
): { form: Candidate; fitted: FittedCandidate } {
  const { basis } = start.form.path as PathMass;
  if (basis.kind !== "powers" || basis.count !== 2) return start;
  const [first, second] = start.fitted.fit.theta as unknown as readonly [number, number];
  const step = powerOfTen(Math.floor(Math.log10(TOLD * basis.unit)));
  const origin = Number((step * Math.round((basis.origin - (basis.unit * first) / second) / step)).toPrecision(12));
  const [low, high] = task.record.ranges[0] as readonly [number, number];
  if (!(origin > low && origin < high)) return start;
  const form = pathForm(task.record, task.coordinates, start.form.name, { basis: { ...basis, origin } });
  const fitted = fitCandidate(assemble(task, form, ["viscous"], drives), task.record, task);
  if (fitted === undefined) return start;
  const found = dragged(task, { form, fitted }, drives);
  return candidateCredit(found.fitted) > candidateCredit(start.fitted) - RICHER ? found : start;
}
