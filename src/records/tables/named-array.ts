import type { Cell, CountedTime } from "./table.js";

/** A named array of a container such as NPZ, HDF5 or Zarr, in row-major order. */
export interface NamedArray {
  readonly name: string;
  readonly unit: string;
  readonly shape: readonly number[];
  readonly data: ArrayLike<Cell>;
  /** Names of the columns along the last axis, where the container has them. */
  readonly labels?: readonly string[] | undefined;
  /** Units of the columns along the last axis, where they differ. */
  readonly units?: readonly string[] | undefined;
  /** The group that it is in; "" or undefined for the outermost. */
  readonly group?: string | undefined;
  readonly counts?: CountedTime | undefined;
}
