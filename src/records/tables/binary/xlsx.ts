import { UserError } from "../../../base/errors.js";
import { type ByteSource, bytesSource } from "../../source.js";
import { checkZip } from "../packed/zip.js";
import type { Table } from "../table.js";
import { textTable } from "../text/table.js";

/** Sheets are unpacked and parsed whole: about ten times this much memory is taken. */
const MAX_UNPACKED = 48 << 20;

/**
 * The first sheet of an Excel workbook that holds a table of numbers; names, units and what stands above them are recognised as in text.
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
  let problem: UserError | undefined;
  for (const { sheet, data } of sheets) {
    try {
      const table = await textTable(bytesSource(name, new TextEncoder().encode(toText(data))));
      return {
        ...table,
        format: "Excel",
        placeWord: "row",
        notes: [`sheet "${sheet}"`, ...table.notes.filter((note) => !note.startsWith("separated by"))],
      };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problem ??= error;
    }
  }
  throw problem ?? new UserError(`${name}: a workbook without sheets`);
}

/** Cells with tabs between them, one line a row. */
function toText(rows: readonly (readonly unknown[])[]): string {
  return rows.map((row) => row.map(cellText).join("\t")).join("\n");
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  if (cell instanceof Date) return cell.toISOString();
  const text = String(cell);
  return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""').replace(/[\n\r]+/g, " ")}"` : text;
}
