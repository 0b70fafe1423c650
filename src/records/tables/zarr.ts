import type { Table } from "./table.js";
import type { ZarrGroup } from "./zarr-group.js";

/**
 * The arrays of a Zarr group as a table, see `arraysTable`. Units, fill values and packing come from the attributes of an array
 * (`decodedArray`), names along its last axis from `coordinate_names`, as `metahamilton generate` writes them. Shapes are checked before any
 * chunk is read.
 */
export async function zarrTable(group: ZarrGroup, time?: string): Promise<Table> {
  return (await import("./binary/zarr.js")).zarrArrays(group, time);
}
