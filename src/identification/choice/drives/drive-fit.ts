import { type DriveFactor, driveFactor } from "../../law/drive.js";
import { forceSpread, type SmoothedRecord } from "../../prepare/smoothed.js";
import type { Candidate, TermChoice } from "../fitting/candidate.js";
import { fitCandidate } from "../fitting/fit-candidate.js";
import type { FittedCandidate } from "../fitting/fitted-candidate.js";
import { foretell } from "../fitting/foretell.js";
import { misfits } from "../misfit.js";
import { type ChoiceTask, candidateCredit, RICHER } from "../task.js";
import type { FoundFrequency } from "./drive-search.js";
import { middleOf, spanOf } from "./smooth-force.js";

/** A gain that is foretold may be off by so much (natural log), and by this share. */
const [OFF, OFF_SHARE] = [4, 1 / 2];

/**
 * The drives whose fits promise most, by what the fit without them foretells of each at the frequencies that it begins with; none where none could reach the evidence `bar`. Where the law without them misses the record, nothing is ruled
 * out: what it foretells is only near.
 */
export function likeliest(
  task: ChoiceTask,
  without: FittedCandidate,
  drives: readonly TermChoice[],
  bar: number,
): readonly TermChoice[] {
  const starts = drives.map((drive) => startsOf(drive, task.record));
  const all = starts.flat();
  const foretold = all.length === 0 ? undefined : foretell(task, without, all);
  if (foretold === undefined) return drives.slice(0, 1);
  const gains = new Map(
    drives.map((drive, k) => [
      drive,
      Math.max(...(starts[k] ?? []).map((start) => foretold.gain([all.indexOf(start)]) - priceOf(drive))),
    ]),
  );
  const most = Math.max(...gains.values());
  if (!misfits(without) && candidateCredit(without) + most + OFF + OFF_SHARE * Math.abs(most) < bar) return [];
  return drives
    .filter((drive) => (gains.get(drive) as number) > most / 2)
    .sort((one, other) => (gains.get(other) as number) - (gains.get(one) as number))
    .slice(0, TRIED);
}

/** A force in proportion to something must be so much likelier than one that is the same everywhere. */
export const priceOf = ({ spec }: TermChoice): number =>
  spec.kind === "harmonic" && spec.factor !== undefined ? RICHER : 0;

/** Peaks that are tried; those below so many beats with neighbours at this distance, since they are wide. */
const [TRIED, WIDE, BESIDE] = [2, 2.5, 0.25];
/** A frequency is held to within this share of a beat until it is seen which is best; what is known of it then. */
const [HELD, BEAT] = [0.05, 0.25];

/** The difference of frequencies that a record's length can tell apart. */
export function beatOf(record: SmoothedRecord): number {
  const { start, end } = spanOf(record);
  return (2 * Math.PI) / (end - start);
}

const believed = ({ deviation }: TermChoice, ofFrequency: number): number[] => [
  ...(deviation as readonly number[]).slice(0, 2),
  ofFrequency,
];

/** A drive at the frequencies that a fit of it begins with: those beside a wide peak too. */
function startsOf(drive: TermChoice, record: SmoothedRecord): TermChoice[] {
  const beat = beatOf(record);
  const [, , frequency] = drive.means as readonly [number, number, number];
  const near = frequency < WIDE * beat ? [0, -BESIDE * beat, BESIDE * beat] : [0];
  return near
    .map((shift) => frequency + shift)
    .filter((own) => own > 0)
    .map((own) => ({ ...drive, means: [0, 0, own] }));
}

/** A drive as it is known once it is found: its frequency does not run away to another peak. */
export const driveAt = (drive: TermChoice, frequency: number, record: SmoothedRecord): TermChoice => ({
  ...drive,
  means: [0, 0, frequency],
  deviation: believed(drive, BEAT * beatOf(record)),
});

/**
 * The best fit of a law with a drive that begins at one of some frequencies: each is held first, since a law is linear in the rest, and the best is then let go. `hopeless`: evidence that loosely connected segments
 * must reach.
 */
export function fitDriven(
  task: ChoiceTask,
  withDrive: (drive: TermChoice) => Candidate,
  drives: readonly TermChoice[],
  hopeless: number | undefined,
): FittedCandidate | undefined {
  const { record } = task;
  let best: { drive: TermChoice; held: FittedCandidate; credit: number } | undefined;
  for (const drive of drives.flatMap((own) => startsOf(own, record))) {
    const narrow = { ...drive, deviation: believed(drive, HELD * beatOf(record)) };
    const held = fitCandidate(withDrive(narrow), record, { ...task, hopeless });
    if (held === undefined) continue;
    const credit = candidateCredit(held) - priceOf(drive);
    if (best === undefined || credit > best.credit) best = { drive, held, credit };
  }
  return best === undefined ? undefined : fitCandidate(withDrive(best.drive), record, { ...task, near: best.held });
}

/** The drive of an oscillation that was found. */
export function driveOf(record: SmoothedRecord, { coordinate, frequency, factor }: FoundFrequency): TermChoice {
  const origin = middleOf(record);
  const force = forceSpread(record, coordinate);
  const direction = Array.from({ length: record.dimension }, (_, k) => (k === coordinate ? 1 : 0));
  const size = force / 2 / (factor === undefined ? 1 : sizeOfFactor(record, coordinate, factor));
  return {
    spec: { kind: "harmonic", direction, origin, ...(factor === undefined ? {} : { factor }) },
    means: [0, 0, frequency],
    deviation: [size, size, 1 / record.tick],
  };
}

/** Root mean square of a factor along a record. */
function sizeOfFactor({ states, dimension: d }: SmoothedRecord, coordinate: number, factor: DriveFactor): number {
  let [squares, rows] = [0, 0];
  for (const own of states)
    for (let at = 0; at < own.length; at += 2 * d) {
      squares += driveFactor(factor, own[at + coordinate] as number, own[at + d + coordinate] as number)[0] ** 2;
      rows++;
    }
  return Math.sqrt(squares / rows) || 1;
}
