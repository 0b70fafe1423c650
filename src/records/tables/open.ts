import { UserError } from "../../base/errors.js";
import type { ByteSource } from "../source.js";
import { npzTable } from "./npz.js";
import { parquetTable } from "./parquet.js";
import type { Table } from "./table.js";
import { textTable } from "./text/table.js";

const textEndings = ["csv", "tsv", "txt", "dat"];

/**
 * Opens a record by its name's ending: `.csv`, `.tsv`, `.txt` and `.dat` as delimited text, `.parquet`, `.npz`. A content that
 * belongs to another ending is refused. `time` names the array of times in an NPZ file.
 */
export async function openTable(source: ByteSource, time?: string): Promise<Table> {
  const { name, size } = source;
  if (size === 0) throw new UserError(`${name}: the file is empty`);
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  const magic = String.fromCharCode(...(await source.slice(0, 4)));
  const content = magic === "PAR1" ? "parquet" : magic.startsWith("PK\u0003") ? "npz" : undefined;
  if (ending === "parquet" || ending === "npz") {
    if (content !== ending) throw new UserError(`${name}: the content is not that of a ${ending.toUpperCase()} file`);
    return ending === "parquet" ? parquetTable(source) : npzTable(source, time);
  }
  if (!textEndings.includes(ending))
    throw new UserError(
      `${name}: records are read from ${[...textEndings, "parquet", "npz"].map((e) => `.${e}`).join(", ")} files and .zarr folders`,
    );
  if (content !== undefined)
    throw new UserError(`${name}: holds ${content.toUpperCase()} data; rename it to .${content}`);
  return textTable(source);
}
