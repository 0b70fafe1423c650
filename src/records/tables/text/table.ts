import { cut, quote } from "../../../base/text.js";
import { type ByteSource, bytesSource } from "../../source.js";
import { type Batch, type Cell, cellError, checkedNumber, missingNumber, type Table } from "../table.js";
import { encodingOf, textOf } from "./decode.js";
import { type Dialect, findDialect, isSummary, isValue } from "./dialect.js";
import { horizonsRows, horizonsTable } from "./horizons.js";
import { isInfinite, isMissing, isTimecode, type NumberStyle, readNumber } from "./numbers.js";
import { rewritten } from "./programs/rewrites.js";
import {
  type Delimiter,
  isComment,
  isRule,
  type Line,
  type Rewrite,
  splitCells,
  splitRows,
  type TextRow,
} from "./rows.js";
import { widthError } from "./titles.js";
import { turnedText } from "./turned.js";

const delimiterWords: Readonly<Record<Delimiter, string>> = {
  ",": "commas",
  ";": "semicolons",
  "\t": "tabs",
  "|": "bars",
  " ": "blanks",
};

/** Encodings for people, where that is not their name. */
const ENCODINGS: Readonly<Record<string, string>> = {
  "windows-1250": "Windows-1250",
  "windows-1251": "Windows-1251",
  "windows-1252": "Windows-1252",
  "windows-1253": "Windows-1253",
  "windows-1254": "Windows-1254",
  shift_jis: "Shift JIS",
  gb18030: "GB 18030",
  big5: "Big5",
  "euc-kr": "EUC-KR",
};

/** Lines that are looked at to find the table, and characters in them. */
const [SNIFFED_LINES, SNIFFED_CHARACTERS] = [500, 1 << 18];

/**
 * A table of delimited text, as instruments, spreadsheets and programs write it: see `findDialect` for what is recognised, and
 * `horizonsTable`. Within the table, comments, blank lines and repeated headings are left out.
 *
 * Throws `UserError` with line and column for anything that is not such a table.
 */
export async function textTable(source: ByteSource): Promise<Table> {
  const { name } = source;
  const lines = await firstLines(source);
  const encoding = await encodingOf(source);
  const encoded = encoding.startsWith("utf") ? [] : [`as ${ENCODINGS[encoding] ?? encoding}, since it is not UTF-8`];
  const horizons = horizonsTable(name, lines);
  if (horizons !== undefined) {
    const table = { name, format: "Horizons", columns: horizons.columns, placeWord: "line" as const };
    return {
      ...table,
      notes: [...horizons.notes, ...encoded],
      batches: () => batched(horizonsRows(name, splitRows(name, textOf(source)), horizons)),
      number: textNumbers(table, { decimal: ".", grouped: false }, ","),
    };
  }
  const turned = source.size <= SNIFFED_CHARACTERS ? turnedText(name, lines) : undefined;
  if (turned !== undefined) {
    const table = await textTable(bytesSource(name, new TextEncoder().encode(turned)));
    return {
      ...table,
      notes: [...table.notes, ...encoded, "rows and columns exchanged, since each line is a quantity"],
    };
  }
  const { rewrite, note } = rewritten(lines) ?? {};
  const dialect = findDialect(name, rewrite === undefined ? lines : lines.flatMap(rewrite));
  const { delimiter, columns, style } = dialect;
  const notes = [
    `separated by ${delimiterWords[delimiter]}`,
    ...(style.decimal === "," ? ["with decimal commas"] : []),
    ...encoded,
    ...(note === undefined ? [] : [note]),
    ...dialect.notes,
    ...(dialect.rate === undefined
      ? []
      : [`${Number(dialect.rate.toPrecision(6))} rows a second, as the lines above the table say`]),
  ];
  const table = { name, format: "text", columns, placeWord: "line" as const };
  return {
    ...table,
    notes,
    rate: dialect.rate,
    batches: () => batched(tableRows(source, dialect, { notes, rewrite })),
    number: textNumbers(table, style, delimiter),
  };
}

async function firstLines(source: ByteSource): Promise<Line[]> {
  const lines: Line[] = [];
  let characters = 0;
  for await (const rows of splitRows(source.name, textOf(source)))
    for (const row of rows) {
      lines.push(row);
      characters += row.text.length;
      // Of an unusually long heading more is read, but not a whole file.
      if (lines.length >= SNIFFED_LINES || characters > SNIFFED_CHARACTERS) return lines;
    }
  return lines;
}

/** What may stand between the segments of a LabVIEW file. */
const SEGMENT = /^(\*\*\*|Channels|Samples|Date|Time|Y_Unit_Label|X_Dimension|X0|Delta_X|X_Value|Notes|Test_)/;

/** The rows of values, some at a time; lines that repeat what stands above the table, and remarks between, are left out and noted. */
async function* tableRows(
  source: ByteSource,
  dialect: Dialect,
  { notes, rewrite }: { readonly notes: string[]; readonly rewrite: Rewrite | undefined },
): AsyncGenerator<TextRow[]> {
  const rows = new RowReader(source.name, dialect, notes);
  for await (const lines of splitRows(source.name, textOf(source))) {
    const found: TextRow[] = [];
    try {
      for (const whole of lines)
        if (rewrite === undefined) rows.add(whole, found);
        else
          for (const line of rewrite(whole))
            rows.add(whole.unended === true ? { ...line, unended: true } : line, found);
    } catch (error) {
      // What is wrong in rows before it is told first.
      yield found;
      throw error;
    }
    yield found;
  }
}

/** What ends a matrix in a program, or frames a printed table. */
const CLOSING = /^[\])};\s]+$|^[└┴┘─╞═╪╡├┼┤\s]+$/;
/** What stands below a table: its size as pandas, Polars and psql print it, and the times of a run of LAMMPS. */
const FOOTER =
  /^\[\d+ rows? x \d+ columns?\]$|^\(\d+ rows?\)$|^shape: \(\d+, ?\d+\)$|^(Loop time of|Performance:|MPI task timing|Total wall time|Nlocal:|Histogram:)\s/;

/** Rows of a file that a program was writing when it broke off; in one of fewer, typed by hand, a number was forgotten. */
const WRITTEN = 8;

/** Tells rows of values from all else below a heading. */
class RowReader {
  readonly #vernier: boolean;
  #leftOut = 0;
  #count = 0;
  /** A row of zeros, which between the runs of Vernier's format is none. */
  #zeros: TextRow | undefined;

  constructor(
    readonly name: string,
    readonly dialect: Dialect,
    readonly notes: string[],
  ) {
    this.#vernier = [...dialect.above].some((text) => text.startsWith("Vernier Format"));
  }

  add({ line, text, unended }: Line, found: TextRow[]): void {
    const { delimiter, width, first, above, counted, remarks, leads, columns } = this.dialect;
    if (line < first || isComment(text)) return;
    const bare = text.trim();
    if (above.has(bare)) {
      [this.#zeros, this.#count] = [undefined, 0];
      return;
    }
    if (this.#zeros !== undefined) found.push(this.#zeros);
    this.#zeros = undefined;
    let cells = splitCells(this.name, line, text, delimiter);
    if (cells.length === width + 1 && (remarks || cells.at(-1)?.trim() === "")) cells = cells.slice(0, -1);
    if (cells.length === width - 1 && columns.at(-1)?.name === "") cells = [...cells, ""];
    if (leads && isSummary(cells[0] ?? "")) {
      this.#leaveOut(line, bare);
      return;
    }
    if (counted !== undefined && SEGMENT.test(bare)) return;
    if (cells.length === width) {
      if (counted !== undefined && cells[0]?.trim() === "")
        cells[0] = String(counted.start + this.#count * counted.step).replace(".", this.dialect.style.decimal);
      this.#count++;
      if (this.#vernier && cells.every((cell) => /^0*(\.0*)?$/.test(cell.trim()))) this.#zeros = { line, cells };
      else found.push({ line, cells });
      return;
    }
    if (CLOSING.test(bare) || isRule(bare)) return;
    if (FOOTER.test(bare)) {
      this.#leaveOut(line, bare);
      return;
    }
    if (unended === true && cells.length < width && this.#count >= WRITTEN) {
      this.#note(`line ${line}, the last, breaks off after ${cells.length} of ${width} cells and is left out`);
      return;
    }
    // A title between two blocks, such as "Run 2".
    if (cells.filter((cell) => cell.trim() !== "").length > 1 || !/\p{Letter}/u.test(bare) || isValue(bare))
      throw widthError(this.name, line, cells.length, width, delimiter, text);
    this.#leaveOut(line, bare);
  }

  #leaveOut(line: number, text: string): void {
    if (this.#leftOut++ < 3) this.#note(`line ${line} left out: ${quote(cut(text))}`);
  }

  /** Rows are read more than once. */
  #note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text);
  }
}

async function* batched(pieces: AsyncIterable<readonly TextRow[]>): AsyncGenerator<Batch> {
  for await (const rows of pieces) if (rows.length > 0) yield batchOf(rows);
}

function batchOf(rows: readonly TextRow[]): Batch {
  return {
    count: rows.length,
    place: (i) => rows[i]?.line ?? 0,
    cell: (i, column) => rows[i]?.cells[column] ?? "",
  };
}

/** A reader of the numbers of one file. */
function textNumbers(
  table: Pick<Table, "name" | "columns" | "placeWord">,
  style: NumberStyle,
  delimiter: Delimiter,
): Table["number"] {
  return (cell: Cell, place, column) => {
    const text = String(cell).trim();
    const value = readNumber(text, style);
    if (value !== undefined) return checkedNumber(table, place, column, value);
    const missing = missingProblem(text);
    throw missing === undefined
      ? cellError(table, place, column, textProblem(text, style, delimiter))
      : missingNumber(table, place, column, missing);
  };
}

function missingProblem(text: string): string | undefined {
  if (text === "") return "empty, expected a number";
  if (isMissing(text)) return `${quote(text)} is a missing value, expected a number`;
  return isInfinite(text) ? `${quote(text)} is not finite, expected a finite number` : undefined;
}

function textProblem(text: string, { decimal }: NumberStyle, delimiter: Delimiter): string {
  if (isTimecode(text))
    return `${quote(text)} is a timecode, whose last number counts frames or hundredths; export times in seconds or milliseconds`;
  const other = decimal === "." ? "," : ".";
  if (readNumber(text, { decimal: other, grouped: false }) !== undefined)
    return `${quote(text)} has a decimal ${other === "," ? "comma" : "point"}, other numbers ${delimiter === "," && other === "," ? "between commas have a point" : "have the other sign"}`;
  return `${quote(text)} is not a number`;
}
