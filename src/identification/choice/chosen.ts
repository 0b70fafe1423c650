import type { SmoothedRecord } from "../prepare/smoothed.js";
import type { Choice } from "./assemble.js";
import type { Alike } from "./drives/drive-choice.js";
import type { Pumping } from "./drives/pumped.js";
import type { Inputs } from "./fitting/candidate.js";
import type { FittedCandidate } from "./fitting/fitted-candidate.js";
import type { Compared } from "./task.js";

/** What the user asks for or rules out. */
export interface ChoiceOptions {
  /** The energy alone: neither friction nor drive. */
  readonly conservative?: boolean | undefined;
  readonly inputs?: Inputs | undefined;
  /** The same inputs with the rates of those that are not held behind them, undefined where there are none: looked for where the inputs leave a misfit. */
  readonly withRates?: ((inputs: Inputs) => Inputs | undefined) | undefined;
  /** Whether the velocity columns are canonical momenta, p = M(q) v. */
  readonly momenta?: boolean | undefined;
  /** Whether positions are integrals of the velocities, which alone were measured. */
  readonly integrated?: boolean | undefined;
  /** See `SmoothedRecord`. */
  readonly stopped?: boolean | undefined;
  /** Told what is being done and what share of it is done. */
  readonly onProgress?: ((share: number, what: string) => void) | undefined;
}

/** A law chosen for a record. */
export interface Chosen {
  readonly choice: Choice;
  /** The measured inputs, as they go on between their samples. */
  readonly inputs: Inputs | undefined;
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
  /** A drive that the record does not tell from what the law would have, or has, in its place. */
  readonly alike?: Alike | undefined;
  /** An oscillation of a spring or a length that the forms do not have, where the record shows one that was not learned. */
  readonly pumping?: Pumping | undefined;
}
