import type { SmoothedRecord } from "../prepare/smoothed.js";
import { assemble } from "./assemble.js";
import { believable, LEAST_DRIVE } from "./believable.js";
import { type FoundFrequency, findFrequencies } from "./drive-search.js";
import type { Candidate, TermChoice } from "./fitting/candidate.js";
import { smoothedPoints } from "./fitting/first-coefficients.js";
import { fitCandidate } from "./fitting/fit-candidate.js";
import type { FittedCandidate } from "./fitting/fitted-candidate.js";
import { foretell } from "./fitting/foretell.js";
import type { BestForm } from "./form-choice.js";
import { conservativeForms } from "./forms.js";
import type { BestFriction } from "./friction-choice.js";
import type { FrictionChoice } from "./friction-terms.js";
import { explains, misfits } from "./misfit.js";
import { smoothForce, spanOf } from "./smooth-force.js";
import { type ChoiceTask, candidateCredit, SMALL_LOOSENESS } from "./task.js";

/** A drive must be so much likelier than none (natural log). */
const DRIVE_PAYS = 6;
/** An oscillation that explains less of the unexplained accelerations than this is not tried as a drive. */
const LEAST_SHARE = 0.02;
/** Forms of one coordinate that a drive is also looked for beside. */
const SIMPLE = /^(angle 1|polynomial 2)$/;

/** Motions with inputs have clocks of their own, on which a drive besides has no common phase. */
const hasOwnClocks = ({ record, inputs }: ChoiceTask): boolean => inputs !== undefined && record.motions.length > 1;

/** A harmonic drive that was tried. */
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
}

/** Looks for one more harmonic drive beside those of a law. Undefined where nothing oscillates. */
export function tryDrive(
  task: ChoiceTask,
  chosen: BestForm,
  { kinds, fitted }: BestFriction,
  drives: readonly TermChoice[],
): TriedDrive | undefined {
  const { form } = chosen;
  const { record, coordinates } = task;
  if (hasOwnClocks(task)) return undefined;
  const { start, end } = spanOf(record);
  const origin = (start + end) / 2;
  const peaksOf = ({ law, fit, seen }: FittedCandidate) =>
    findFrequencies(law, fit.theta, smoothedPoints(seen), record.tick, origin);
  const left = peaksOf(fitted);
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
  const bar = candidateCredit(fitted) + DRIVE_PAYS;
  let best: { drive: TermChoice; driven: FittedCandidate } | undefined;
  for (const own of forms)
    for (const friction of [usual, []]) {
      const without =
        known(own, friction) ?? fitCandidate(assemble(task, own, friction, drives), record, { ...task, near: fitted });
      if (without === undefined) continue;
      const peaks = (without === fitted ? left : peaksOf(without)).filter(({ share }) => share >= LEAST_SHARE);
      const promising = likeliest(
        task,
        without,
        peaks.map((found) => driveOf(record, found, origin)),
        bar,
      );
      const driven = fitDriven(task, (drive) => assemble(task, own, friction, [...drives, drive]), promising);
      const drive = driven?.candidate.terms.at(-1);
      if (driven === undefined || drive === undefined) continue;
      if (best === undefined || candidateCredit(driven) > candidateCredit(best.driven)) best = { drive, driven };
    }
  if (best === undefined) return undefined;
  const { drive, driven } = best;
  const frequency = driven.fit.theta[(driven.law.offsets.at(-1) as number) + 2] as number;
  const gain = candidateCredit(driven) - candidateCredit(fitted);
  // Where segments stay apart all the same, an oscillation has only taken up some of what the form does not explain.
  const possible = explains(driven, fitted) && believable(driven, "drive");
  return {
    // Once it is found, a frequency does not run away to another peak.
    drive: { ...drive, means: [0, 0, frequency], deviation: believed(drive, BEAT * beatOf(record)) },
    driven,
    what: `frequency ${frequency}`,
    gain,
    possible,
    pays: possible && gain > DRIVE_PAYS,
  };
}

/** A gain that is foretold may be off by so much (natural log), and by this share. */
const [OFF, OFF_SHARE] = [4, 1 / 2];

/**
 * The drives whose fits promise most, by what the fit without them foretells; none where none could reach the evidence `bar`. Where the law without them misses the record, nothing is ruled out: what it foretells is only near.
 */
function likeliest(
  task: ChoiceTask,
  without: FittedCandidate,
  drives: readonly TermChoice[],
  bar: number,
): readonly TermChoice[] {
  const foretold = drives.length === 0 ? undefined : foretell(task, without, drives);
  if (foretold === undefined) return drives.slice(0, 1);
  const gains = new Map(drives.map((drive, m) => [drive, foretold.gain([m])]));
  const most = Math.max(...gains.values());
  if (!misfits(without) && candidateCredit(without) + most + OFF + OFF_SHARE * Math.abs(most) < bar) return [];
  return drives
    .filter((drive) => (gains.get(drive) as number) > most / 2)
    .sort((one, other) => (gains.get(other) as number) - (gains.get(one) as number))
    .slice(0, TRIED);
}

/** Peaks that are tried; those below so many beats with neighbours at this distance, since they are wide. */
const [TRIED, WIDE, BESIDE] = [2, 2.5, 0.25];
/** A frequency is held to within this share of a beat until it is seen which is best; what is known of it then. */
const [HELD, BEAT] = [0.05, 0.25];

/** The difference of frequencies that a record's length can tell apart. */
function beatOf(record: SmoothedRecord): number {
  const { start, end } = spanOf(record);
  return (2 * Math.PI) / (end - start);
}

const believed = ({ deviation }: TermChoice, ofFrequency: number): number[] => [
  ...(deviation as readonly number[]).slice(0, 2),
  ofFrequency,
];

/** The best fit of a law with a drive that begins at one of some frequencies: each is held first, since a law is linear in the rest, and the best is then let go. */
function fitDriven(
  task: ChoiceTask,
  withDrive: (drive: TermChoice) => Candidate,
  drives: readonly TermChoice[],
): FittedCandidate | undefined {
  const { record } = task;
  const beat = beatOf(record);
  const starts = drives.flatMap((drive) => {
    const [, , frequency] = drive.means as readonly [number, number, number];
    const near = frequency < WIDE * beat ? [0, -BESIDE * beat, BESIDE * beat] : [0];
    return near
      .map((shift) => frequency + shift)
      .filter((own) => own > 0)
      .map((own) => ({ ...drive, means: [0, 0, own] }));
  });
  let best: { drive: TermChoice; held: FittedCandidate } | undefined;
  for (const drive of starts) {
    const narrow = { ...drive, deviation: believed(drive, HELD * beat) };
    const held = fitCandidate(withDrive(narrow), record, task);
    if (held !== undefined && (best === undefined || candidateCredit(held) > candidateCredit(best.held)))
      best = { drive, held };
  }
  return best === undefined ? undefined : fitCandidate(withDrive(best.drive), record, { ...task, near: best.held });
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

function driveOf(record: SmoothedRecord, { coordinate, frequency }: FoundFrequency, origin: number): TermChoice {
  const force = record.accelerationSpreads[coordinate] as number;
  const direction = Array.from({ length: record.dimension }, (_, k) => (k === coordinate ? 1 : 0));
  return {
    spec: { kind: "harmonic", direction, origin },
    means: [0, 0, frequency],
    deviation: [force / 2, force / 2, 1 / record.tick],
  };
}

/** Distances of splines that are tried: so many over the record, but none shorter than this many ticks, since faster forces are not told from noise. */
const [SPLINES, SHORTEST] = [[8, 16, 24, 32], 1];
/** Splines do not follow a force exactly: segments may stay apart by so much, in spreads a tick. */
const LEFT_APART = 1e-3;
/** More coordinates would take long. */
const MOST_COORDINATES = 2;

/**
 * Looks for one smooth force of time in the place of all harmonic drives, where a law leaves a misfit that it takes away but for little. Of one motion: the forces on several are not known to be the same.
 */
export function trySmoothForce(
  task: ChoiceTask,
  { form }: BestForm,
  { kinds, fitted }: BestFriction,
): TriedDrive | undefined {
  const { record } = task;
  if (hasOwnClocks(task) || !misfits(fitted) || record.motions.length > 1 || record.dimension > MOST_COORDINATES)
    return undefined;
  const { start, end } = spanOf(record);
  let best: { drive: TermChoice; driven: FittedCandidate; coordinate: number } | undefined;
  for (let coordinate = 0; coordinate < record.dimension; coordinate++)
    for (const splines of SPLINES) {
      const spacing = (end - start) / splines;
      if (spacing < SHORTEST * record.tick) continue;
      const drive = smoothForce(record, coordinate, spacing);
      const driven = fitCandidate(assemble(task, form, kinds, [drive]), record, task);
      if (driven !== undefined && (best === undefined || candidateCredit(driven) > candidateCredit(best.driven)))
        best = { drive, driven, coordinate };
    }
  if (best === undefined) return undefined;
  const { drive, driven, coordinate } = best;
  const gain = candidateCredit(driven) - candidateCredit(fitted);
  const possible = explains(driven, fitted) && driven.fit.looseness <= LEFT_APART && believable(driven, "drive");
  return {
    drive,
    driven,
    what: `smooth force on coordinate ${coordinate + 1}`,
    gain,
    possible,
    pays: possible && gain > DRIVE_PAYS,
  };
}
