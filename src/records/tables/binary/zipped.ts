import { UserError } from "../../../base/errors.js";
import { type ByteSource, bytesSource } from "../../source.js";
import { listZip, unzip } from "../packed/zip.js";
import { type PartTable, stackedTables } from "../stacked.js";
import type { Table } from "../table.js";
import { textTable } from "../text/table.js";
import { npzTable } from "./npz.js";

const MAX_BYTES = 256 << 20;
const MAX_TABLES = 64;

/** A zip by what it holds: arrays of NumPy, a workbook of Excel, an OpenDocument spreadsheet, or text tables as phyphox exports them (see `stackedTables`). */
export async function zippedTable(source: ByteSource, time?: string): Promise<Table> {
  const { name, size } = source;
  if (size > MAX_BYTES) throw new UserError(`${name}: ${size} bytes, zip files of at most ${MAX_BYTES} are read`);
  const bytes = await source.slice(0, size);
  const entries = listZip(bytes, name);
  if (entries.some((entry) => entry.name.endsWith(".npy"))) return npzTable(source, time);
  if (entries.some((entry) => entry.name === "xl/workbook.xml"))
    return (await import("../excel/xlsx.js")).xlsxTable(source);
  if (entries.some((entry) => entry.name === "content.xml"))
    return (await import("../excel/ods.js")).odsTable(name, bytes);
  const texts = entries
    .filter((entry) => /\.(csv|tsv|txt|dat)$/i.test(entry.name) && !/(^|\/)(meta|__MACOSX)\//.test(entry.name))
    .sort((a, b) => b.size - a.size)
    .slice(0, MAX_TABLES);
  if (texts.length === 0)
    throw new UserError(`${name}: a zip without tables; .npy arrays, an Excel workbook or .csv files are read from it`);
  const contents = unzip(bytes, name, (entry) => texts.some((text) => text.name === entry), MAX_BYTES);
  let problem: UserError | undefined;
  const tables: PartTable[] = [];
  for (const { name: part } of texts) {
    try {
      const table = await textTable(bytesSource(`${name}/${part}`, contents.get(part) as Uint8Array));
      tables.push({ part: part.replace(/\.\w+$/, ""), table });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problem ??= error;
    }
  }
  if (tables.length === 0) throw problem;
  const { table, leftOut } = stackedTables(tables, "file");
  const one = table.identity === undefined ? tables.find((part) => part.table === table) : undefined;
  return {
    ...table,
    notes: [
      ...(one === undefined ? [] : [`"${one.part}" of the zip`]),
      ...table.notes,
      ...(leftOut.length > 0 ? [`left out: ${leftOut.slice(0, 5).join(", ")}`] : []),
    ],
  };
}
