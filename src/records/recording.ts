import type { PhaseSpace } from "../learning/index.js";
import type { Quantity } from "../mechanics/index.js";

/** One motion of a record. */
export interface Motion {
  /** From the column that tells motions apart; "" where there is one motion. */
  readonly id: string;
  /** Ascending, [N]. */
  readonly times: Float64Array;
  /** [N][d]. */
  readonly positions: Float64Array;
  /** [N][d]; absent where the file has none. */
  readonly momenta?: Float64Array | undefined;
  /** dq/dt from the file, [N][d]. */
  readonly velocities?: Float64Array | undefined;
  /** dp/dt from the file, [N][d]. */
  readonly forces?: Float64Array | undefined;
}

/**
 * Where momenta come from. `given`: columns of the file. `velocities`: masses times columns of velocities. `positions`:
 * masses times velocities that are themselves estimated from the positions.
 */
export type MomentumOrigin = "given" | "velocities" | "positions";

/** A measured record: motions of one system, in the file's own units. */
export interface Recording {
  /** The file. */
  readonly source: string;
  readonly time: Quantity;
  readonly space: PhaseSpace;
  readonly momenta: MomentumOrigin;
  /** By coordinate; 1 where nothing is known. Of no meaning where momenta are given. */
  readonly masses: Float64Array;
  readonly motions: readonly Motion[];
  /** Rows of numbers in the file, and how many of them were kept. */
  readonly rows: number;
  readonly kept: number;
  /** How the file was understood, a sentence each. */
  readonly understood: readonly string[];
}
