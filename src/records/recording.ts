import type { CoordinateKind } from "../identification/index.js";
import type { PhaseSpace } from "../learning/index.js";
import type { Quantity } from "../mechanics/index.js";
import type { CoordinateColumns } from "./columns/coordinate-columns.js";
import type { TableColumn } from "./tables/table.js";

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
  /** dq/dt as measured, [N][d], whether momenta are given or made of it; absent where a coordinate has none in the file. */
  readonly velocities?: Float64Array | undefined;
  /** d2q/dt2 as measured, [N][d]; absent where a coordinate has none in the file. */
  readonly accelerations?: Float64Array | undefined;
  /** dp/dt from the file, [N][d]. */
  readonly forces?: Float64Array | undefined;
  /** What acts on the system from outside, as measured, [N][k]: see `Recording.inputs`. */
  readonly inputs?: Float64Array | undefined;
}

/**
 * Where momenta come from. `given`: columns of the file. `velocities`: masses times columns of velocities. `positions`:
 * masses times velocities that are themselves estimated from the positions.
 */
export type MomentumOrigin = "given" | "velocities" | "positions";

/** The columns of a record that are used. */
export interface RecordRoles {
  /** Undefined where rows are counted at a given rate. */
  readonly time: number | undefined;
  readonly id: number | undefined;
  readonly coordinates: readonly CoordinateColumns[];
  readonly inputs: readonly number[];
}

/** A measured input: its name, unit, and how it goes on between rows. */
export interface InputQuantity extends Quantity {
  /** Whether it keeps its value until the next row, as what a controller gives out, or goes on in straight lines; absent where that is not known. */
  readonly held?: boolean | undefined;
  /** Of the rate of change of another input, which is worked out from that, the number of the other. */
  readonly rateOf?: number | undefined;
}

/** A unit of the file: so many of the record's. */
export interface FileUnit {
  readonly unit: string;
  readonly factor: number;
}

/** A measured record: motions of one system, in one coherent set of units: the file's own, with radians for angles and one unit for all lengths. */
export interface Recording {
  /** The file. */
  readonly source: string;
  readonly time: Quantity;
  readonly space: PhaseSpace;
  /** By coordinate, in the order of `space`. */
  readonly coordinateKinds?: readonly CoordinateKind[] | undefined;
  /** The k columns that the user named as inputs, such as a force that drives the motion; mostly none. */
  readonly inputs: readonly InputQuantity[];
  /** Columns that are not used and may act from outside, such as a force; absent where there are none. */
  readonly pushes?: readonly string[] | undefined;
  readonly momenta: MomentumOrigin;
  /** Whether the one coordinate is the integral of its velocity, which alone was measured: a law is fitted to the velocity. */
  readonly integrated?: boolean | undefined;
  /** Names and units of the velocity columns, by coordinate in the order of `space`; absent where a coordinate has none. */
  readonly velocities?: readonly Quantity[] | undefined;
  /** By coordinate; 1 where nothing is known. Of no meaning where momenta are given. */
  readonly masses: Float64Array;
  /** Whether somebody gave the masses; absent where nobody did. */
  readonly massesGiven?: boolean | undefined;
  /** By component of the state, positions first: the file's own unit and how many of the record's it is, such as degrees of radians; absent where all are those of the record. */
  readonly fileUnits?: readonly FileUnit[] | undefined;
  readonly motions: readonly Motion[];
  /** By motion, when it came to rest where rows of rest at its end were left out; absent where none were. */
  readonly stops?: readonly (number | undefined)[] | undefined;
  /** Rows of numbers in the file, and how many of them were kept. */
  readonly rows: number;
  readonly kept: number;
  /** How the file was understood, a sentence each. */
  readonly understood: readonly string[];
  /** The file's columns, and which of them are what, as indices: for those who want to choose otherwise. */
  readonly columns: readonly TableColumn[];
  readonly roles: RecordRoles;
}

/** A value of a coordinate, or a difference of it, in the file's own unit, with so many digits. */
export function inFileUnit(
  { fileUnits, space }: Pick<Recording, "fileUnits" | "space">,
  coordinate: number,
  value: number,
  digits: number,
): string {
  const { unit, factor } = fileUnits?.[coordinate] ?? {
    unit: space.coordinates[coordinate]?.position.unit ?? "",
    factor: 1,
  };
  return `${Number((value / factor).toPrecision(digits))}${unit === "" ? "" : ` ${unit}`}`;
}
