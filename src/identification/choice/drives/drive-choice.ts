import type { SmoothedRecord } from "../../prepare/smoothed.js";
import { assemble } from "../assemble.js";
import { believable, LEAST_DRIVE } from "../believable.js";
import type { Candidate, TermChoice } from "../fitting/candidate.js";
import { fitCandidate, looseEvidenceOf } from "../fitting/fit-candidate.js";
import type { FittedCandidate } from "../fitting/fitted-candidate.js";
import type { BestForm } from "../form-choice.js";
import { conservativeForms } from "../forms.js";
import type { BestFriction } from "../friction-choice.js";
import { type FrictionChoice, isRich } from "../friction-terms.js";
import { explains, misfits } from "../misfit.js";
import {
  type ChoiceTask,
  candidateCredit,
  DRIVE_PAYS,
  FRICTION_PAYS,
  HOPELESS,
  RICHER,
  SMALL_LOOSENESS,
} from "../task.js";
import { beatOf, driveAt, driveOf, fitDriven, likeliest, priceOf } from "./drive-fit.js";
import type { FoundFrequency } from "./drive-search.js";
import { peaksOf, pumpedPeaks } from "./peaks.js";

/** An oscillation that explains less of the unexplained accelerations than this is not tried as a drive. */
const LEAST_SHARE = 0.02;
/** Forms that a drive is also looked for beside: of one coordinate; of a body, where another one leaves a misfit or wants a friction for each direction. */
const [SIMPLE, SIMPLE_OF_BODY] = [/^(angle 1|polynomial 2)$/, "separate 2"];
/** A law with a drive and one without, in the place of which it stands, are not told apart where the one is likelier than the other by less than this (natural log). */
const TOLD_APART = 3;

/** Motions with inputs have clocks of their own, on which a drive besides has no common phase. */
export const hasOwnClocks = ({ record, inputs }: ChoiceTask): boolean =>
  inputs !== undefined && record.motions.length > 1;

/** A drive that was tried. */
export interface TriedDrive {
  /** One force, or one for each coordinate of a body that it drives at one frequency, as a rotor's unbalance does. */
  readonly drives: readonly TermChoice[];
  /** A law with it, fitted. */
  readonly driven: FittedCandidate;
  readonly what: string;
  /** Evidence over that without it (natural log). */
  readonly gain: number;
  /** Whether a drive can be what the law without it leaves: it draws segments together, and has a size that can be believed. */
  readonly possible: boolean;
  /** Whether it is also so much likelier. */
  readonly pays: boolean;
  /** Whether several frequencies were found at once, of which none explains the record without the others. */
  readonly together?: boolean;
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

/** Harmonic drives of a law, at most. */
export const MOST_DRIVES = 3;
/** A drive that does not explain a record is one of two if it makes it so much likelier (natural log). */
const ONE_OF_TWO = 30;

/** A drive that was tried, and the law that it was tried in. */
interface Tried extends TriedDrive {
  readonly form: Candidate;
  readonly kinds: readonly FrictionChoice[];
}

/**
 * Looks for one more drive beside those of a law, or for two of which neither explains the record without the other, as those of two motors. Undefined where nothing oscillates.
 */
export function tryDrive(
  task: ChoiceTask,
  chosen: BestForm,
  friction: BestFriction,
  drives: readonly TermChoice[],
): TriedDrive | undefined {
  const one = tryOne(task, chosen, friction, drives);
  if (one === undefined || one.pays || one.possible || one.gain < ONE_OF_TWO) return one;
  const both = [...drives, ...one.drives];
  if (both.length >= MOST_DRIVES || !believable(one.driven, "drive")) return one;
  const { form, kinds, driven: fitted } = one;
  const two = tryOne(task, { ...chosen, form, friction: kinds, fitted }, { kinds, fitted, compared: [] }, both);
  if (two?.pays !== true || !explains(two.driven, friction.fitted)) return one;
  const count = one.drives.length + two.drives.length;
  return { ...two, drives: lastDrives(two.driven, count, task.record), gain: one.gain + two.gain, together: true };
}

function tryOne(
  task: ChoiceTask,
  chosen: BestForm,
  { kinds, fitted, without: rubless }: BestFriction,
  drives: readonly TermChoice[],
): Tried | undefined {
  const { form } = chosen;
  const { record, coordinates } = task;
  if (hasOwnClocks(task)) return undefined;
  const left = peaksOf(fitted, record);
  if (explainsAll(fitted, record) && sizeOf(left[0], record) < LEAST_DRIVE) return undefined;
  // Over a beat or two, friction and a bent potential take up some of what a drive does: without them too.
  const usual: readonly FrictionChoice[] = kinds.length === 0 ? chosen.friction : kinds;
  const forms = [
    form,
    ...conservativeForms(record, coordinates).filter(
      ({ name }) =>
        name !== form.name &&
        (SIMPLE.test(name) ||
          (name === SIMPLE_OF_BODY && isOneBody(coordinates) && (isRich(kinds) || misfits(fitted)))),
    ),
  ];
  const known = (own: Candidate, friction: readonly FrictionChoice[]): FittedCandidate | undefined => {
    if (own !== form) return undefined;
    if (friction.length === kinds.length) return fitted;
    return friction.length > 0 ? chosen.fitted : rubless;
  };
  const price = priceWithout(form, kinds);
  // Over pieces that hardly hang together a law with a drive explains a record at least as well as the one without, if it is the right one.
  let loosely: number | undefined;
  const hopeless = (): number | undefined => {
    if (fitted.fit.looseness > SMALL_LOOSENESS) return undefined;
    loosely ??= looseEvidenceOf(fitted.candidate, record, task) ?? Number.NEGATIVE_INFINITY;
    return loosely - HOPELESS;
  };
  let best: (Pick<Tried, "form" | "kinds" | "driven"> & { count: number; saved: number }) | undefined;
  for (const own of forms)
    for (const friction of isRich(usual) ? [usual, ["viscous"] as const, []] : [usual, []]) {
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
      const before = assemble(task, own, friction, drives).terms.length;
      const driven = fitDriven(
        task,
        (drive) => assemble(task, own, friction, [...drives, ...wholeDrive(drive, peaks, task)]),
        promising,
        promising.length === 0 ? undefined : hopeless(),
      );
      const drive = driven?.candidate.terms[before];
      if (driven === undefined || drive === undefined) continue;
      const count = driven.candidate.terms.length - before;
      const saved = less - priceOf(drive) - (count - 1) * DRIVE_PAYS;
      if (best === undefined || candidateCredit(driven) + saved > candidateCredit(best.driven) + best.saved)
        best = { form: own, kinds: friction, count, driven, saved };
    }
  if (best === undefined) return undefined;
  const { count, driven, saved } = best;
  const frequency = frequencyIn(driven, driven.candidate.terms.length - count);
  const gain = candidateCredit(driven) - candidateCredit(fitted);
  // Where segments stay apart all the same, an oscillation has only taken up some of what the form does not explain.
  const possible = explains(driven, fitted) && believable(driven, "drive");
  const lead = gain + saved - DRIVE_PAYS;
  const taken = possible && lead > 0;
  return {
    form: best.form,
    kinds: best.kinds,
    drives: lastDrives(driven, count, record),
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

const coordinateOf = ({ spec }: TermChoice): number =>
  spec.kind === "harmonic" ? spec.direction.findIndex((x) => x !== 0) : 0;
const byCoordinate = (one: TermChoice, other: TermChoice): number => coordinateOf(one) - coordinateOf(other);

/** The frequency that a fit gives its term `t`. */
const frequencyIn = ({ fit, law }: FittedCandidate, t: number): number =>
  fit.theta[(law.offsets[t] as number) + 2] as number;

/** The last drives of a fit, at the frequencies that it gives them. */
function lastDrives(driven: FittedCandidate, count: number, record: SmoothedRecord): TermChoice[] {
  const { terms } = driven.candidate;
  return terms
    .map((drive, t) => ({ drive, t }))
    .slice(-count)
    .map(({ drive, t }) => driveAt(drive, frequencyIn(driven, t), record))
    .sort(byCoordinate);
}

const isOneBody = ({ bodies, kinds }: ChoiceTask["coordinates"]): boolean =>
  bodies.length > 1 && new Set(bodies).size === 1 && kinds.every((kind) => kind !== "angle");

/** A drive with those of the same frequency along the other coordinates of its body in which something is left that oscillates so. */
function wholeDrive(
  drive: TermChoice,
  peaks: readonly FoundFrequency[],
  { record, coordinates }: ChoiceTask,
): TermChoice[] {
  const { spec, means, deviation } = drive;
  if (spec.kind !== "harmonic" || spec.factor !== undefined) return [drive];
  const own = coordinateOf(drive);
  const frequency = (means as readonly number[])[2] as number;
  const others = coordinates.bodies.flatMap((body, c) =>
    c !== own &&
    body === coordinates.bodies[own] &&
    peaks.some((peak) => peak.coordinate === c && Math.abs(peak.frequency - frequency) <= beatOf(record))
      ? [c]
      : [],
  );
  return [
    drive,
    ...others.map((coordinate): TermChoice => {
      const other = driveOf(record, { coordinate, frequency, cosine: 0, sine: 0, share: 0 });
      const [size] = other.deviation as readonly number[];
      return { ...other, deviation: [size as number, size as number, (deviation as readonly number[])[2] as number] };
    }),
  ];
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
