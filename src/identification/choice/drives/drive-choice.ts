import type { SmoothedRecord } from "../../prepare/smoothed.js";
import { assemble } from "../assemble.js";
import { believable, LEAST_DRIVE } from "../believable.js";
import type { Candidate, TermChoice } from "../fitting/candidate.js";
import { fitCandidate } from "../fitting/fit-candidate.js";
import type { FittedCandidate } from "../fitting/fitted-candidate.js";
import type { BestForm } from "../form-choice.js";
import { conservativeForms } from "../forms.js";
import type { BestFriction } from "../friction-choice.js";
import type { FrictionChoice } from "../friction-terms.js";
import { explains, misfits } from "../misfit.js";
import { type ChoiceTask, candidateCredit, DRIVE_PAYS, FRICTION_PAYS, RICHER, SMALL_LOOSENESS } from "../task.js";
import { driveAt, driveOf, fitDriven, likeliest, priceOf } from "./drive-fit.js";
import type { FoundFrequency } from "./drive-search.js";
import { peaksOf, pumpedPeaks } from "./peaks.js";

/** An oscillation that explains less of the unexplained accelerations than this is not tried as a drive. */
const LEAST_SHARE = 0.02;
/** Forms of one coordinate that a drive is also looked for beside. */
const SIMPLE = /^(angle 1|polynomial 2)$/;
/** A law with a drive and one without, in the place of which it stands, are not told apart where the one is likelier than the other by less than this (natural log). */
const TOLD_APART = 3;

/** Motions with inputs have clocks of their own, on which a drive besides has no common phase. */
export const hasOwnClocks = ({ record, inputs }: ChoiceTask): boolean =>
  inputs !== undefined && record.motions.length > 1;

/** A drive that was tried. */
export interface TriedDrive {
  readonly drive: TermChoice;
  /** A law with it, fitted. */
  readonly driven: FittedCandidate;
  readonly what: string;
  /** Evidence over that without it (natural log). */
  readonly gain: number;
  /** Whether a drive can be what the law without it leaves: it draws segments together, and has a size that can be believed. */
  readonly possible: boolean;
  /** Whether it is also so much likelier. */
  readonly pays: boolean;
  /** What it stands in the place of, where the record does not tell the two apart. */
  readonly alike?: Alike | undefined;
}

/** A drive, and what explains a record about as well without it. */
export interface Alike {
  /** Angular frequency of the drive. */
  readonly frequency: number;
  /** What the law without the drive has instead. */
  readonly friction: readonly FrictionChoice[];
  readonly richer: boolean;
  /** Whether the law has the drive. */
  readonly taken: boolean;
}

/** What a law without a drive must be likelier by than the simplest to be believed: friction, and a potential that is richer. */
const priceWithout = ({ name }: Candidate, friction: readonly FrictionChoice[]): number =>
  (SIMPLE.test(name) ? 0 : RICHER) + (friction.length > 0 ? FRICTION_PAYS : 0);

/** Looks for one more drive beside those of a law. Undefined where nothing oscillates. */
export function tryDrive(
  task: ChoiceTask,
  chosen: BestForm,
  { kinds, fitted }: BestFriction,
  drives: readonly TermChoice[],
): TriedDrive | undefined {
  const { form } = chosen;
  const { record, coordinates } = task;
  if (hasOwnClocks(task)) return undefined;
  const left = peaksOf(fitted, record);
  if (explainsAll(fitted, record) && sizeOf(left[0], record) < LEAST_DRIVE) return undefined;
  // Over a beat or two, friction and a bent potential take up some of what a drive does: without them too.
  const usual: readonly FrictionChoice[] = kinds.length === 0 ? chosen.friction : kinds;
  const forms = [
    form,
    ...conservativeForms(record, coordinates).filter(({ name }) => SIMPLE.test(name) && name !== form.name),
  ];
  const known = (own: Candidate, friction: readonly FrictionChoice[]): FittedCandidate | undefined => {
    if (own !== form) return undefined;
    if (friction.length === kinds.length) return fitted;
    return friction.length > 0 ? chosen.fitted : undefined;
  };
  const price = priceWithout(form, kinds);
  let best: { drive: TermChoice; driven: FittedCandidate; saved: number } | undefined;
  for (const own of forms)
    for (const friction of [usual, []]) {
      const without =
        known(own, friction) ?? fitCandidate(assemble(task, own, friction, drives), record, { ...task, near: fitted });
      if (without === undefined) continue;
      const less = price - priceWithout(own, friction);
      const peaks = [
        ...(without === fitted ? left : peaksOf(without, record)),
        ...(misfits(without) ? pumpedPeaks(without, task) : []),
      ].filter(({ share }) => share >= LEAST_SHARE);
      const promising = likeliest(
        task,
        without,
        peaks.map((found) => driveOf(record, found)),
        candidateCredit(fitted) + DRIVE_PAYS - less - (less > 0 ? TOLD_APART : 0),
      );
      const driven = fitDriven(task, (drive) => assemble(task, own, friction, [...drives, drive]), promising);
      const drive = driven?.candidate.terms.at(-1);
      if (driven === undefined || drive === undefined) continue;
      const saved = less - priceOf(drive);
      if (best === undefined || candidateCredit(driven) + saved > candidateCredit(best.driven) + best.saved)
        best = { drive, driven, saved };
    }
  if (best === undefined) return undefined;
  const { drive, driven, saved } = best;
  const frequency = driven.fit.theta[(driven.law.offsets.at(-1) as number) + 2] as number;
  const gain = candidateCredit(driven) - candidateCredit(fitted);
  // Where segments stay apart all the same, an oscillation has only taken up some of what the form does not explain.
  const possible = explains(driven, fitted) && believable(driven, "drive");
  const lead = gain + saved - DRIVE_PAYS;
  const taken = possible && lead > 0;
  return {
    drive: driveAt(drive, frequency, record),
    driven,
    what: `frequency ${frequency}`,
    gain,
    possible,
    pays: taken,
    ...(possible && saved > 0 && Math.abs(lead) < TOLD_APART
      ? { alike: { frequency, friction: kinds, richer: !SIMPLE.test(form.name), taken } }
      : {}),
  };
}

/** Noise below this share of the spread hides no drive that a law could take for something else. */
const HIDES_NOTHING = 1e-4;

/** Whether a law explains a record throughout, to almost no noise. */
function explainsAll({ fit }: FittedCandidate, { spreads, dimension }: SmoothedRecord): boolean {
  if (fit.looseness > SMALL_LOOSENESS) return false;
  return fit.noise.subarray(0, dimension).every((noise, c) => noise < HIDES_NOTHING * (spreads[c] as number));
}

/** An oscillation's amplitude over the spread of the accelerations. */
const sizeOf = (found: FoundFrequency | undefined, { accelerationSpreads }: SmoothedRecord) =>
  found === undefined ? 0 : Math.hypot(found.cosine, found.sine) / (accelerationSpreads[found.coordinate] as number);
