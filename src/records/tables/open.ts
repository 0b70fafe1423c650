import { UserError } from "../../base/errors.js";
import { type ByteSource, bytesSource } from "../source.js";
import { ENDINGS } from "./endings.js";
import { isMatlab4 } from "./matlab4.js";
import { besideEachOther } from "./side-by-side.js";
import { joinedStamps } from "./stamps.js";
import type { Table } from "./table.js";
import { textTable } from "./text/table.js";
import { unreadProblem } from "./unread.js";

/** A format that is recognised by its content. */
interface Format {
  readonly name: string;
  /** Endings that promise it. */
  readonly endings: readonly string[];
  /** Whether a file begins like one; `start` are its first bytes as Latin-1. */
  matches(start: string): boolean;
  open(source: ByteSource, time: string | undefined): Promise<Table>;
}

/** Bytes at the beginning that decide: those of MATLAB 7.3 keep a text of half a kibibyte before the rest. */
const START = 1024;
const HDF5 = "\u0089HDF\r\n\u001a\n";

/** Readers are loaded when their format comes. */
const FORMATS: readonly Format[] = [
  {
    name: "Parquet",
    endings: ENDINGS.parquet,
    matches: (start) => start.startsWith("PAR1"),
    open: async (source) => (await import("./parquet/parquet.js")).parquetTable(source),
  },
  {
    name: "zip",
    endings: ENDINGS.zip,
    matches: (start) => start.startsWith("PK\u0003\u0004"),
    open: async (source, time) => (await import("./binary/zipped.js")).zippedTable(source, time),
  },
  {
    name: "Excel",
    endings: ENDINGS.excel,
    matches: (start) => start.startsWith("\u00d0\u00cf\u0011\u00e0"),
    open: async (source) => (await import("./excel/xls.js")).xlsTable(source),
  },
  {
    name: "NPY",
    endings: ENDINGS.npy,
    matches: (start) => start.startsWith("\u0093NUMPY"),
    open: async (source, time) => (await import("./binary/npz.js")).npyTable(source, time),
  },
  {
    name: "HDF5",
    endings: ENDINGS.hdf5,
    matches: (start) => start.startsWith(HDF5) || start.startsWith(HDF5, 512),
    open: async (source, time) => (await import("./binary/hdf5.js")).hdf5Table(source, time),
  },
  {
    name: "MATLAB",
    endings: ENDINGS.matlab,
    // After a text of 124 bytes the version and the order of bytes.
    matches: (start) => ["\u0000\u0001IM", "\u0001\u0000MI"].includes(start.slice(124, 128)),
    open: async (source, time) => (await import("./binary/mat.js")).matTable(source, time),
  },
  {
    name: "NetCDF",
    endings: ENDINGS.netcdf,
    matches: (start) => ["CDF\u0001", "CDF\u0002", "CDF\u0005"].includes(start.slice(0, 4)),
    open: async (source, time) => (await import("./binary/netcdf3.js")).netcdf3Table(source, time),
  },
  {
    name: "Arrow",
    endings: ENDINGS.arrow,
    matches: (start) =>
      start.startsWith("ARROW1") || start.startsWith("FEA1") || start.startsWith("\u00ff\u00ff\u00ff\u00ff"),
    open: async (source) => (await import("./binary/arrow.js")).arrowTable(source),
  },
  {
    name: "gzip",
    endings: ENDINGS.gzip,
    matches: (start) => start.startsWith("\u001f\u008b"),
    open: unpacked,
  },
  {
    name: "JSON",
    endings: ENDINGS.json,
    // Dictionaries as Python prints them, too; "[[0.1 2.3]", without commas, is how NumPy prints.
    matches: (start) =>
      /^(\u00ef\u00bb\u00bf)?\s*(\{\s*["']|\[\s*[[{])/.test(start) && !/^\s*\[\[[\s\d.eE+-]+\]/.test(start),
    open: async (source, time) => (await import("./json/json.js")).jsonTable(source, time),
  },
  {
    name: "MATLAB",
    endings: ENDINGS.matlab,
    matches: isMatlab4,
    open: async (source, time) => (await import("./binary/mat4.js")).mat4Table(source, time),
  },
];

/** Texts of programs, which only their content tells from tables. */
const TEXTS: readonly Pick<Format, "matches" | "open">[] = [
  {
    // What `save` of Octave writes unless it is told otherwise, under any ending.
    matches: (start) => /^# Created by Octave/.test(start) || /^# name: \S+\r?\n# type: /.test(start),
    open: async (source, time) => (await import("./text/octave.js")).octaveTable(source, time),
  },
  {
    matches: (start) => /^IGOR\s*[\r\n]/.test(start),
    open: async (source, time) => (await import("./text/igor.js")).igorTable(source, time),
  },
];

/**
 * Opens a record by its content, whatever its name: text tables, Parquet, Excel, JSON, HDF5, NetCDF, MATLAB, Arrow and NumPy files, any of
 * them also packed by gzip. A content that belongs to another ending is refused. `time` names the array of times where a file
 * holds arrays.
 */
export async function openTable(source: ByteSource, time?: string): Promise<Table> {
  return besideEachOther(joinedStamps(await openPlain(source, time)));
}

async function openPlain(source: ByteSource, time?: string): Promise<Table> {
  const { name, size } = source;
  if (size === 0) throw new UserError(`${name}: the file is empty`);
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  const start = String.fromCharCode(...(await source.slice(0, Math.min(START, size))));
  const unread = unreadProblem(start);
  if (unread !== undefined) throw new UserError(`${name}: ${unread}`);
  const promised = FORMATS.find(({ endings }) => endings.includes(ending));
  const found = FORMATS.find(({ matches }) => matches(start));
  if (found === undefined) {
    const text = TEXTS.find(({ matches }) => matches(start));
    if (text !== undefined) return text.open(source, time);
    // MATLAB's `save -ascii` and the spreadsheets of some instruments are text under these endings.
    if (["MATLAB", "Excel"].includes(promised?.name ?? "") && /^[\t\n\r -~\u00a0-\u00ff]+$/.test(start))
      return textTable(source);
    if (promised !== undefined && promised.name !== "JSON")
      throw new UserError(`${name}: the content is not that of a ${ending.toUpperCase()} file`);
    return promised === undefined ? textTable(source) : promised.open(source, time);
  }
  if ((ENDINGS.text as readonly string[]).includes(ending) && found.name !== "JSON")
    throw new UserError(
      `${name}: holds ${found.name.toUpperCase()} data; give it an ending such as .${found.endings[0]}`,
    );
  return found.open(source, time);
}

/** Files packed by gzip are unpacked whole. */
const MAX_UNPACKED = 256 << 20;

async function unpacked(source: ByteSource, time: string | undefined): Promise<Table> {
  const { name, size } = source;
  const { gunzipAtMost } = await import("./packed/inflate.js");
  let bytes: Uint8Array;
  try {
    bytes = gunzipAtMost(await source.slice(0, size), MAX_UNPACKED);
  } catch (error) {
    throw new UserError(`${name}: cannot be unpacked (${error instanceof Error ? error.message : String(error)})`);
  }
  return openPlain(bytesSource(name.replace(/\.gz$/i, ""), bytes), time);
}
