import type { Table as ArrowTable, DataType, Field, Vector } from "apache-arrow";
import { UserError } from "../../../base/errors.js";
import { powerOfTen } from "../../../numerics/index.js";
import type { ByteSource } from "../../source.js";
import { unpackLz4Frame } from "../packed/lz4.js";
import { unzstdAtMost } from "../packed/zstd.js";
import type { Cell, CountedTime, Table } from "../table.js";
import { parseHeading } from "../text/heading.js";
import { checkChunks, type Layout } from "./arrow-chunks.js";
import { checkFooter, checkMessages } from "./arrow-messages.js";
import { columnsTable, type StoredColumn } from "./columns.js";

const MAX_BYTES = 512 << 20;
/** Of one compressed buffer. */
const MAX_BUFFER = 256 << 20;
/** LZ4 never packs tighter than this (its block format: a length byte of 255 for 255 bytes). */
const MAX_LZ4_RATIO = 255;

/**
 * The table of a file or a stream. Within its marks a file is read as the stream that it is, since the library's reader of files goes
 * through whatever a damaged footer claims. Its own writer leaves the schema out of the stream: then that of the footer is put before.
 */
async function readTable(arrow: Arrow, bytes: Uint8Array): Promise<ArrowTable> {
  if (String.fromCharCode(...bytes.subarray(0, 6)) !== "ARROW1") {
    checkMessages(bytes);
    return arrow.tableFromIPC(bytes);
  }
  const end = bytes.length - 10;
  const size = end < 8 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(end, true);
  if (size === 0 || size > end - 8) throw new Error(`its footer claims ${size} bytes`);
  const messages = bytes.subarray(8, end - size);
  checkMessages(messages);
  try {
    return arrow.tableFromIPC(messages);
  } catch {
    const { Footer } = await import("apache-arrow/ipc/metadata/file");
    const footer = bytes.slice(end - size, end);
    checkFooter(footer);
    const { schema } = Footer.decode(footer);
    const empty = arrow.tableToIPC(new arrow.Table(schema), "stream");
    // Without the eight bytes that end a stream.
    const head = empty.subarray(0, empty.length - END_OF_STREAM);
    const stream = new Uint8Array(head.length + messages.length);
    stream.set(head);
    stream.set(messages, head.length);
    return arrow.tableFromIPC(stream);
  }
}

const END_OF_STREAM = 8;

type Arrow = typeof import("apache-arrow");

/** The columns of an Arrow file or stream (Feather 2) as a table: flat columns of numbers, dates and text. */
export async function arrowTable(source: ByteSource): Promise<Table> {
  const { name, size } = source;
  if (size > MAX_BYTES) throw new UserError(`${name}: ${size} bytes, Arrow files of at most ${MAX_BYTES} are read`);
  const bytes = (await source.slice(0, size)).slice();
  if (String.fromCharCode(...bytes.subarray(0, 4)) === "FEA1")
    throw new UserError(`${name}: Feather of version 1, which is not read; write version 2 or Parquet`);
  const arrow = await loadArrow();
  try {
    const table = await readTable(arrow, bytes);
    const rows = table.numRows;
    if (!(rows >= 0 && rows <= 8 * size * MAX_LZ4_RATIO)) throw new Error(`it claims ${rows} rows`);
    const leftOut: string[] = [];
    const columns = table.schema.fields.flatMap((field: Field, i: number): StoredColumn[] => {
      const vector = table.getChildAt(i);
      const read = vector === null ? undefined : cellReader(arrow, vector);
      if (vector === null || read === undefined) {
        leftOut.push(field.name);
        return [];
      }
      if (vector.length !== rows) throw new Error(`column "${field.name}" has ${vector.length} of ${rows} rows`);
      checkChunks(field.name, layoutOf(arrow, vector.type), vector.data);
      const counts = countsOf(arrow, field.type);
      return [{ ...parseHeading(field.name), ...(counts === undefined ? {} : { counts }), at: read }];
    });
    return columnsTable(name, "Arrow", columns, {
      rows,
      notes: leftOut.length === 0 ? [] : [`nested columns left out: ${leftOut.slice(0, 5).join(", ")}`],
    });
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `${name}: not an Arrow file that can be read (${(error instanceof Error ? error.message : String(error)).split("\n")[0]})`,
    );
  }
}

/** The columns of a schema of Arrow, as Parquet files carry it in base64, that count time; none where it cannot be read. */
export async function arrowCounts(base64: string): Promise<ReadonlyMap<string, CountedTime>> {
  const counts = new Map<string, CountedTime>();
  const arrow = await loadArrow();
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    checkMessages(bytes);
    for (const field of arrow.tableFromIPC(bytes).schema.fields) {
      const counted = countsOf(arrow, field.type);
      if (counted !== undefined) counts.set(field.name, counted);
    }
  } catch {
    // It only refines what Parquet says itself.
  }
  return counts;
}

let loaded: Promise<Arrow> | undefined;

/** The library, with the two compressions that writers of Arrow use. */
function loadArrow(): Promise<Arrow> {
  loaded ??= (async () => {
    const arrow = await import("apache-arrow");
    arrow.compressionRegistry.set(arrow.CompressionType.LZ4_FRAME, {
      decode: (data: Uint8Array) => unpackLz4Frame(data, Math.min(MAX_BUFFER, 64 + data.length * MAX_LZ4_RATIO)),
    });
    arrow.compressionRegistry.set(arrow.CompressionType.ZSTD, {
      // A copy, since the library reads wider numbers at multiples of their size.
      decode: (data: Uint8Array) => unzstdAtMost(data, MAX_BUFFER).slice(),
    });
    return arrow;
  })();
  return loaded;
}

/** How a cell of a column is read; undefined for columns that hold neither numbers nor dates nor text. */
function cellReader({ DataType }: Arrow, vector: Vector): ((row: number) => Cell) | undefined {
  const { type } = vector as { type: DataType };
  const raw = (row: number): unknown => vector.get(row);
  const number = (row: number): Cell => {
    const value = raw(row);
    return typeof value === "number" || typeof value === "bigint" ? value : Number.NaN;
  };
  if (DataType.isInt(type) || DataType.isFloat(type)) return number;
  if (DataType.isBool(type)) return (row) => (raw(row) === null ? Number.NaN : Number(raw(row)));
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isDictionary(type))
    return (row) => {
      const value = raw(row);
      return typeof value === "number" || typeof value === "bigint" ? value : value === null ? "" : String(value);
    };
  if (DataType.isDecimal(type)) {
    const { scale } = type;
    return (row) => {
      const value = raw(row);
      return value === null ? Number.NaN : Number(decimalInteger(value as Uint32Array)) / powerOfTen(scale);
    };
  }
  if (DataType.isTimestamp(type) || DataType.isDate(type) || DataType.isTime(type) || DataType.isDuration(type))
    return countedReader(vector);
  return undefined;
}

function layoutOf({ DataType }: Arrow, type: DataType): Layout {
  if (DataType.isBool(type)) return "bits";
  return DataType.isUtf8(type) || DataType.isLargeUtf8(type) ? "offsets" : "values";
}

/** The stored integers: the library's own values of timestamps are milliseconds, which cuts off what is finer. */
function countedReader(vector: Vector): (row: number) => Cell {
  const chunks = vector.data.map((data) => ({ data, length: data.length }));
  return (row) => {
    let inside = row;
    for (const { data, length } of chunks) {
      if (inside >= length) {
        inside -= length;
        continue;
      }
      if (!data.getValid(inside)) return Number.NaN;
      const values = data.values as ArrayLike<number | bigint>;
      return values[inside] as Cell;
    }
    return Number.NaN;
  };
}

function decimalInteger(words: Uint32Array): bigint {
  let value = 0n;
  for (let i = words.length - 1; i >= 0; i--) value = (value << 32n) | BigInt(words[i] as number);
  const bits = BigInt(32 * words.length);
  return value >> (bits - 1n) === 0n ? value : value - (1n << bits);
}

function countsOf({ DataType, DateUnit, TimeUnit }: Arrow, type: DataType): CountedTime | undefined {
  const units = {
    [TimeUnit.SECOND]: "s",
    [TimeUnit.MILLISECOND]: "ms",
    [TimeUnit.MICROSECOND]: "us",
    [TimeUnit.NANOSECOND]: "ns",
  } as const;
  if (DataType.isTimestamp(type)) return { kind: "instant", unit: units[type.unit] };
  if (DataType.isDate(type)) return { kind: "instant", unit: type.unit === DateUnit.DAY ? "d" : "ms" };
  if (DataType.isTime(type) || DataType.isDuration(type))
    return { kind: "duration", unit: units[type.unit as 0 | 1 | 2 | 3] };
  return undefined;
}
