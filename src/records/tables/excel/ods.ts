import { UserError } from "../../../base/errors.js";
import { unzip } from "../packed/zip.js";
import type { Table } from "../table.js";
import { type Sheet, workbookTable } from "./workbook.js";

// The sheets of an OpenDocument spreadsheet (OASIS OpenDocument 1.3, part 3, chapter 9): tables of rows of cells in the XML of content.xml,
// where cells and rows that repeat are written once with a count.

/** What content.xml may hold, unpacked; cells and columns that are read. */
const [MAX_BYTES, MAX_CELLS, MAX_COLUMNS, MAX_SHEETS] = [64 << 20, 1 << 22, 1000, 64];
const CONTENT = "content.xml";

/** The table of numbers of an OpenDocument spreadsheet, as LibreOffice, Gnumeric and Excel write it; see `workbookTable`. */
export async function odsTable(name: string, bytes: Uint8Array): Promise<Table> {
  const content = unzip(bytes, name, (entry) => entry === CONTENT, MAX_BYTES).get(CONTENT) as Uint8Array;
  let sheets: Sheet[];
  try {
    sheets = odsSheets(new TextDecoder("utf-8", { fatal: true }).decode(content));
  } catch (error) {
    throw new UserError(`${name}: not a spreadsheet (${error instanceof Error ? error.message : String(error)})`);
  }
  if (sheets.length === 0) throw new UserError(`${name}: an OpenDocument file without sheets, or with a password`);
  return workbookTable(name, sheets);
}

/** The sheets in the XML of a spreadsheet. Throws an `Error` for what is none. */
export function odsSheets(xml: string): Sheet[] {
  const reader = new SheetReader();
  let at = xml.indexOf("<");
  while (at >= 0) {
    if (xml.startsWith("<!--", at)) {
      const end = xml.indexOf("-->", at);
      if (end < 0) throw new Error("a comment does not end");
      at = xml.indexOf("<", end);
      continue;
    }
    const end = endOfTag(xml, at);
    if (end < 0) throw new Error("a tag does not end");
    const next = xml.indexOf("<", end);
    reader.tag(xml.slice(at + 1, end));
    if (reader.inText) reader.text(xml.slice(end + 1, next < 0 ? xml.length : next));
    at = next;
  }
  return reader.sheets;
}

/** Where a tag ends; a sign of its end within quotation marks is none. */
function endOfTag(xml: string, start: number): number {
  let quote = "";
  for (let i = start; i < xml.length; i++) {
    const sign = xml[i] as string;
    if (quote !== "") {
      if (sign === quote) quote = "";
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === ">") return i;
  }
  return -1;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const decoded = (text: string) =>
  text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi, (whole, hex?: string, code?: string, word?: string) => {
    if (word !== undefined) return ENTITIES[word] ?? whole;
    const point = hex === undefined ? Number(code) : Number.parseInt(hex, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });

class SheetReader {
  readonly sheets: { readonly sheet: string; readonly data: unknown[][] }[] = [];
  #row: unknown[] | undefined;
  #rowCount = 1;
  /** Rows and cells without content that have a meaning only if some follow. */
  #emptyRows = 0;
  #cell: { value: unknown; text: string; count: number; paragraphs: number } | undefined;
  /** Open notes of a cell, whose text is not its own. */
  #notes = 0;
  #cells = 0;
  inText = false;

  tag(written: string): void {
    const closes = written.startsWith("/");
    const empty = written.endsWith("/");
    const name = /^\/?([\w:-]+)/.exec(written)?.[1] ?? "";
    switch (name) {
      case "table:table":
        if (!closes && this.sheets.length < MAX_SHEETS)
          this.sheets.push({ sheet: attribute(written, "table:name") ?? `${this.sheets.length + 1}`, data: [] });
        this.#emptyRows = 0;
        break;
      case "table:table-row":
        if (!closes) {
          this.#row = [];
          this.#rowCount = repeats(written, "table:number-rows-repeated");
        }
        if (closes || empty) this.#endRow();
        break;
      case "table:table-cell":
      case "table:covered-table-cell":
        if (!closes)
          this.#cell = {
            value: valueIn(written),
            text: "",
            count: repeats(written, "table:number-columns-repeated"),
            paragraphs: 0,
          };
        if (closes || empty) this.#endCell();
        break;
      case "office:annotation":
        if (!empty) this.#notes += closes ? -1 : 1;
        break;
      case "text:p":
        if (!closes && !empty && this.#cell !== undefined && this.#notes === 0 && this.#cell.paragraphs++ > 0)
          this.#cell.text += " ";
        if (!empty) this.inText = !closes && this.#cell !== undefined && this.#notes === 0;
        break;
      case "text:s":
        if (this.inText && this.#cell !== undefined) this.#cell.text += " ";
        break;
    }
  }

  text(written: string): void {
    if (this.#cell !== undefined) this.#cell.text += decoded(written);
  }

  #endCell(): void {
    const [cell, row] = [this.#cell, this.#row];
    this.#cell = undefined;
    this.inText = false;
    if (cell === undefined || row === undefined) return;
    const value = cell.value ?? (cell.text === "" ? null : cell.text);
    for (let i = 0; i < cell.count && row.length < MAX_COLUMNS; i++) row.push(value);
  }

  #endRow(): void {
    const row = this.#row;
    const data = this.sheets.at(-1)?.data;
    this.#row = undefined;
    if (row === undefined || data === undefined) return;
    while (row.length > 0 && row.at(-1) === null) row.pop();
    if (row.length === 0) {
      this.#emptyRows += this.#rowCount;
      return;
    }
    const rows = this.#emptyRows + this.#rowCount;
    this.#cells += rows * Math.max(1, row.length);
    if (this.#cells > MAX_CELLS) throw new Error(`more than ${MAX_CELLS} cells`);
    for (let i = 0; i < this.#emptyRows; i++) data.push([]);
    for (let i = 0; i < this.#rowCount; i++) data.push(row);
    this.#emptyRows = 0;
  }
}

const attribute = (tag: string, name: string) => {
  const match = new RegExp(`\\s${name}=(?:"([^"]*)"|'([^']*)')`).exec(tag);
  return match === null ? undefined : decoded(match[1] ?? match[2] ?? "");
};

function repeats(tag: string, name: string): number {
  const count = Number(attribute(tag, name) ?? 1);
  return Number.isInteger(count) && count > 0 ? count : 1;
}

/** A number, a date or a duration of ISO 8601; undefined where the text says what the cell holds. */
function valueIn(tag: string): unknown {
  const type = attribute(tag, "office:value-type") ?? attribute(tag, "calcext:value-type");
  if (type === "float" || type === "percentage" || type === "currency") {
    const value = attribute(tag, "office:value") ?? "";
    return value === "" ? undefined : Number(value);
  }
  if (type === "date") return attribute(tag, "office:date-value");
  if (type === "time") return attribute(tag, "office:time-value");
  if (type === "boolean") return attribute(tag, "office:boolean-value") === "true" ? 1 : 0;
  return type === "string" ? attribute(tag, "office:string-value") : undefined;
}
