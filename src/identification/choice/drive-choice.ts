import type { SmoothedRecord } from "../prepare/smoothed.js";
import { assemble } from "./assemble.js";
import { believable, LEAST_DRIVE } from "./believable.js";
import type { TermChoice } from "./candidate.js";
import { type FoundFrequency, findFrequencies } from "./drive-search.js";
import { pointsOf } from "./first-coefficients.js";
import { type FittedCandidate, fitCandidate } from "./fit-candidate.js";
import type { BestForm } from "./form-choice.js";
import { conservativeForms } from "./forms.js";
import type { BestFriction } from "./friction-choice.js";
import type { FrictionChoice } from "./friction-terms.js";
import { explains, misfits } from "./misfit.js";
import { smoothForce, spanOf } from "./smooth-force.js";
import { creditOf, SMALL_LOOSENESS, type Task } from "./task.js";

/** A drive must be so much likelier than none (natural log). */
const DRIVE_PAYS = 6;
/** An oscillation that explains less of the unexplained accelerations than this is not tried as a drive. */
const LEAST_SHARE = 0.02;
/** Forms of one coordinate that a drive is also looked for beside. */
const SIMPLE = /^(angle 1|polynomial 2)$/;

/** Motions with inputs have clocks of their own, on which a drive besides has no common phase. */
const hasOwnClocks = ({ record, inputs }: Task): boolean => inputs !== undefined && record.motions.length > 1;

/** A harmonic drive that was tried. */
export interface TriedDrive {
  readonly drive: TermChoice;
  readonly what: string;
  /** Evidence over that without it (natural log). */
  readonly gain: number;
  readonly pays: boolean;
}

/** Looks for one more harmonic drive beside those of a law. Undefined where nothing oscillates. */
export function tryDrive(
  task: Task,
  { form }: BestForm,
  { kinds, fitted }: BestFriction,
  drives: readonly TermChoice[],
): TriedDrive | undefined {
  const { record, coordinates } = task;
  if (hasOwnClocks(task)) return undefined;
  const { start, end } = spanOf(record);
  const origin = (start + end) / 2;
  const left = ({ law, fit, seen }: FittedCandidate) =>
    findFrequencies(law, fit.theta, pointsOf(seen), record.tick, origin)[0];
  if (explainsAll(fitted, record) && sizeOf(left(fitted), record) < LEAST_DRIVE) return undefined;
  // Over a beat or two, friction and a bent potential take up some of what a drive does: without them too.
  const usual: readonly FrictionChoice[] = kinds.length === 0 ? ["viscous"] : kinds;
  const forms = [
    form,
    ...conservativeForms(record, coordinates).filter(({ name }) => SIMPLE.test(name) && name !== form.name),
  ];
  let best: { drive: TermChoice; driven: FittedCandidate } | undefined;
  for (const own of forms)
    for (const friction of [usual, []]) {
      const without =
        own === form && friction.length === kinds.length
          ? fitted
          : fitCandidate(assemble(task, own, friction, drives), record, { ...task, near: fitted });
      if (without === undefined) continue;
      const found = left(without);
      if (found === undefined || found.share < LEAST_SHARE) continue;
      const drive = driveOf(record, found, origin);
      const candidate = assemble(task, own, friction, [...drives, drive]);
      const driven = fitCandidate(candidate, record, task);
      if (driven !== undefined && (best === undefined || creditOf(driven) > creditOf(best.driven)))
        best = { drive, driven };
    }
  if (best === undefined) return undefined;
  const { drive, driven } = best;
  const frequency = driven.fit.theta[(driven.law.offsets.at(-1) as number) + 2] as number;
  const gain = creditOf(driven) - creditOf(fitted);
  return {
    drive: { ...drive, means: [0, 0, frequency] },
    what: `frequency ${frequency}`,
    gain,
    // Where segments stay apart all the same, an oscillation has only taken up some of what the form does not explain.
    pays: gain > DRIVE_PAYS && explains(driven, fitted) && believable(driven, "drive"),
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
  task: Task,
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
      if (driven !== undefined && (best === undefined || creditOf(driven) > creditOf(best.driven)))
        best = { drive, driven, coordinate };
    }
  if (best === undefined) return undefined;
  const { drive, driven, coordinate } = best;
  const gain = creditOf(driven) - creditOf(fitted);
  return {
    drive,
    what: `smooth force on coordinate ${coordinate + 1}`,
    gain,
    pays:
      gain > DRIVE_PAYS &&
      explains(driven, fitted) &&
      driven.fit.looseness <= LEFT_APART &&
      believable(driven, "drive"),
  };
}
