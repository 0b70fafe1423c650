import type { SmoothedRecord } from "../../prepare/smoothed.js";
import type { Fit } from "../../shooting/assess.js";
import type { PreparedCandidate } from "./candidate.js";

/** A candidate fitted to a record. */
export interface FittedCandidate extends PreparedCandidate {
  readonly fit: Fit;
  /** The record with the states that its momenta let see by the masses of the law; the record itself where it has none. */
  readonly seen: SmoothedRecord;
}
