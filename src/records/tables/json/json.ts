import { UserError } from "../../../base/errors.js";
import { type ByteSource, bytesSource } from "../../source.js";
import { toldBy } from "../binary/array-times.js";
import { arraysTable } from "../binary/arrays.js";
import type { NamedArray } from "../named-array.js";
import type { Cell, Table } from "../table.js";
import { textOf } from "../text/decode.js";
import { textTable } from "../text/table.js";
import { beginsWithRows } from "./rows.js";
import { rowsTable, streamedTable } from "./rows-table.js";
import { plotlyArrays, seriesArrays } from "./series.js";
import { isArray, isObject, type Json, type JsonObject, parseJson, plain } from "./values.js";

/** Of lists of numbers by name, and of points, rows and objects within others, which take ten times their size of memory. */
const [MAX_BYTES, MAX_NESTED_BYTES] = [128 << 20, 24 << 20];
/** A list of numbers under a name; what of a file is looked at to see one. */
const FLAT = /"[^"]*"\s*:\s*\[\s*(?:(?:-?[\d.eE+-]+|null|NaN)\s*,\s*){16}/;
const LOOKED_AT = 1 << 16;
const MAX_COLUMNS = 1000;

/**
 * A JSON file as a table: an array of objects (also one object a line), an array of arrays, or an object of arrays, which may be nested;
 * among these what pandas' `to_json` writes by records, columns, split and table, curves of Plotly, Highcharts and ECharts, dictionaries as Python
 * prints them, and answers of the interface of Horizons. Units may stand in an object `units` beside the columns.
 */
export async function jsonTable(source: ByteSource, time?: string): Promise<Table> {
  const { name, size } = source;
  let value: Json;
  let text = "";
  for await (const piece of textOf(source)) {
    if (text === "" && beginsWithRows(piece) && !(size <= MAX_BYTES && holdsLists(piece))) return streamedTable(source);
    const most = FLAT.test(piece.slice(0, LOOKED_AT)) ? MAX_BYTES : MAX_NESTED_BYTES;
    if (text === "" && size > most)
      throw new UserError(
        `${name}: ${size} bytes, JSON files of at most ${most} are read, but for an array of objects, or one object a line${most === MAX_BYTES ? "" : `; with lists of numbers by name at most ${MAX_BYTES}`}`,
      );
    text += piece;
  }
  try {
    value = parseJson(text);
  } catch (error) {
    throw new UserError(`${name}: not JSON (${(error as Error).message.split("\n")[0]})`);
  }
  if (isArray(value)) {
    const curves = seriesArrays(value) ?? motionArrays(value);
    return curves === undefined ? rowsTable(name, value) : arraysTable(name, "JSON", curves, { time });
  }
  if (isObject(value) && typeof value.result === "string" && value.result.includes("$$SOE"))
    return textTable(bytesSource(name, new TextEncoder().encode(value.result)));
  if (!isObject(value)) throw new UserError(`${name}: expected a table, an array of objects or an object of arrays`);
  refuseManyNames(name, value);
  const units = unitsOf(value);
  for (const part of partsOf(value)) {
    const rows = rowsOf(part);
    const curves =
      plotlyArrays(part) ??
      seriesArrays(part) ??
      (rows === undefined ? undefined : (seriesArrays(rows) ?? motionArrays(rows)));
    if (curves !== undefined) return arraysTable(name, "JSON", curves.map(withUnit(units)), { time });
    if (rows !== undefined) return rowsTable(name, rows, units);
    const arrays: NamedArray[] = [];
    collect(part, "", 0, arrays);
    if (arrays.some(({ shape }) => shape.some((n) => n > 1)))
      return arraysTable(name, "JSON", arrays.map(withUnit(units)), { time });
  }
  throw new UserError(`${name}: it holds no arrays of numbers`);
}

/** An object, then the objects within it that are no columns themselves: {data: {values: [...]}}. */
function* partsOf(value: JsonObject, depth = 0): Generator<JsonObject> {
  yield value;
  if (depth < MAX_DEPTH)
    for (const part of Object.values(value).filter(isObject).slice(0, MAX_PARTS)) yield* partsOf(part, depth + 1);
}
/** Objects within one that are looked into. */
const MAX_PARTS = 8;

/** Units by the name of their column. */
type Units = ReadonlyMap<string, string>;

function unitsOf(value: JsonObject): Units {
  const [, found] = Object.entries(value).find(([key]) => /^(units?|einheit(en)?)$/i.test(key)) ?? [];
  const entries = isObject(found) ? Object.entries(found) : [];
  return new Map(entries.flatMap(([name, unit]) => (typeof unit === "string" ? [[name, unit] as const] : [])));
}

const withUnit =
  (units: Units) =>
  (array: NamedArray): NamedArray =>
    array.unit === "" ? { ...array, unit: units.get(array.name) ?? "" } : array;

/** Lists within rows, which then are no rows but motions or curves: they are not streamed. */
const LISTS = /"[^"]*"\s*:\s*\[\s*(?:(?:-?[\d.eE+-]+|\[[^[\]]*\]|\{[^{}]*\})\s*,\s*){16}/;
const holdsLists = (piece: string) => LISTS.test(piece.slice(0, LOOKED_AT));

/** Objects that each hold lists of numbers, as motions: [{name: "first", t: [...], x: [...]}, ...]. */
function motionArrays(rows: readonly Json[]): NamedArray[] | undefined {
  if (!rows.every((row) => isObject(row) && Object.values(row).some((part) => isArray(part) && part.length > 16)))
    return undefined;
  return (rows as readonly JsonObject[]).flatMap((row, i) => {
    const title = row.name ?? row.id ?? row.label ?? row.run;
    const arrays: NamedArray[] = [];
    collect(row, typeof title === "string" || typeof title === "number" ? String(title) : String(i + 1), 0, arrays);
    return arrays;
  });
}

/** Names of an object that are looked at; numbers of rows, as pandas writes them, may be more. */
const MAX_NAMES = 100_000;

function refuseManyNames(file: string, value: JsonObject): void {
  let names = 0;
  for (const key in value)
    if (!/^\d/.test(key) && ++names > MAX_NAMES)
      throw new UserError(`${file}: an object with more than ${MAX_NAMES} names; expected lists of numbers by name`);
}

/** Rows within an object: pandas' split, table and columns, or a single list of objects under some name. */
function rowsOf(value: JsonObject): readonly Json[] | undefined {
  const { columns, data, index } = value;
  if (isArray(columns) && isArray(data) && columns.every((name) => typeof name === "string")) {
    const indexed = isArray(index) && index.length === data.length;
    return [
      indexed ? ["index", ...columns] : columns,
      ...data.map((row, i) => (isArray(row) && indexed ? [index[i] as Json, ...row] : row)),
    ];
  }
  const parts = Object.entries(value);
  const lists = parts.flatMap(([, part]) => (isArray(part) && part.length > 0 && part.every(isObject) ? [part] : []));
  if (lists.length === 1) {
    const [list] = lists as [readonly Json[]];
    // {schema: {fields: [...]}, data: [...]}
    return list;
  }
  if (
    parts.length > 1 &&
    parts.every(
      ([, part]) => isObject(part) && Object.values(part).every((cell) => typeof cell !== "object" || cell === null),
    )
  ) {
    const keys = Object.keys(parts[0]?.[1] as JsonObject);
    // By index: the outer keys count rows and the inner ones are names.
    if (parts.every(([key]) => /^\d+$/.test(key)) && !keys.every((key) => /^\d+$/.test(key)))
      return parts.map(([, part]) => part);
    if (
      keys.length > 1 &&
      parts.every(
        ([, part]) =>
          Object.keys(part as JsonObject).length === keys.length &&
          keys[0] !== undefined &&
          keys[0] in (part as JsonObject),
      )
    )
      return keys.map((key) =>
        Object.fromEntries([
          ["index", key],
          ...parts.map(([name, part]) => [name, (part as JsonObject)[key] as Json] as const),
        ]),
      );
  }
  return undefined;
}

const MAX_DEPTH = 4;

/** All arrays of numbers within an object, with the path of their objects as group. */
function collect(value: JsonObject, group: string, depth: number, arrays: NamedArray[]): void {
  for (const name in value) {
    if (arrays.length > MAX_COLUMNS) return;
    const part = value[name] as Json;
    if (isArray(part)) {
      const array = arrayOf(part);
      if (array !== undefined) arrays.push({ name, unit: "", group, ...array });
    } else if (toldBy(name, part) !== undefined)
      arrays.push({ name, unit: "", group, shape: [], data: [Number(part)] });
    else if (isObject(part) && columnIn(part) !== undefined)
      arrays.push({ name, group, ...(columnIn(part) as Column) });
    else if (isObject(part) && depth < MAX_DEPTH)
      collect(part, group === "" ? name : `${group}.${name}`, depth + 1, arrays);
  }
}

type Column = Pick<NamedArray, "unit" | "shape" | "data">;

/** A quantity with its unit beside its numbers, {"values": [...], "unit": "m"}; undefined for any other object. */
function columnIn(value: JsonObject): Column | undefined {
  const { unit = value.units } = value;
  const lists = Object.entries(value).filter(([, part]) => typeof part === "object" && part !== null);
  const [[key, list] = []] = lists;
  if (lists.length !== 1 || !isArray(list) || typeof unit !== "string" || !/^(values?|data|samples)$/i.test(key ?? ""))
    return undefined;
  const array = arrayOf(list);
  return array === undefined ? undefined : { unit, ...array };
}

/** Nested lists as an array of up to three axes; undefined where they are not of one shape. */
function arrayOf(value: readonly Json[]): { shape: number[]; data: Cell[] } | undefined {
  const shape: number[] = [];
  for (let inner: Json | undefined = value; isArray(inner); inner = inner[0]) shape.push(inner.length);
  if (shape.length > 3) return undefined;
  let flat: readonly Json[] = value;
  for (let axis = 1; axis < shape.length; axis++) {
    if (!flat.every((part) => isArray(part) && part.length === shape[axis])) return undefined;
    flat = flat.flat() as readonly Json[];
  }
  return flat.some((cell) => typeof cell === "object" && cell !== null) ? undefined : { shape, data: flat.map(plain) };
}
