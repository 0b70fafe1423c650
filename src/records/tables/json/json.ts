import { UserError } from "../../../base/errors.js";
import { type ByteSource, bytesSource } from "../../source.js";
import { arraysTable } from "../binary/arrays.js";
import type { NamedArray } from "../named-array.js";
import type { Cell, Table } from "../table.js";
import { textOf } from "../text/decode.js";
import { textTable } from "../text/table.js";
import { beginsWithRows } from "./rows.js";
import { rowsTable, streamedTable } from "./rows-table.js";
import { isArray, isObject, type Json, type JsonObject, parseJson, plain } from "./values.js";

const MAX_BYTES = 128 << 20;
const MAX_COLUMNS = 1000;

/**
 * A JSON file as a table: an array of objects (also one object a line), an array of arrays, or an object of arrays, which may be nested;
 * among these what pandas' `to_json` writes by records, columns, split and table, figures of Plotly, and answers of the interface of Horizons.
 */
export async function jsonTable(source: ByteSource, time?: string): Promise<Table> {
  const { name, size } = source;
  let value: Json;
  let text = "";
  for await (const piece of textOf(source)) {
    if (text === "" && beginsWithRows(piece)) return streamedTable(source);
    if (text === "" && size > MAX_BYTES)
      throw new UserError(
        `${name}: ${size} bytes, JSON files of at most ${MAX_BYTES} are read, but for rows of objects`,
      );
    text += piece;
  }
  try {
    value = parseJson(text);
  } catch (error) {
    throw new UserError(`${name}: not JSON (${(error as Error).message.split("\n")[0]})`);
  }
  if (isArray(value)) return rowsTable(name, value);
  if (isObject(value) && typeof value.result === "string" && value.result.includes("$$SOE"))
    return textTable(bytesSource(name, new TextEncoder().encode(value.result)));
  if (!isObject(value)) throw new UserError(`${name}: expected a table, an array of objects or an object of arrays`);
  refuseManyNames(name, value);
  const figure = plotlyArrays(value);
  if (figure !== undefined) return arraysTable(name, "JSON", figure, { time });
  const rows = rowsOf(value);
  if (rows !== undefined) return rowsTable(name, rows);
  const arrays: NamedArray[] = [];
  collect(value, "", 0, arrays);
  if (arrays.length === 0) throw new UserError(`${name}: it holds no arrays of numbers`);
  return arraysTable(name, "JSON", arrays, { time });
}

/** Names of an object that are looked at; numbers of rows, as pandas writes them, may be more. */
const MAX_NAMES = 100_000;

function refuseManyNames(file: string, value: JsonObject): void {
  let names = 0;
  for (const key in value)
    if (!/^\d/.test(key) && ++names > MAX_NAMES)
      throw new UserError(`${file}: an object with more than ${MAX_NAMES} names; expected lists of numbers by name`);
}

/** The traces of a figure of Plotly, y of each against x, as columns beside one time. */
function plotlyArrays({ data, layout }: JsonObject): NamedArray[] | undefined {
  if (!isArray(data) || !data.every((trace) => isObject(trace) && isArray(trace.x) && isArray(trace.y)))
    return undefined;
  const traces = data as readonly { readonly x: readonly Json[]; readonly y: readonly Json[]; readonly name?: Json }[];
  const [first] = traces;
  const own = traces.filter(({ x, y }) => y.length === first?.x.length && x.length === y.length);
  if (first === undefined || own.length === 0) return undefined;
  const title = (axis: Json | undefined) => {
    const text = isObject(axis) ? (isObject(axis.title) ? axis.title.text : axis.title) : undefined;
    return typeof text === "string" ? text : undefined;
  };
  const axes = isObject(layout) ? layout : {};
  const name = (trace: (typeof traces)[number], i: number) =>
    typeof trace.name === "string" && trace.name !== ""
      ? trace.name
      : ((own.length === 1 ? title(axes.yaxis) : undefined) ?? `y${i + 1}`);
  return [
    { name: title(axes.xaxis) ?? "t", unit: "", shape: [first.x.length], data: first.x.map(plain) },
    ...own.map((trace, i) => ({ name: name(trace, i), unit: "", shape: [trace.y.length], data: trace.y.map(plain) })),
  ];
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
    } else if (isObject(part) && depth < MAX_DEPTH)
      collect(part, group === "" ? name : `${group}.${name}`, depth + 1, arrays);
  }
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
