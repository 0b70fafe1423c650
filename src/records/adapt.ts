import { UserError } from "../base/errors.js";
import { adaptProcess } from "./adapt-process.js";
import { adaptStructured, derivativesIn } from "./adapt-structured.js";
import { type Adaptation, type AdaptRecordOptions, DEFAULT_HOLD_OUT } from "./adaptation.js";
import type { Recording } from "./recording.js";

/**
 * Learns the energy of a record, by the method that is asked for. By default that is the process conditioned on the motion, and for a
 * record with columns of time derivatives the structured process too; the one that predicts the held-out end better is kept, and
 * what the other reached is told.
 *
 * Throws `UserError` for records with too few samples, and where the structured process is asked for and has no derivatives.
 */
export function adaptRecord(record: Recording, options: AdaptRecordOptions = {}): Adaptation {
  const { method = "auto", holdOut = DEFAULT_HOLD_OUT } = options;
  if (!(holdOut > 0 && holdOut <= 0.5))
    throw new UserError(`the share to hold out must be above 0 and at most 0.5, got ${holdOut}`);
  const derivatives = method === "process" ? undefined : derivativesIn(record);
  if (method === "structured" && derivatives === undefined)
    throw new UserError(
      `${record.source}: the structured process needs the time derivative of every momentum (and of every coordinate, where ` +
        "momenta are not masses times velocities) as columns of the file, such as dp/dt or acceleration",
    );
  const process = adaptProcess(record, options);
  if (derivatives === undefined) return process;
  const structured = adaptStructured(record, derivatives, process, options);
  const tried = [...process.tried, ...structured.tried];
  const better = structured.heldOut.relative < process.heldOut.relative;
  return { ...(method === "structured" || better ? structured : process), tried };
}
