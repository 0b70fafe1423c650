import { parquetWriteBuffer } from "hyparquet-writer";
import { atomicWrite } from "../base/files.js";

/** Columns of numbers with headings such as "theta [rad]". */
export type NumberColumns = readonly { readonly heading: string; readonly values: ArrayLike<number> }[];

/** A heading of a quantity with its unit. */
export const headingOf = ({ name, unit }: { name: string; unit: string }): string =>
  unit === "" || unit === "1" ? name : `${name} [${unit}]`;

/** Columns as CSV, numbers in full precision. */
export function toCsv(columns: NumberColumns): string {
  const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const rows = columns[0]?.values.length ?? 0;
  const lines = Array.from({ length: rows }, (_, i) => columns.map(({ values }) => values[i]).join(","));
  return `${[columns.map(({ heading }) => quoted(heading)).join(","), ...lines].join("\n")}\n`;
}

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
