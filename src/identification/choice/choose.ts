import { type SmoothedRecord, smoothRecord } from "../prepare/smoothed.js";
import { canonicalMomenta, plainVelocities, type VelocityModel } from "../shooting/record.js";
import { assemble, type Choice, formOf } from "./assemble.js";
import { centreOf } from "./centre.js";
import { tryDrive, trySmoothForce } from "./drive-choice.js";
import type { Inputs, TermChoice } from "./fitting/candidate.js";
import { fitCandidate } from "./fitting/fit-candidate.js";
import type { FittedCandidate } from "./fitting/fitted-candidate.js";
import type { Coordinates } from "./form-builder.js";
import { type BestForm, bestForm, rivals } from "./form-choice.js";
import { type BestFriction, bestFriction } from "./friction-choice.js";
import { type FrictionChoice, isRich } from "./friction-terms.js";
import { judgeVelocities, positionsAlone } from "./judge-velocities.js";
import { misfits } from "./misfit.js";
import { passesOnce, plainWithFriction } from "./one-pass.js";
import { type Pumping, pumpingOf } from "./pumped.js";
import { areSmooth } from "./smooth-velocities.js";
import { type ChoiceTask, type Compared, candidateCredit, RICHER, SMALL_LOOSENESS } from "./task.js";

/** What the user asks for or rules out. */
export interface ChoiceOptions {
  /** The energy alone: neither friction nor drive. */
  readonly conservative?: boolean | undefined;
  readonly inputs?: Inputs | undefined;
  /** Whether the velocity columns are canonical momenta, p = M(q) v. */
  readonly momenta?: boolean | undefined;
  /** Whether positions are integrals of the velocities, which alone were measured. */
  readonly integrated?: boolean | undefined;
  /** Told what is being done and what share of it is done. */
  readonly onProgress?: ((share: number, what: string) => void) | undefined;
}

/** A law chosen for a record. */
export interface Chosen {
  readonly choice: Choice;
  /** The record without what was not used of it, and the fit to it. */
  readonly record: SmoothedRecord;
  readonly fitted: FittedCandidate;
  /** By form, with viscous friction. */
  readonly forms: readonly Compared[];
  /** By kind of friction, "none" among them, for the chosen form and drives. */
  readonly frictions: readonly Compared[];
  /** Without and with each drive. */
  readonly drives: readonly Compared[];
  /** Whether a drive that was not taken explains the record about as well: more of the record may tell. */
  readonly undecided: boolean;
  /** Whether every place is passed once, so that only the simplicity of a law tells friction from a force that depends on place. */
  readonly onePass: boolean;
  /** An oscillation of a spring or a length that the forms do not have, where the record shows one. */
  readonly pumping?: Pumping | undefined;
}

/** A fit that others may begin near: of one that leaves segments apart, what it says of the motion is not believed. */
const tight = (fitted: FittedCandidate | undefined) =>
  fitted !== undefined && fitted.fit.looseness <= SMALL_LOOSENESS ? fitted : undefined;

/** What is less likely by no more than this (natural log) explains a record about as well. */
const ABOUT_AS_WELL = 6;

const MOST_DRIVES = 3;

/**
 * Chooses a law for a record: a form of the energy, friction and drive, each the simplest that the evidence does not speak against, and what the velocity columns are.
 * Undefined where no form can be followed.
 */
export function chooseLaw(
  record: SmoothedRecord,
  coordinates: Coordinates,
  options: ChoiceOptions = {},
): Chosen | undefined {
  const found = choose(record, coordinates, options, true);
  if (found === undefined || !found.smooth || confirmed(record, coordinates, options, found)) return found;
  return choose(record, coordinates, options, false);
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

const openVelocities = (d: number): VelocityModel => ({
  factors: Array.from({ length: d }, (_, i) => i),
  count: d,
  lag: true,
});

function choose(
  record: SmoothedRecord,
  coordinates: Coordinates,
  options: ChoiceOptions,
  maySmooth: boolean,
): (Chosen & { readonly smooth: boolean }) | undefined {
  const { conservative = false, inputs, onProgress } = options;
  const d = record.dimension;
  const measured = record.motions.some(({ values }) =>
    values.some((value, k) => k % (2 * d) >= d && !Number.isNaN(value)),
  );
  const open: VelocityModel =
    !measured || record.integrated ? plainVelocities(d) : record.momenta ? canonicalMomenta(d) : openVelocities(d);
  const usual: readonly FrictionChoice[] = conservative ? [] : ["viscous"];
  let drives: readonly TermChoice[] = [];
  let smooth = false;
  const tried: Compared[] = [];
  let driven: FittedCandidate | undefined;
  let pumping: Pumping | undefined;
  for (let round = 0; ; round++) {
    const share = (part: number) => 1 - (1 - part) / 2 ** round;
    onProgress?.(share(0), "form of the law");
    const first = bestForm({ record, coordinates, inputs, velocities: open }, usual, drives, undefined, () =>
      tight(driven),
    );
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
      : plainWithFriction(task, formWithFriction(task, chosen, drives), drives);
    const based = found.form;
    let friction: BestFriction = found.friction;
    if (round === 0 && misfits(friction.fitted)) pumping = pumpingOf(chosen.fitted, used);
    const result = () => ({
      choice: {
        form: based.form.name,
        centre: centreOf(based.form),
        friction: friction.kinds,
        drives: [...drives],
        velocities,
      },
      record: used,
      fitted: friction.fitted,
      forms: based.compared,
      frictions: friction.compared,
      drives: tried,
      undecided: false,
      pumping,
      onePass: passesOnce(used),
      smooth: judged.smooth === true,
    });
    if (conservative || smooth) return result();
    onProgress?.(share(0.9), "drive");
    // With the drive known, form, velocities and friction may look simpler: once more from the beginning.
    let harmonic = drives.length < MOST_DRIVES ? tryDrive(task, based, friction, drives) : undefined;
    // A drive takes up some of what friction does that depends on place: that first.
    const rich =
      harmonic?.pays === true && !isRich(friction.kinds)
        ? bestFriction(task, based, drives, undefined, true)
        : undefined;
    if (
      rich !== undefined &&
      harmonic !== undefined &&
      isRich(rich.kinds) &&
      candidateCredit(rich.fitted) > candidateCredit(harmonic.driven) + RICHER
    ) {
      friction = rich;
      harmonic = tryDrive(task, based, friction, drives);
    }
    if (harmonic !== undefined) tried.push({ what: harmonic.what, evidence: harmonic.gain });
    if (harmonic?.pays === true) {
      drives = [...drives, harmonic.drive];
      driven = harmonic.driven;
      continue;
    }
    const force = trySmoothForce(task, based, friction);
    if (force !== undefined) tried.push({ what: force.what, evidence: force.gain });
    if (force?.pays !== true)
      return { ...result(), undecided: harmonic?.possible === true && harmonic.gain > -ABOUT_AS_WELL };
    drives = [force.drive];
    driven = undefined;
    smooth = true;
  }
}

/**
 * The friction of a form; where it is one that depends on place or direction and a misfit is left, also of the form that is best with it: a form that was chosen beside viscous friction may have been bent to what that does
 * not explain.
 */
function formWithFriction(
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
  const { form, drives, velocities } = choice;
  const used =
    velocities.kind === "derived"
      ? smoothRecord(
          record.motions.map((motion) => positionsAlone(motion, record.dimension)),
          record.dimension,
          record.measured,
        )
      : record;
  const usual: readonly FrictionChoice[] = conservative
    ? []
    : choice.friction.length > 0
      ? choice.friction
      : ["viscous"];
  const known = { ...coordinates, centre: choice.centre };
  const task: ChoiceTask = { record: used, coordinates: known, inputs, velocities: velocities.model };
  const best = bestForm(task, usual, drives, new Set([form]));
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
