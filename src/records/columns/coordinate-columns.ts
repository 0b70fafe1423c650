import type { ColumnFacts } from "./facts.js";
import type { Unit } from "./units/units.js";
import type { Witness } from "./witness.js";

/** What coordinates are looked for in. */
export interface Search {
  readonly file: string;
  readonly facts: readonly ColumnFacts[];
  /** Columns of time, motions and inputs. */
  readonly taken: ReadonlySet<number>;
  readonly witness: Witness;
  /** Unit of the time. */
  readonly time: Unit | undefined;
}

/** A coordinate and its columns, as indices. */
export interface CoordinateColumns {
  readonly position: number;
  readonly momentum?: number | undefined;
  /** dq/dt. */
  readonly velocity?: number | undefined;
  /** dp/dt; where there is no momentum but a velocity, the acceleration. */
  readonly force?: number | undefined;
  /** d2q/dt2, beside momenta as well. */
  readonly acceleration?: number | undefined;
}

/** All columns that a coordinate has. */
export const columnsOf = (c: CoordinateColumns) => [c.position, c.momentum, c.velocity, c.force, c.acceleration];
