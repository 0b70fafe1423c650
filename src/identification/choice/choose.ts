import type { SmoothedRecord } from "../prepare/smoothed.js";
import { assemble, formOf } from "./assemble.js";
import { centreOf } from "./centre.js";
import type { ChoiceOptions, Chosen } from "./chosen.js";
import { formWithFriction } from "./chosen-friction.js";
import { type Alike, MOST_DRIVES, tryDrive } from "./drives/drive-choice.js";
import { type Pumping, pumpingOf } from "./drives/pumped.js";
import { trySmoothForce } from "./drives/smooth-choice.js";
import type { TermChoice } from "./fitting/candidate.js";
import { fitCandidate } from "./fitting/fit-candidate.js";
import type { FittedCandidate } from "./fitting/fitted-candidate.js";
import type { Coordinates } from "./form-builder.js";
import { type BestForm, bestForm, rivals } from "./form-choice.js";
import { type BestFriction, richFriction } from "./friction-choice.js";
import { type FrictionChoice, isRich } from "./friction-terms.js";
import { firstVelocities, hasVelocities, judgeVelocities, openVelocities } from "./judge-velocities.js";
import { misfits } from "./misfit.js";
import { constantForce } from "./one-way/constant-force.js";
import { plainWithFriction } from "./one-way/one-pass.js";
import { passesOnce } from "./one-way/one-way.js";
import { pathLaw } from "./path/choice.js";
import { onSurface } from "./path/on-surface.js";
import { areSmooth } from "./smooth-velocities.js";
import { type ChoiceTask, type Compared, candidateCredit, RICHER, SMALL_LOOSENESS } from "./task.js";

/** A fit that others may begin near: of one that leaves segments apart, what it says of the motion is not believed. */
const tight = (fitted: FittedCandidate | undefined) =>
  fitted !== undefined && fitted.fit.looseness <= SMALL_LOOSENESS ? fitted : undefined;

/** What is less likely by no more than this (natural log) explains a record about as well. */
const ABOUT_AS_WELL = 6;

/**
 * Chooses a law for a record: a form of the energy, friction and drive, each the simplest that the evidence does not speak against, and what the velocity columns are.
 * Undefined where no form can be followed. `known`: the form that is best without any drive, where it is known.
 */
export function chooseLaw(
  record: SmoothedRecord,
  coordinates: Coordinates,
  options: ChoiceOptions = {},
  known?: BestForm,
): Chosen | undefined {
  const found = choose(record, coordinates, options, true, known);
  if (found === undefined || !found.smooth || confirmed(record, coordinates, options, found)) return found;
  return choose(record, coordinates, options, false, known);
}

/** Whether the law that the positions alone led to explains these, but not the velocities beside them. */
function confirmed(
  record: SmoothedRecord,
  coordinates: Coordinates,
  { inputs }: ChoiceOptions,
  { choice, fitted }: Chosen,
): boolean {
  if (misfits(fitted)) return false;
  const velocities = openVelocities(record.dimension);
  const whole = assemble(
    { record, coordinates, inputs },
    formOf(record, coordinates, choice),
    choice.friction,
    choice.drives,
  );
  const both = fitCandidate(whole, record, { velocities, inputs });
  return both === undefined || misfits(both) || areSmooth(both, record);
}

function choose(
  record: SmoothedRecord,
  coordinates: Coordinates,
  options: ChoiceOptions,
  maySmooth: boolean,
  known: BestForm | undefined,
): (Chosen & { readonly smooth: boolean }) | undefined {
  const { conservative = false, inputs, onProgress } = options;
  const measured = hasVelocities(record);
  const open = firstVelocities(record);
  const usual: readonly FrictionChoice[] = conservative ? [] : ["viscous"];
  let drives: readonly TermChoice[] = [];
  let smooth = false;
  const tried: Compared[] = [];
  let driven: FittedCandidate | undefined;
  let pumping: Pumping | undefined;
  let alike: Alike | undefined;
  for (let round = 0; ; round++) {
    const share = (part: number) => 1 - (1 - part) / 2 ** round;
    onProgress?.(share(0), "form of the law");
    const first =
      (round === 0 ? known : undefined) ??
      bestForm({ record, coordinates, inputs, velocities: open }, usual, drives, undefined, () => tight(driven));
    if (first === undefined) return undefined;
    onProgress?.(share(0.4), "what the velocities are");
    const judged = measured
      ? judgeVelocities(record, first.fitted, inputs, maySmooth)
      : { velocities: { kind: "none", model: open } as const, record, smooth: false };
    const { velocities, record: used } = judged;
    const task: ChoiceTask = { record: used, coordinates, inputs, velocities: velocities.model };
    const kept = velocities.kind === "derived" ? undefined : rivals(first);
    const chosen = measured
      ? (bestForm(task, usual, drives, kept, (form) => tight(first.fits.get(form))) ?? first)
      : first;
    onProgress?.(share(0.7), "friction");
    const found = conservative
      ? { form: chosen, friction: { kinds: [], fitted: chosen.fitted, compared: [] } }
      : constantForce(task, plainWithFriction(task, formWithFriction(task, chosen, drives, first), drives), drives);
    const { form: based, friction: plain } =
      (conservative ? undefined : (pathLaw(task, found, drives) ?? onSurface(task, found, drives))) ?? found;
    let friction: BestFriction = plain;
    if (round === 0 && misfits(friction.fitted)) pumping = pumpingOf(chosen.fitted, used);
    if (drives.some(({ spec }) => spec.kind === "harmonic" && spec.factor !== undefined)) pumping = undefined;
    const result = () => ({
      choice: {
        form: based.form.name,
        centre: centreOf(based.form),
        path: based.form.path,
        surface: based.form.surface,
        friction: friction.kinds,
        drives: [...drives],
        velocities,
      },
      inputs,
      record: used,
      fitted: friction.fitted,
      forms: based.compared,
      frictions: friction.compared,
      drives: tried,
      undecided: false,
      alike,
      pumping,
      onePass: passesOnce(used, coordinates),
      smooth: judged.smooth === true,
    });
    if (conservative || smooth) return result();
    onProgress?.(share(0.9), "drive");
    // With the drive known, form, velocities and friction may look simpler: once more from the beginning.
    let harmonic = drives.length < MOST_DRIVES ? tryDrive(task, based, friction, drives) : undefined;
    // A drive takes up some of what friction does that depends on place: that first.
    const rich =
      harmonic?.pays === true && !isRich(friction.kinds) ? richFriction(task, based, drives, friction) : undefined;
    if (
      rich !== undefined &&
      harmonic !== undefined &&
      isRich(rich.kinds) &&
      candidateCredit(rich.fitted) > candidateCredit(harmonic.driven) + RICHER
    ) {
      friction = rich;
      // What it leaves to a drive, if anything, is not what the other left.
      harmonic = misfits(rich.fitted) ? tryDrive(task, based, friction, drives) : undefined;
    }
    if (harmonic !== undefined) tried.push({ what: harmonic.what, evidence: harmonic.gain });
    if (drives.length === 0 || harmonic?.pays === true) alike = drives.length === 0 ? harmonic?.alike : undefined;
    // Two drives of which none explains the record alone may be parts of one force of time.
    const whole = harmonic?.together === true ? trySmoothForce(task, based, friction, drives) : undefined;
    const isWhole = (two: FittedCandidate) =>
      whole?.pays === true && candidateCredit(whole.driven) > candidateCredit(two);
    if (harmonic?.pays === true && !isWhole(harmonic.driven)) {
      drives = [...drives, ...harmonic.drives];
      driven = harmonic.driven;
      continue;
    }
    const force = whole ?? trySmoothForce(task, based, friction, drives);
    if (force !== undefined) tried.push({ what: force.what, evidence: force.gain });
    if (force?.pays !== true)
      return { ...result(), undecided: harmonic?.possible === true && harmonic.gain > -ABOUT_AS_WELL };
    drives = force.drives;
    [driven, alike] = [undefined, undefined];
    smooth = true;
  }
}
