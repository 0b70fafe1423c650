export type { ColumnChoices } from "./columns/roles.js";
export type { Mass, Masses } from "./columns/space.js";
export { MAX_MOTIONS, MAX_SAMPLES } from "./motions.js";
export { type ReadOptions, readRecord, readTable } from "./read.js";
export type { MomentumOrigin, Motion, Recording } from "./recording.js";
export { type ByteSource, blobSource, bytesSource } from "./source.js";
export { openTable } from "./tables/open.js";
export type { Batch, Table, TableColumn } from "./tables/table.js";
export { type ZarrGroup, zarrTable } from "./tables/zarr.js";
