import type { SmoothedRecord } from "../../prepare/smoothed.js";
import { assemble } from "../assemble.js";
import { believable } from "../believable.js";
import type { TermChoice } from "../fitting/candidate.js";
import { fitCandidate } from "../fitting/fit-candidate.js";
import type { FittedCandidate } from "../fitting/fitted-candidate.js";
import type { BestForm } from "../form-choice.js";
import type { BestFriction } from "../friction-choice.js";
import { explains, misfits } from "../misfit.js";
import { type ChoiceTask, candidateCredit, DRIVE_PAYS } from "../task.js";
import { hasOwnClocks, type TriedDrive } from "./drive-choice.js";
import { smoothForce, spanOf } from "./smooth-force.js";

/** Distances of splines that are tried: so many over the record, but none shorter than this many times what the motion takes to change, since faster forces are not told from noise. */
const [SPLINES, SHORTEST] = [[8, 16, 24, 32], 1];
/** Splines do not follow a force exactly: segments may stay apart by so much, in spreads a tick. */
const LEFT_APART = 1e-3;
/** More coordinates would take long. */
const MOST_COORDINATES = 2;

/** Harmonic drives change more slowly than the motion up to so many radians while it changes. */
const SLOW = 1;

/** The time over which a motion changes, also where an angle turns, whose spread says little of it. */
function paceOf({ tick, accelerationSpreads, spreads, dimension: d }: SmoothedRecord): number {
  const rates = Array.from(accelerationSpreads, (a, c) => a / (spreads[d + c] as number)).filter(Number.isFinite);
  return 1 / Math.max(1 / tick, ...rates);
}

/** Whether two harmonic drives or more are slower than the motion, so that they may be parts of one force of time. */
const isSum = (drives: readonly TermChoice[], pace: number): boolean =>
  drives.filter(
    ({ spec, means }) =>
      spec.kind === "harmonic" && spec.factor === undefined && Math.abs(means?.[2] ?? 0) * pace < SLOW,
  ).length > 1;

/**
 * Looks for one smooth force of time in the place of all harmonic drives, where a law leaves a misfit that it takes away but for little, or where several slow drives were found, whose sum it may be. Of one motion: the forces on several
 * are not known to be the same.
 */
export function trySmoothForce(
  task: ChoiceTask,
  { form }: BestForm,
  { kinds, fitted }: BestFriction,
  drives: readonly TermChoice[],
): TriedDrive | undefined {
  const { record } = task;
  if (hasOwnClocks(task) || record.motions.length > 1 || record.dimension > MOST_COORDINATES) return undefined;
  const pace = paceOf(record);
  const sum = isSum(drives, pace);
  if (!sum && !misfits(fitted)) return undefined;
  // Friction beside several drives may be no more than what they lack.
  const frictions = sum && kinds.length > 0 ? [kinds, []] : [kinds];
  const { start, end } = spanOf(record);
  let best: { drive: TermChoice; driven: FittedCandidate; coordinate: number } | undefined;
  for (let coordinate = 0; coordinate < record.dimension; coordinate++)
    for (const splines of SPLINES) {
      const spacing = (end - start) / splines;
      if (spacing < SHORTEST * pace) continue;
      const drive = smoothForce(record, coordinate, spacing);
      for (const friction of frictions) {
        const driven = fitCandidate(assemble(task, form, friction, [drive]), record, task);
        if (driven !== undefined && (best === undefined || candidateCredit(driven) > candidateCredit(best.driven)))
          best = { drive, driven, coordinate };
      }
    }
  if (best === undefined) return undefined;
  const { drive, driven, coordinate } = best;
  const gain = candidateCredit(driven) - candidateCredit(fitted);
  const possible = explains(driven, fitted) && driven.fit.looseness <= LEFT_APART && believable(driven, "drive");
  return {
    drives: [drive],
    driven,
    what: `smooth force on coordinate ${coordinate + 1}`,
    gain,
    possible,
    // One force in the place of several is no more to believe.
    pays: possible && gain > (sum ? 0 : DRIVE_PAYS),
  };
}
