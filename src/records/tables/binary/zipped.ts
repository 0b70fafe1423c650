import { UserError } from "../../../base/errors.js";
import { type ByteSource, bytesSource } from "../../source.js";
import { listZip, unzip } from "../packed/zip.js";
import type { Table } from "../table.js";
import { textTable } from "../text/table.js";
import { npzTable } from "./npz.js";
import { xlsxTable } from "./xlsx.js";

const MAX_BYTES = 256 << 20;

/** A zip by what it holds: arrays of NumPy, a workbook of Excel, or text tables as phyphox exports them (the largest is read). */
export async function zippedTable(source: ByteSource, time?: string): Promise<Table> {
  const { name, size } = source;
  if (size > MAX_BYTES) throw new UserError(`${name}: ${size} bytes, zip files of at most ${MAX_BYTES} are read`);
  const bytes = await source.slice(0, size);
  const entries = listZip(bytes, name);
  if (entries.some((entry) => entry.name.endsWith(".npy"))) return npzTable(source, time);
  if (entries.some((entry) => entry.name === "xl/workbook.xml")) return xlsxTable(source);
  const texts = entries
    .filter((entry) => /\.(csv|tsv|txt|dat)$/i.test(entry.name) && !/(^|\/)(meta|__MACOSX)\//.test(entry.name))
    .sort((a, b) => b.size - a.size);
  const [largest] = texts;
  if (largest === undefined)
    throw new UserError(`${name}: a zip without tables; .npy arrays, an Excel workbook or .csv files are read from it`);
  const content = unzip(bytes, name, (entry) => entry === largest.name, MAX_BYTES).get(largest.name);
  const table = await textTable(bytesSource(`${name}/${largest.name}`, content as Uint8Array));
  return {
    ...table,
    notes: [
      `"${largest.name}" of the zip`,
      ...(texts.length > 1 ? [`not its ${texts.length - 1} other tables`] : []),
      ...table.notes,
    ],
  };
}
