import { UserError } from "../../../base/errors.js";
import type { ByteSource } from "../../source.js";
import { checkZip } from "../packed/zip.js";
import type { Table } from "../table.js";
import { workbookTable } from "./workbook.js";

/** Sheets are unpacked and parsed whole: about ten times this much memory is taken. */
const MAX_UNPACKED = 40 << 20;

/**
 * The table of numbers of an Excel workbook, or several with the same columns (`stackedTables`); names, units and what stands above them are recognised as in text.
 * What the file claims to unpack to is checked before it is.
 */
export async function xlsxTable(source: ByteSource): Promise<Table> {
  const { name, size } = source;
  const tooLong = (bytes: number) =>
    new UserError(
      `${name}: ${bytes} bytes of sheets, Excel files of at most ${MAX_UNPACKED} are read; save the sheet as CSV`,
    );
  if (size > MAX_UNPACKED) throw tooLong(size);
  const bytes = (await source.slice(0, size)).slice();
  checkZip(bytes, name, MAX_UNPACKED, tooLong);
  const { default: readSheets } = await import("read-excel-file/universal");
  let sheets: Awaited<ReturnType<typeof readSheets>>;
  try {
    sheets = await readSheets(new Blob([bytes]), { trim: false });
  } catch (error) {
    throw new UserError(
      `${name}: not an Excel workbook that can be read (${(error instanceof Error ? error.message : String(error)).split("\n")[0]})`,
    );
  }
  return workbookTable(name, sheets);
}
