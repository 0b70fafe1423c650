import { UserError } from "../../../base/errors.js";
import { parseUnit } from "../../columns/units/units.js";
import { namelessColumn, type TableColumn } from "../table.js";
import { distinct, isGroupRow, known, withGroups } from "./groups.js";
import { parseHeading } from "./heading.js";
import { looksNumeric } from "./numbers.js";
import { commentText, type Delimiter, isComment, type Line, splitCells } from "./rows.js";
import { withShortHeading } from "./short-heading.js";

/** What stands above the numbers. */
export interface Titles {
  readonly columns: readonly TableColumn[];
  readonly fromComment: boolean;
  /** Lines that are neither names nor units. */
  readonly leftOut: readonly Line[];
  /** Whether a last title, such as "Comment", stands over cells that most rows do not have. */
  readonly remarks: boolean;
}

/** What may separate names in a comment, whatever separates the numbers. */
const COMMENT_MARKS = ["\t", ",", ";", "|", " "] as const;

/** Rows of names, short names, units and groups above the numbers. */
const MOST_ROWS = 6;
/** More rows above two columns are settings. */
const MOST_NAMES = 4;

/**
 * The columns' names, units and groups out of the lines above the first row of `width` cells. A row of units follows one of names;
 * of two rows of names the one with more known words counts, and the other fills its gaps; rows above them tell tracks apart (see `withGroups`).
 * Throws `UserError` where there are no names.
 */
export function titledColumns(name: string, above: readonly Line[], delimiter: Delimiter, width: number): Titles {
  const rows: TitleRow[] = [];
  // TRC files write what they hold in two lines, the second of values, which are no titles.
  const first = above.findIndex(({ text }) => /^DataRate\b/.test(text));
  const top = first < 0 ? 0 : first + 2;
  let at = above.length - 1;
  for (; at >= top && rows.length < MOST_ROWS; at--) {
    const line = above[at] as Line;
    // Comments above a heading are no part of it.
    // The rule between a heading and its rows, as databases print it.
    if (/^[\s|+:=-]+$/.test(line.text) && /[-=]{2}/.test(line.text)) continue;
    // What a terminal writes when it begins to record: "=~=~=~ PuTTY log 2024.05.13 12:00:01 =~=~=~".
    // Or a program before a matrix: "data = [".
    if (/(=~){3}|[=*~#]{6}|[[({](\s*\.{3})?\s*$/.test(line.text)) break;
    // A blank line that a spreadsheet filled up with separators.
    if (/^[\s,;|]+$/.test(line.text)) continue;
    if (isComment(line.text) && rows.some((row) => !isComment(row.line.text))) break;
    const cells = titleCells(name, line, delimiter, width);
    if (cells === undefined) {
      // Remarks may stand between a heading and its numbers.
      if (isComment(line.text) && rows.length === 0) continue;
      break;
    }
    rows.unshift({ line, ...cells });
  }
  const units = rows.findLast(({ cells }, i) => i > 0 && isUnitRow(cells));
  // Settings of an instrument, each with its value, above the names of two columns are no names, nor is a remark above names in quotation marks.
  const lowest = rows.findLastIndex((row) => row !== units);
  const isSetting = ({ line, cells: [setting = "", value = ""] }: TitleRow) =>
    (width === 2 && (looksNumeric(value) || SETTING.test(setting))) ||
    (isQuoted(rows[lowest]) && !line.text.includes('"'));
  const setting = rows.findLastIndex((row, i) => i < lowest && isSetting(row));
  if (setting >= 0) rows.splice(0, setting + 1);
  if (width === 2 && rows.length > MOST_NAMES) rows.splice(0, rows.length - (units === rows.at(-1) ? 2 : 1));
  const titles = rows.filter((row) => row !== units);
  const named = titles.filter((row) => !isGroupRow(row.cells));
  const best = (named.length > 0 ? named : titles).reduce<TitleRow | undefined>(
    (a, b) => (a === undefined || known(b.cells) > known(a.cells) ? b : a),
    undefined,
  );
  if (best === undefined) refuseOtherWidth(name, above, delimiter, width);
  if (best === undefined) {
    const columns = withShortHeading(numbered(name, width), above);
    return { columns, fromComment: false, leftOut: above, remarks: false };
  }
  const others = rows.filter((row) => row !== best && row !== units);
  const isAbove = (row: TitleRow) => rows.indexOf(row) < rows.indexOf(best);
  // Names that stand in another row than most, such as those of pandas' index.
  const names = best.cells.map(
    (cell, i) => cell || (others.find((row) => fills(row.cells, best.cells, isAbove(row)))?.cells[i] ?? ""),
  );
  const groups = others.filter(
    (row) => isAbove(row) && (isGroupRow(row.cells) || row.cells.includes("")) && !isOneEach(row.cells, names),
  );
  const columns = withGroups(
    names.map((cell, i) => withUnit(parseHeading(cell), units?.cells[i])),
    groups.map(({ cells }) => cells.map((cell, i) => (best.cells[i] === "" ? "" : cell))),
  );
  const used = [best, units, ...groups].map((row) => row?.line);
  const leftOut = above.filter((line) => !used.includes(line) && !rows.some((row) => row.line === line));
  const fromComment = isComment(best.line.text);
  return { columns: distinct(name, best.line.line, columns), fromComment, leftOut, remarks: best.remarks };
}

/** What an instrument sets rather than measures. */
const SETTING = /\b(units|label|model|type|source|version|format)\b/i;

/** Whether every title of a row stands in quotation marks. */
const isQuoted = (row: TitleRow | undefined) =>
  row !== undefined && /^\s*"[^"]*"(\s*[,;\t ]\s*"[^"]*")*\s*$/.test(row.line.text);

interface TitleRow {
  readonly line: Line;
  readonly cells: readonly string[];
  readonly remarks: boolean;
}

/** Whether a row has titles where the names have gaps: below them for nothing else, above them for more. */
const fills = (cells: readonly string[], names: readonly string[], isAbove: boolean) =>
  names.some((name, i) => name === "" && cells[i] !== "") &&
  (isAbove ? !isGroupRow(cells) : names.every((name, i) => name === "" || cells[i] === ""));

/** Whether titles stand over one column each, which differ in their names: paths of a model, of no body or run. */
const isOneEach = (cells: readonly string[], names: readonly string[]) => {
  const filled = cells.flatMap((cell, i) => (cell === "" ? [] : [{ cell, name: names[i] }]));
  const first = cells.findIndex((cell) => cell !== "");
  return (
    !cells.slice(first).includes("") &&
    new Set(filled.map(({ cell }) => cell)).size === filled.length &&
    new Set(names).size === names.length
  );
};

/** Throws for a heading of another number of columns. */
function refuseOtherWidth(name: string, above: readonly Line[], delimiter: Delimiter, width: number): void {
  const last = above.at(-1);
  if (last === undefined || isComment(last.text)) return;
  const cells = splitCells(name, last.line, last.text, delimiter);
  if (cells.length > 1 && cells.every((cell) => /\p{Letter}/u.test(cell)))
    throw widthError(name, last.line + 1, width, cells.length, delimiter);
}

/** The error for a row of another width than its heading. */
export function widthError(
  name: string,
  line: number,
  cells: number,
  width: number,
  delimiter: Delimiter,
  text = "",
): UserError {
  const hint =
    delimiter === "," && cells > width
      ? "; every column needs a name, and numbers with decimal commas need another separator, such as semicolons"
      : delimiter !== "," && cells === 1 && text.includes(",")
        ? "; are some rows separated by commas?"
        : "";
  return new UserError(`${name}, line ${line}: ${cells} cells, the heading has ${width}${hint}`);
}

/** The cells of a line if they can be titles of `width` columns. */
function titleCells(
  name: string,
  { line, text }: Line,
  delimiter: Delimiter,
  width: number,
): Pick<TitleRow, "cells" | "remarks"> | undefined {
  const comment = isComment(text);
  const bare = comment ? commentText(text) : text;
  const separated = comment || delimiter === " " || text.includes(delimiter);
  for (const mark of comment ? COMMENT_MARKS : separated ? [delimiter] : ([" ", delimiter] as const)) {
    let cells: string[];
    try {
      cells = splitCells(name, line, bare, mark).map((cell) => cell.trim());
    } catch (error) {
      if (error instanceof UserError) continue;
      throw error;
    }
    if (mark === " ")
      cells =
        [cells, joinBrackets(cells), bare.trim().split(/\s{2,}|\t/)].find((parts) => parts.length === width) ?? cells;
    // Of a line without the separator of the rows every word must be one that heads columns.
    if (!separated && mark === " " && !(cells.length === width && known(cells) === width)) continue;
    // A remark such as "m = 3 kg, k = 0.5 N/m" names no columns.
    if (comment && cells.some((cell) => /=\s*[-+]?[\d.]/.test(cell))) continue;
    while (cells.length > width && cells.at(-1) === "") cells.pop();
    if (cells.length > width) cells = joinOpenBrackets(cells, mark);
    const remarks = cells.length === width + 1 && REMARKS.test(cells.at(-1) ?? "");
    if (remarks) cells.pop();
    // "#" may head a column of its own, the number of the row.
    if (cells.length === width - 1 && comment && mark === "\t" && /^\s*#\t/.test(text)) cells = ["", ...cells];
    // Row names have no heading in R's tables; a comment's mark may stand in the first column.
    if (cells.length === width - 1 && !comment)
      cells =
        // Blanks at the ends of a line separate nothing: R and pandas set names flush with their columns.
        mark !== " " && (text.endsWith(mark) || cells[0] === "" || (mark === delimiter && bare.startsWith(mark)))
          ? [...cells, ""]
          : ["", ...cells];
    // A constant of the experiment beside its name is no title: "g [m/s^2];9.81".
    if (cells.some((cell) => looksNumeric(cell) && /[.,]\d/.test(cell))) continue;
    if (cells.length === width && cells.some((cell) => cell !== "")) return { cells, remarks };
  }
  return undefined;
}

/** "Time", "(s)" as one title. */
function joinBrackets(cells: readonly string[]): string[] {
  const joined: string[] = [];
  for (const cell of cells)
    if (/^[[(]/.test(cell) && joined.length > 0) joined.push(`${joined.pop()} ${cell}`);
    else joined.push(cell);
  return joined;
}

/** "Io (arcsec", "W +)" as one title, of which the brackets hold the separator. */
function joinOpenBrackets(cells: readonly string[], mark: Delimiter): string[] {
  const joined: string[] = [];
  for (const cell of cells)
    if (/[[(][^\])]*$/.test(joined.at(-1) ?? "")) joined.push(`${joined.pop()}${mark} ${cell}`);
    else joined.push(cell);
  return joined;
}

const REMARKS = /^(comments?|notes?|remarks?|kommentar|bemerkung(en)?)$/i;
/** What Origin calls its row of units, in the first column. */
const UNIT_TITLE = /^(units?|einheit(en)?)$/i;

const isUnitRow = (cells: readonly string[]) =>
  cells.some((cell) => cell !== "" && !UNIT_TITLE.test(cell)) &&
  cells.every(
    (cell) =>
      cell === "" ||
      cell === "-" ||
      UNIT_TITLE.test(cell) ||
      parseUnit(cell) !== undefined ||
      /^[[(].*[\])]$/.test(cell),
  );

function withUnit(column: TableColumn, unit: string | undefined): TableColumn {
  const text = unit?.replace(/^[[(]|[\])]$/g, "").trim() ?? "";
  return column.unit === "" && text !== "" && text !== "-" && !UNIT_TITLE.test(text)
    ? { ...column, unit: text }
    : column;
}

/** Names without a heading: by number. */
const numbered = (name: string, width: number): TableColumn[] => {
  if (width < 2)
    throw new UserError(`${name}: one column of numbers; expected times and coordinates, with a heading such as t,x`);
  return Array.from({ length: width }, (_, i) => ({ name: namelessColumn(i + 1), unit: "" }));
};
