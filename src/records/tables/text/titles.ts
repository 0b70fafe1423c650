import { UserError } from "../../../base/errors.js";
import { quote } from "../../../base/text.js";
import { meaningOf } from "../../columns/meaning.js";
import { parseUnit } from "../../columns/units.js";
import type { TableColumn } from "../table.js";
import { parseHeading } from "./heading.js";
import { commentText, type Delimiter, isComment, type Line, splitCells } from "./rows.js";

/** What stands above the numbers. */
export interface Titles {
  readonly columns: readonly TableColumn[];
  readonly fromComment: boolean;
  /** Lines that are neither names nor units. */
  readonly leftOut: readonly Line[];
}

/** What may separate names in a comment, whatever separates the numbers. */
const COMMENT_MARKS = ["\t", ",", ";", "|", " "] as const;

/** Rows of names, short names, units and groups above the numbers. */
const MOST_ROWS = 4;

/**
 * The columns' names, units and groups out of the lines above the first row of `width` cells. A row of units follows one of names;
 * of two rows of names the one with more known words counts; a row with gaps above the names tells tracks apart (Tracker).
 * Throws `UserError` where there are no names.
 */
export function columnsOf(name: string, above: readonly Line[], delimiter: Delimiter, width: number): Titles {
  const rows: { line: Line; cells: string[] }[] = [];
  let at = above.length - 1;
  for (; at >= 0 && rows.length < MOST_ROWS; at--) {
    const line = above[at] as Line;
    // Comments above a heading are no part of it.
    if (isComment(line.text) && rows.some((row) => !isComment(row.line.text))) break;
    const cells = titleCells(name, line, delimiter, width);
    if (cells === undefined) {
      // Remarks may stand between a heading and its numbers.
      if (isComment(line.text) && rows.length === 0) continue;
      break;
    }
    rows.unshift({ line, cells });
  }
  const units = rows.findLast(({ cells }, i) => i > 0 && isUnitRow(cells));
  const named = rows.filter((row) => row !== units && !isGroupRow(row.cells));
  const best = named.reduce<(typeof rows)[number] | undefined>(
    (a, b) => (a === undefined || known(b.cells) > known(a.cells) ? b : a),
    undefined,
  );
  if (best === undefined) refuseOtherWidth(name, above, delimiter, width);
  if (best === undefined) return { columns: numbered(name, width), fromComment: false, leftOut: above };
  const group = rows.findLast((row, i) => isGroupRow(row.cells) && i < rows.indexOf(best));
  const used = [best, units, group].map((row) => row?.line);
  const columns = withGroups(
    best.cells.map((cell, i) => withUnit(parseHeading(cell), units?.cells[i])),
    group?.cells,
  );
  const leftOut = above.filter((line) => !used.includes(line) && !rows.some((row) => row.line === line));
  return { columns: distinct(name, best.line.line, columns), fromComment: isComment(best.line.text), leftOut };
}

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
      ? "; numbers with decimal commas need another separator, such as semicolons"
      : delimiter !== "," && cells === 1 && text.includes(",")
        ? "; are some rows separated by commas?"
        : "";
  return new UserError(`${name}, line ${line}: ${cells} cells, the heading has ${width}${hint}`);
}

/** The cells of a line if they can be titles of `width` columns. */
function titleCells(name: string, { line, text }: Line, delimiter: Delimiter, width: number): string[] | undefined {
  const comment = isComment(text);
  const bare = comment ? commentText(text) : text;
  for (const mark of comment ? COMMENT_MARKS : [delimiter]) {
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
    while (cells.length > width && cells.at(-1) === "") cells.pop();
    // Row names have no heading in R's tables; a comment's mark may stand in the first column.
    if (cells.length === width - 1 && !comment)
      cells =
        text.endsWith(mark) || cells[0] === "" || (mark === delimiter && bare.startsWith(mark))
          ? [...cells, ""]
          : ["", ...cells];
    if (cells.length === width && cells.some((cell) => cell !== "")) return cells;
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

const isUnitRow = (cells: readonly string[]) =>
  cells.some((cell) => cell !== "") &&
  cells.every((cell) => cell === "" || cell === "-" || parseUnit(cell) !== undefined || /^[[(].*[\])]$/.test(cell));

/** A row with gaps, such as the names of tracks that stand over the first of their columns. */
const isGroupRow = (cells: readonly string[]) =>
  cells.length > 2 &&
  cells.filter((cell) => cell === "").length >= cells.length / 3 &&
  !cells.some((cell) => /^t(ime)?$/i.test(cell));

const known = (cells: readonly string[]) =>
  cells.filter((cell) => {
    const { name, unit } = parseHeading(cell);
    return name !== "" && meaningOf(name, parseUnit(unit)).kind !== "unknown";
  }).length;

function withUnit(column: TableColumn, unit: string | undefined): TableColumn {
  const text = unit?.replace(/^[[(]|[\])]$/g, "").trim() ?? "";
  return column.unit === "" && text !== "" && text !== "-" ? { ...column, unit: text } : column;
}

function withGroups(columns: readonly TableColumn[], groups: readonly string[] | undefined): TableColumn[] {
  if (groups === undefined) return [...columns];
  let group = "";
  return columns.map((column, i) => {
    if (groups[i] !== "") group = groups[i] as string;
    return group === "" || column.name === "" ? column : { ...column, group };
  });
}

/** Names without a heading: by number. */
const numbered = (name: string, width: number): TableColumn[] => {
  if (width < 2)
    throw new UserError(`${name}: one column of numbers; expected times and coordinates, with a heading such as t,x`);
  return Array.from({ length: width }, (_, i) => ({ name: `column ${i + 1}`, unit: "" }));
};

/** Repeated sets of names become groups; other names that occur twice are refused. */
function distinct(file: string, line: number, columns: readonly TableColumn[]): TableColumn[] {
  const key = ({ name, group }: TableColumn) => `${group ?? ""}\n${name}`;
  const keys = columns.map(key);
  const twice = columns.findIndex((column, i) => column.name !== "" && keys.indexOf(key(column)) < i);
  if (twice < 0) return [...columns];
  const grouped = repeats(columns);
  if (grouped !== undefined) return grouped;
  throw new UserError(
    `${file}, line ${line}: columns ${keys.indexOf(keys[twice] as string) + 1} and ${twice + 1} are both called ${quote(columns[twice]?.name ?? "")}`,
  );
}

/** t,x,y,x,y as two tracks with one time, t,x,v,t,x,v as two runs; undefined for any other repetition. */
function repeats(columns: readonly TableColumn[]): TableColumn[] | undefined {
  const names = columns.map(({ name }) => name);
  const last = names.findLastIndex((name) => name !== "") + 1;
  for (const shared of [0, 1])
    for (let size = shared === 0 ? 2 : 2; 2 * size <= last - shared; size++) {
      if ((last - shared) % size !== 0) continue;
      const first = names.slice(shared, shared + size);
      const same = names.slice(shared, last).every((name, i) => name === first[i % size]);
      if (same)
        return columns.map((column, i) =>
          i < shared || i >= last ? column : { ...column, group: String(Math.floor((i - shared) / size) + 1) },
        );
    }
  return undefined;
}
