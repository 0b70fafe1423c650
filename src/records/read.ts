import { type ReadOptions, readTable } from "./read-table.js";
import type { Recording } from "./recording.js";
import type { ByteSource } from "./source.js";
import { openTable } from "./tables/open.js";

/** Reads a record from a file's bytes: the format by content and name (`openTable`), then its table (`readTable`). */
export async function readRecord(source: ByteSource, options: ReadOptions = {}): Promise<Recording> {
  return readTable(await openTable(source, options.time), options);
}
