import { UserError } from "../../../base/errors.js";
import type { ByteSource } from "../../source.js";
import type { Table } from "../table.js";
import { biffSheets } from "./biff.js";
import { compoundStream } from "./compound.js";
import { type Sheet, workbookTable } from "./workbook.js";

const MAX_BYTES = 64 << 20;

/** The table of numbers of a workbook of Excel 97 to 2003 (`.xls`), as phyphox and older instruments export it; see `workbookTable`. */
export async function xlsTable(source: ByteSource): Promise<Table> {
  const { name, size } = source;
  if (size > MAX_BYTES) throw new UserError(`${name}: ${size} bytes, .xls files of at most ${MAX_BYTES} are read`);
  let sheets: Sheet[];
  try {
    const stream = compoundStream(await source.slice(0, size), ["Workbook", "Book"]);
    if (stream === undefined) throw new Error("it holds no workbook");
    sheets = biffSheets(stream);
  } catch (error) {
    throw new UserError(
      `${name}: not a workbook of Excel before 2007 that can be read (${error instanceof Error ? error.message : String(error)})`,
    );
  }
  return workbookTable(name, sheets);
}
