import { UserError } from "../../../base/errors.js";

/** A line of a text that is not blank. */
export interface Line {
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
  /** Whether it is the last one, and no line break ends it. */
  readonly unended?: true;
}

/** Turns a line into those of a table; the line of the first values may also give the names. */
export type Rewrite = (line: Line) => readonly Line[];

/** One row of a delimited text. */
export interface TextRow {
  /** Line that the row begins on, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** How cells are separated: one character, or runs of blanks. */
export type Delimiter = "," | ";" | "\t" | "|" | " ";

/** So many rows come at once: few enough to be forgotten soon, and enough that waiting for them costs nothing. */
const ROWS_AT_ONCE = 512;
/** Longer rows are refused: a file without line breaks is not a table. */
const MAX_ROW = 1 << 20;

/**
 * Lines of a text that comes in pieces. A line break inside quotation marks does not end a row (RFC 4180), so what comes
 * out are whole rows, some at a time, with the line each begins on. Blank lines are left out.
 */
export async function* splitRows(name: string, pieces: AsyncIterable<string>): AsyncGenerator<Line[]> {
  let rest = "";
  let line = 1;
  /** Lines of a row that goes on since a quotation mark is open, and where it began. */
  let open: { readonly texts: string[]; readonly line: number; length: number } | undefined;
  const tooLong = (at: number) =>
    new UserError(`${name}, line ${at}: a row of more than ${MAX_ROW} characters; is this a text table?`);
  const neverClosed = (at: number) => new UserError(`${name}, line ${at}: a quotation mark is never closed`);
  const finish = (written: string): Line | undefined => {
    const at = line++;
    const text = written.includes('"') ? withoutArcseconds(written) : written;
    if (text.length > MAX_ROW) throw tooLong(at);
    if (open === undefined) {
      if (text.trim() === "") return undefined;
      if (quotesBalance(text)) return { line: at, text };
      open = { texts: [text], line: at, length: text.length };
      return undefined;
    }
    // Each line is looked at once: the row closes with the next odd number of marks.
    open.texts.push(text);
    open.length += text.length + 1;
    if (open.length > MAX_ROW) throw neverClosed(open.line);
    if (marksIn(text) % 2 === 0) return undefined;
    const row = { line: open.line, text: open.texts.join("\n") };
    open = undefined;
    return row;
  };
  for await (const piece of pieces) {
    const text = rest + piece;
    let start = 0;
    let rows: Line[] = [];
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
      let row: Line | undefined;
      try {
        row = finish(text.slice(start, end));
      } catch (error) {
        // What stands before is told apart first.
        if (rows.length > 0) yield rows;
        throw error;
      }
      if (row !== undefined && rows.push(row) >= ROWS_AT_ONCE) {
        yield rows;
        rows = [];
      }
      start = end + 1;
    }
    if (rows.length > 0) yield rows;
    rest = text.slice(start);
    if (rest.length > MAX_ROW) throw tooLong(line);
  }
  if (rest !== "" || open !== undefined) {
    const row = finish(rest);
    if (row !== undefined) yield [rest === "" ? row : { ...row, unended: true }];
  }
  // Assigned inside `finish`, which the type checker does not follow.
  const left = open as { line: number } | undefined;
  if (left !== undefined) throw neverClosed(left.line);
}

/** What begins a line that is a comment: of NumPy, MATLAB, C, Fortran and Grace. */
const COMMENT = /^\s*(#|%|\/\/|!|@)/;
export const isComment = (text: string) => COMMENT.test(text);
/** A line that is drawn between two parts: "---", "=====". */
export const isRule = (text: string) => /^\s*([-=*_~])\1{2,}\s*$/.test(text);
/** A comment's content. */
export const commentText = (text: string) => text.replace(/^\s*(#+|%+|\/\/|!|@)[ \t]?/, "");

/** The sign of arcseconds, in brackets or behind degrees and minutes, is no quotation mark. */
const ARCSECONDS = /([[(])"([\])])/g;
const BEHIND_MINUTES =
  /((?:^|[,;\t])\s*[-+\u2212]?\d{1,3}\s*[°º]\s*\d{1,2}\s*['′’]\s*\d[\d.,]{0,12}\s*)"(?=\s*(?:[,;\t]|$))/g;
const withoutArcseconds = (text: string) => text.replace(ARCSECONDS, "$1arcsec$2").replace(BEHIND_MINUTES, "$1″");

/** Comments may hold any number of quotation marks; else every one that opens must close. */
const quotesBalance = (text: string) => !text.includes('"') || isComment(text) || marksIn(text) % 2 === 0;

function marksIn(text: string): number {
  let count = 0;
  for (let i = text.indexOf('"'); i >= 0; i = text.indexOf('"', i + 1)) count++;
  return count;
}

/** The cells of a row; throws `UserError` for quotation marks that are not around a whole cell. */
export function splitCells(name: string, line: number, text: string, delimiter: Delimiter): string[] {
  if (!text.includes('"')) return delimiter === " " ? text.trim().split(/\s+/) : text.split(delimiter);
  const fail = (problem: string) => new UserError(`${name}, line ${line}, column ${cells.length + 1}: ${problem}`);
  const isBreak = (character: string | undefined) =>
    character === undefined || (delimiter === " " ? /\s/.test(character) : character === delimiter);
  const cells: string[] = [];
  let at = 0;
  while (at <= text.length) {
    if (delimiter === " ") while (at < text.length && /\s/.test(text[at] as string)) at++;
    if (delimiter === " " && at === text.length) break;
    const opening = /[ ]*"/y;
    opening.lastIndex = at;
    if (opening.test(text)) {
      let cell = "";
      at = opening.lastIndex;
      for (;;) {
        const close = text.indexOf('"', at);
        if (close < 0) throw fail("a quotation mark is never closed");
        cell += text.slice(at, close);
        at = close + 1;
        if (text[at] !== '"') break;
        cell += '"';
        at++;
      }
      while (delimiter !== " " && text[at] === " ") at++;
      if (!isBreak(text[at])) throw fail("text follows a closing quotation mark");
      cells.push(cell);
    } else {
      let end = at;
      while (!isBreak(text[end])) end++;
      const cell = text.slice(at, end);
      if (cell.includes('"')) throw fail("a quotation mark inside a cell that does not begin with one");
      cells.push(cell);
      at = end;
    }
    at++;
  }
  return cells;
}
