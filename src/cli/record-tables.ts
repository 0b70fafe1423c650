import { parquetWriteBuffer } from "hyparquet-writer";
import { atomicWrite } from "../base/files.js";
import { type NumberColumns, toCsv } from "../records/index.js";

/** Columns as Parquet, 64-bit numbers. */
export function toParquet(columns: NumberColumns): Uint8Array {
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: columns.map(({ heading, values }) => ({
        name: heading,
        data: Float64Array.from(values),
        type: "DOUBLE" as const,
      })),
    }),
  );
}

/** Writes columns as CSV or, where the name ends in `.parquet`, as Parquet. */
export function writeColumns(path: string, columns: NumberColumns): Promise<void> {
  return atomicWrite(path, path.endsWith(".parquet") ? toParquet(columns) : toCsv(columns));
}
