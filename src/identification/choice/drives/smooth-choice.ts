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
