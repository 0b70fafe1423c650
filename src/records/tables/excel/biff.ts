import type { Sheet } from "./workbook.js";

// The records of a workbook of Excel 97 to 2003 ([MS-XLS] of Microsoft's open specifications, "BIFF8"): each a type, a length and data;
// strings are shared and may go on in CONTINUE records.

const [BOF, EOF_, BOUNDSHEET, SST, CONTINUE, DATEMODE] = [0x809, 0x0a, 0x85, 0xfc, 0x3c, 0x22];
const [NUMBER, RK, MULRK, LABEL, LABELSST, FORMULA, BOOLERR, FILEPASS] = [
  0x203, 0x27e, 0xbd, 0x204, 0xfd, 0x06, 0x205, 0x2f,
];
const [FORMAT, XF, STRING] = [0x41e, 0xe0, 0x207];
const BIFF8 = 0x600;
const MAX_SHEETS = 64;
/** Rows and columns that the format has. */
const [MAX_ROWS, MAX_COLUMNS] = [65_536, 256];

interface BiffRecord {
  readonly type: number;
  readonly data: Uint8Array;
  readonly view: DataView;
  readonly next: number;
}

function recordAt(bytes: Uint8Array, at: number): BiffRecord | undefined {
  if (at + 4 > bytes.length) return undefined;
  const head = new DataView(bytes.buffer, bytes.byteOffset + at, 4);
  const size = head.getUint16(2, true);
  if (at + 4 + size > bytes.length) throw new Error("a record is cut off");
  const data = bytes.subarray(at + 4, at + 4 + size);
  return {
    type: head.getUint16(0, true),
    data,
    view: new DataView(data.buffer, data.byteOffset, data.byteLength),
    next: at + 4 + size,
  };
}

/** The sheets of a workbook's stream, with numbers, texts and dates. Throws an `Error` for a damaged one. */
export function biffSheets(bytes: Uint8Array): Sheet[] {
  const first = recordAt(bytes, 0);
  if (first?.type !== BOF || first.view.getUint16(0, true) !== BIFF8)
    throw new Error("older than Excel 97; save it as .xlsx or CSV");
  const globals = readGlobals(bytes);
  return globals.sheets
    .slice(0, MAX_SHEETS)
    .map(({ name, start }) => ({ sheet: name, data: readSheet(bytes, start, globals) }));
}

interface Globals {
  readonly sheets: readonly { readonly name: string; readonly start: number }[];
  readonly strings: readonly string[];
  /** Whether a cell of a format is a date. */
  isDate(format: number): boolean;
  /** Days since 1970 of day 0. */
  readonly epoch: number;
}

function readGlobals(bytes: Uint8Array): Globals {
  const sheets: { name: string; start: number }[] = [];
  let strings: readonly string[] = [];
  const formats = new Map<number, string>();
  const cellFormats: number[] = [];
  let epoch = EPOCH_1900;
  for (let record = recordAt(bytes, 0); record !== undefined && record.type !== EOF_; ) {
    const { type, data, view } = record;
    let { next } = record;
    if (type === FILEPASS) throw new Error("it is protected by a password");
    if (type === BOUNDSHEET && data[5] === 0) {
      const reader = new StringReader([data.subarray(6)]);
      sheets.push({ start: view.getUint32(0, true), name: reader.text(reader.byte()) });
    } else if (type === DATEMODE && view.getUint16(0, true) === 1) epoch = EPOCH_1904;
    else if (type === FORMAT) {
      const reader = new StringReader([data.subarray(2)]);
      formats.set(view.getUint16(0, true), reader.text(reader.word()));
    } else if (type === XF) cellFormats.push(view.getUint16(2, true));
    else if (type === SST) {
      const parts = [data];
      for (let more = recordAt(bytes, next); more?.type === CONTINUE; more = recordAt(bytes, next)) {
        parts.push(more.data);
        next = more.next;
      }
      strings = sharedStrings(parts);
    }
    record = recordAt(bytes, next);
  }
  const isDate = (cell: number) => {
    const format = cellFormats[cell] ?? 0;
    if ((format >= 14 && format <= 22) || (format >= 45 && format <= 47)) return true;
    const text = (formats.get(format) ?? "").replace(/"[^"]*"|\\.|\[[^\]]*\]/g, "");
    return /[ymdhs]/i.test(text) && !/^general$/i.test(text);
  };
  return { sheets, strings, isDate, epoch };
}

/** Days from day 0 of each calendar to 1970. */
const [EPOCH_1900, EPOCH_1904] = [25_569, 24_107];

function sharedStrings(parts: readonly Uint8Array[]): string[] {
  const reader = new StringReader(parts);
  reader.skip(4);
  const count = reader.word() + 65_536 * reader.word();
  const strings: string[] = [];
  while (strings.length < count && !reader.done) strings.push(reader.text(reader.word()));
  return strings;
}

/** Strings that may go on in the next part, where a byte says anew whether characters have one byte or two. */
class StringReader {
  #part = 0;
  #at = 0;

  constructor(readonly parts: readonly Uint8Array[]) {}

  get done(): boolean {
    return this.#part >= this.parts.length || (this.#part === this.parts.length - 1 && this.#at >= this.#bytes.length);
  }

  get #bytes(): Uint8Array {
    return this.parts[this.#part] ?? new Uint8Array(0);
  }

  byte(): number {
    if (this.#at >= this.#bytes.length) {
      this.#part++;
      this.#at = 0;
    }
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new Error("a text is cut off");
    return byte;
  }

  word(): number {
    return this.byte() + 256 * this.byte();
  }

  skip(count: number): void {
    for (let i = 0; i < count; i++) this.byte();
  }

  /** A string of `length` characters after its flags. */
  text(length: number): string {
    const flags = this.byte();
    let wide = (flags & 1) === 1;
    const runs = (flags & 8) === 0 ? 0 : this.word();
    const extra = (flags & 4) === 0 ? 0 : this.word() + 65_536 * this.word();
    const characters: string[] = [];
    while (characters.length < length) {
      if (this.#at >= this.#bytes.length) wide = (this.byte() & 1) === 1;
      characters.push(String.fromCharCode(wide ? this.word() : this.byte()));
    }
    this.skip(4 * runs + extra);
    return characters.join("");
  }
}

function readSheet(bytes: Uint8Array, start: number, { strings, isDate, epoch }: Globals): unknown[][] {
  const rows: unknown[][] = [];
  const put = (row: number, column: number, value: unknown) => {
    if (row >= MAX_ROWS || column >= MAX_COLUMNS) return;
    while (rows.length <= row) rows.push([]);
    const cells = rows[row] as unknown[];
    while (cells.length < column) cells.push(null);
    cells[column] = value;
  };
  const number = (value: number, format: number) =>
    isDate(format) ? new Date(Math.round((value - epoch) * 86_400_000)) : value;
  let depth = 0;
  let formula: [row: number, column: number] | undefined;
  for (let record = recordAt(bytes, start); record !== undefined; record = recordAt(bytes, record.next)) {
    const { type, view, data } = record;
    // Charts within a sheet are streams of their own.
    if (type === BOF) depth++;
    if (type === EOF_ && --depth <= 0) break;
    if (depth > 1) continue;
    if (type === STRING && formula !== undefined) {
      const reader = new StringReader([data]);
      put(...formula, reader.text(reader.word()));
    }
    if (!CELLS.has(type) || data.length < 6) continue;
    const [row, column, format] = [0, 2, 4].map((at) => view.getUint16(at, true)) as [number, number, number];
    formula = undefined;
    if (type === NUMBER) put(row, column, number(view.getFloat64(6, true), format));
    else if (type === RK) put(row, column, number(rk(view, 6), format));
    else if (type === LABELSST) put(row, column, strings[view.getUint32(6, true)] ?? "");
    else if (type === LABEL) {
      const reader = new StringReader([data.subarray(6)]);
      put(row, column, reader.text(reader.word()));
    } else if (type === BOOLERR) put(row, column, view.getUint8(7) === 0 ? view.getUint8(6) : null);
    else if (type === MULRK)
      for (let at = 4, c = column; at + 6 <= data.length - 2; at += 6, c++)
        put(row, c, number(rk(view, at + 2), view.getUint16(at, true)));
    else if (view.getUint16(12, true) !== 0xffff) put(row, column, number(view.getFloat64(6, true), format));
    else if (view.getUint8(6) === 0) formula = [row, column];
  }
  return rows;
}

const CELLS: ReadonlySet<number> = new Set([NUMBER, RK, MULRK, LABEL, LABELSST, FORMULA, BOOLERR]);

/** A number in 32 bits: the upper half of a double, or an integer, either divided by 100. */
function rk(view: DataView, at: number): number {
  const bits = view.getInt32(at, true);
  const double = new DataView(new ArrayBuffer(8));
  double.setInt32(0, bits & ~3);
  const value = (bits & 2) === 0 ? double.getFloat64(0) : bits >> 2;
  return (bits & 1) === 0 ? value : value / 100;
}
