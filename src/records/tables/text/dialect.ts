import { UserError } from "../../../base/errors.js";
import { cut, quote } from "../../../base/text.js";
import type { TableColumn } from "../table.js";
import { ecsvHeader } from "./ecsv.js";
import { readInstant } from "./instants.js";
import { isInfinite, isMissing, isTimecode, looksNumeric, type NumberStyle, numberStyle } from "./numbers.js";
import { type Preamble, withPreamble } from "./preamble.js";
import { commentText, type Delimiter, isComment, isRule, type Line, splitCells } from "./rows.js";
import { type Titles, titledColumns } from "./titles.js";
import { toldRate } from "./told-rate.js";

/** How a text is a table. */
export interface Dialect extends Pick<Preamble, "counted"> {
  readonly delimiter: Delimiter;
  readonly style: NumberStyle;
  readonly columns: readonly TableColumn[];
  /** Cells of a row. */
  readonly width: number;
  /** Line of the first row of numbers. */
  readonly first: number;
  /** Lines above, as they stand: where one of them comes again, a new block begins. */
  readonly above: ReadonlySet<string>;
  /** Whether some rows have a remark behind their last cell. */
  readonly remarks: boolean;
  /** Whether the first cell of a row is a number, so that one of a row of sums or means is not. */
  readonly leads: boolean;
  readonly notes: readonly string[];
  /** Rows a second that the lines above tell. */
  readonly rate: number | undefined;
}

const MAX_COLUMNS = 1000;
const DELIMITERS = ["\t", ";", ",", "|", " "] as const;

/** Whether a cell may stand in a row of values. */
export const isValue = (cell: string): boolean => {
  const text = cell.trim();
  return (
    isMissing(text) || isInfinite(text) || looksNumeric(text) || readInstant(text) !== undefined || isTimecode(text)
  );
};
/** Whether it is one. */
const isContent = (cell: string): boolean => isValue(cell) && !isMissing(cell.trim());

/** What stands before the sums and means below a table. */
const SUMMARY =
  /^(mean|average|avg|mittel(wert)?|moyenne|media|std\.?( ?dev\.?)?|stdev|standard deviation|standardabweichung|min(imum)?|max(imum)?|sum|summe|total|median|count)\b/i;
export const isSummary = (cell: string) => SUMMARY.test(cell.trim());

interface Block {
  readonly delimiter: Delimiter;
  readonly width: number;
  /** Indices of its first and last lines. */
  readonly from: number;
  readonly to: number;
  readonly score: number;
}

/**
 * Finds the table in the first lines of a text: the longest block of rows of values by the delimiter that leaves least text in
 * it, and above it names and units. Throws `UserError` where there is none.
 */
export function findDialect(name: string, lines: readonly Line[]): Dialect {
  const ecsv = ecsvHeader(lines);
  const told = /^sep=(.)$/i.exec(lines[0]?.text.trim() ?? "")?.[1] as Delimiter | undefined;
  const wanted = ecsv?.delimiter ?? told;
  const block = bestBlock(name, lines, wanted === undefined ? DELIMITERS : [wanted]);
  if (block === undefined) throw noTable(name, lines);
  const { delimiter, from, to } = block;
  if (block.width > MAX_COLUMNS)
    throw new UserError(`${name}, line ${lines[from]?.line}: ${block.width} columns, at most ${MAX_COLUMNS} are read`);
  const rows = lines.slice(from, to + 1).map((line) => split(name, line, delimiter) ?? []);
  const width =
    block.width - (endsInSeparators(rows, block.width, titleAbove(name, lines.slice(0, from), delimiter)) ? 1 : 0);
  const titles = titledColumns(name, lines.slice(0, from), delimiter, width);
  const written =
    ecsv === undefined
      ? titles.columns
      : titles.columns.map((column) => ({ ...column, unit: ecsv.units.get(column.name) ?? column.unit }));
  const { columns, counted } = withPreamble(lines.slice(0, from), written);
  return {
    delimiter,
    style: numberStyle(rows),
    columns,
    counted,
    remarks: titles.remarks,
    leads: isContent(rows[0]?.[0] ?? "") && rows.every(([cell = ""]) => isContent(cell) || isSummary(cell)),
    width,
    rate: toldRate(lines.slice(0, from), columns),
    first: (lines[from] as Line).line,
    above: new Set(lines.slice(0, from).map(({ text }) => text.trim())),
    notes: [
      ...notesOf(titles, ecsv !== undefined, told !== undefined),
      ...(rows.some((cells) => cells.some((cell) => /\d\s*(±|\+\/-)/.test(cell)))
        ? ["without the errors behind ±"]
        : []),
    ],
  };
}

function notesOf({ fromComment, leftOut }: Titles, ecsv: boolean, told: boolean): string[] {
  const skipped = leftOut.filter(
    ({ text }, i) => !isComment(text) && !(told && i === 0) && !ecsv && !/^[\s,;|]*$/.test(text),
  );
  const words = skipped.map(({ text }) => quote(cut(text.trim().replace(/\s+/g, " ")))).slice(0, 3);
  return [
    ...(fromComment && !ecsv ? ["heading taken from the comment above the numbers"] : []),
    ...(skipped.length === 0
      ? []
      : [
          `${skipped.length} line${skipped.length === 1 ? "" : "s"} above the heading left out: ${words.join(", ")}${skipped.length > words.length ? ", ..." : ""}`,
        ]),
  ];
}

/** The cells of the line right above the numbers, a comment's without its mark; undefined where there is none. */
function titleAbove(name: string, above: readonly Line[], delimiter: Delimiter): string[] | undefined {
  const last = above.at(-1);
  if (last === undefined) return undefined;
  const comment = isComment(last.text);
  const text = comment ? commentText(last.text).trim() : last.text;
  return split(name, { ...last, text }, comment && !text.includes(delimiter) ? " " : delimiter);
}

/**
 * Whether rows end in a separator that is none: nothing stands behind it, and the heading has one cell less, all of them filled. A heading
 * that lacks its first name, as R and pandas leave it, stands above rows whose last cells are not all empty.
 */
function endsInSeparators(rows: readonly string[][], width: number, title: readonly string[] | undefined): boolean {
  return (
    width > 2 &&
    rows.every((cells) => cells.length < width || cells[width - 1]?.trim() === "") &&
    (title === undefined || (title.length === width - 1 && title.every((cell) => cell.trim() !== "")))
  );
}

/** The cells of a line, or nothing where its quotation marks do not close. */
function split(name: string, { line, text }: Line, delimiter: Delimiter): string[] | undefined {
  try {
    return splitCells(name, line, text, delimiter);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function bestBlock(name: string, lines: readonly Line[], delimiters: readonly Delimiter[]): Block | undefined {
  let best: Block | undefined;
  for (const delimiter of delimiters) {
    // Blanks separate where nothing else does.
    if (delimiter === " " && best !== undefined && best.width > 1) break;
    if (delimiter !== " " && !lines.some(({ text }) => text.includes(delimiter))) continue;
    for (const block of blocksOf(name, lines, delimiter))
      if (best === undefined || block.score > best.score) best = block;
  }
  return best === undefined ? undefined : firstOfItsKind(name, lines, best);
}

/** Blocks one after the other that each begin with the same heading are one table, from the first of them on, whichever is longest. */
function firstOfItsKind(name: string, lines: readonly Line[], best: Block): Block {
  const heading = ({ from }: Block) => lines[from - 1]?.text.trim() ?? "";
  const wanted = heading(best);
  if (wanted === "") return best;
  for (const block of blocksOf(name, lines, best.delimiter))
    if (block.width === best.width && heading(block) === wanted) return block;
  return best;
}

function* blocksOf(name: string, lines: readonly Line[], delimiter: Delimiter): Generator<Block> {
  let open: Block | undefined;
  for (const [i, line] of lines.entries()) {
    if (isComment(line.text)) continue;
    const cells = split(name, line, delimiter);
    const values = cells?.filter(isContent).length ?? 0;
    const texts = cells?.filter((cell) => !isValue(cell)).length ?? 0;
    // A last separator in some rows is no further column.
    const blank = cells?.at(-1)?.trim() === "" && cells.length === (open?.width ?? 0) + 1;
    const width = (cells?.length ?? 0) - (blank ? 1 : 0);
    const score = values - 2 * texts;
    // One text beside a number may be the name of a motion.
    const row =
      values > 0 &&
      (score > 0 || (width > 2 && values > texts) || (values > 1 && values >= texts)) &&
      (width > 1 || delimiters(line.text) === 0);
    if (!row) {
      // What parts two runs names nothing.
      if (open !== undefined && (isRule(line.text) || cells?.every((cell) => isMissing(cell.trim())) === true))
        continue;
      if (open !== undefined) yield open;
      open = undefined;
      continue;
    }
    const points = Math.max(score, 0.5);
    if (open?.width === width) open = { ...open, to: i, score: open.score + points };
    else {
      if (open !== undefined) yield open;
      open = { delimiter, width, from: i, to: i, score: points };
    }
  }
  if (open !== undefined) yield open;
}

const delimiters = (text: string) => text.split(/[;\t|]/).length - 1;

function noTable(name: string, lines: readonly Line[]): UserError {
  const heading = lines.find(({ text }) => !isComment(text));
  if (heading === undefined) return new UserError(`${name}: no rows; expected a heading and rows of numbers`);
  if (lines.every(({ text }) => isComment(text) || text === heading.text))
    return new UserError(`${name}: a heading but no rows of numbers`);
  // A row whose quotation marks are wrong is the reason.
  const delimiter =
    DELIMITERS.toSorted((a, b) => heading.text.split(b).length - heading.text.split(a).length)[0] ?? ",";
  for (const { line, text } of lines) if (!isComment(text)) splitCells(name, line, text, delimiter);
  for (const { line, text } of lines)
    for (const cell of splitCells(name, line, text, delimiter)) {
      if (/^\(?[-+]?[\d.]+(e[-+]?\d+)?[-+][\d.]+(e[-+]?\d+)?[ij]\)?$/i.test(cell.trim()))
        return new UserError(`${name}, line ${line}: ${quote(cell.trim())} is complex; write the real parts alone`);
      const [, unit = ""] = /^[-+]?\d+(?:[.,]\d+)?\s*(\p{Letter}[^\s\d]{0,9}|[°'"′″].*)$/u.exec(cell.trim()) ?? [];
      if (unit === "" || isValue(cell) || isComment(text)) continue;
      return new UserError(
        `${name}, line ${line}: ${quote(cell.trim())} is more than a number; write units in the heading, such as x [m], and angles as one number`,
      );
    }
  return new UserError(
    `${name}: no rows of numbers among its first ${lines.length} lines; the first is ${quote(commentText(heading.text))}`,
  );
}
