import { UserError } from "../../../base/errors.js";
import type { ByteSource } from "../../source.js";
import { columnsTable, plainNumber, refuseTwins } from "../binary/columns.js";
import { type Batch, namelessColumn, type Table } from "../table.js";
import { textOf } from "../text/decode.js";
import { parseHeading } from "../text/heading.js";
import { jsonRows } from "./rows.js";
import { isArray, isObject, type Json, type JsonObject, parseJson, plain } from "./values.js";

const MAX_COLUMNS = 1000;
/** Rows that decide the names. */
const NAMED_BY = 1000;
const BATCH = 4096;
/** Objects within objects whose names are joined. */
const MAX_DEPTH = 4;

/** The columns of rows, and how a row's cells are found. */
interface Shape {
  readonly names: readonly string[];
  /** Whether the first row holds the names. */
  readonly titled: boolean;
  /** Undefined for a row of another kind. */
  cells(row: Json): readonly (Json | undefined)[] | undefined;
}

/** Longer lists in a cell are no vectors. */
const MOST_COMPONENTS = 16;
/** Vectors in space. */
const SPATIAL =
  /^(pos|position|vel|velocity|translation|location|linear_?(velocity|acceleration)|acc|acceleration|center|centre)$/i;

/** Names of what lists beside them hold, as of ROS' joint states. */
const NAMES = /^(joint_?)?names?$/i;

/** The names of the joints in an object, and under which key they stand. */
function jointsOf(row: JsonObject): { readonly key: string; readonly names: readonly string[] } | undefined {
  const [key, names] = Object.entries(row).find(([own]) => NAMES.test(own)) ?? [];
  if (key === undefined || !isArray(names) || names.length === 0 || names.length > MOST_COMPONENTS) return undefined;
  const texts = names.filter((name) => typeof name === "string" && name !== "") as string[];
  return texts.length === names.length && new Set(texts).size === texts.length ? { key, names: texts } : undefined;
}

/**
 * {position: {x, y}} as "position.x" and "position.y"; {position: [1, 2]} likewise, {q: [1, 2]} as "q_1" and "q_2"; {name: ["hip", "knee"], position: [1, 2], velocity: [3, 4]} as "hip", "knee", "hip_velocity" and "knee_velocity".
 */
function flat(row: JsonObject, path = "", depth = 0): JsonObject {
  if (depth === 0 && !Object.values(row).some((value) => typeof value === "object" && value !== null)) return row;
  const joints = jointsOf(row);
  return Object.fromEntries(
    Object.entries(row).flatMap(([key, value]): (readonly [string, Json])[] => {
      if (key === joints?.key) return [];
      if (joints !== undefined && isArray(value) && value.length === joints.names.length)
        return value.map((cell, i) => [`${path}${joints.names[i]}${key === "position" ? "" : `_${key}`}`, cell]);
      if (isObject(value) && depth < MAX_DEPTH) return Object.entries(flat(value, `${path}${key}.`, depth + 1));
      if (!isArray(value) || value.length > MOST_COMPONENTS || value.some((cell) => typeof cell === "object"))
        return [[`${path}${key}`, value]];
      const spatial = SPATIAL.test(key) && (value.length === 2 || value.length === 3);
      return value.map((cell, i) => [`${path}${key}${spatial ? `.${"xyz"[i]}` : `_${i + 1}`}`, cell]);
    }),
  );
}

function shapeOf(name: string, rows: readonly Json[]): Shape {
  const [first] = rows;
  let shape: Shape;
  if (isObject(first)) {
    const names = [...new Set(rows.filter(isObject).flatMap((row) => Object.keys(flat(row))))];
    const cells = (row: Json) => {
      if (!isObject(row)) return undefined;
      const own = flat(row);
      return names.map((key) => own[key]);
    };
    shape = { names, titled: false, cells };
  } else if (isArray(first)) {
    const titled = first.every((cell) => typeof cell === "string") && first.length > 0;
    const names = first.map((cell, i) => (titled ? String(cell) : namelessColumn(i + 1)));
    shape = { names, titled, cells: (row) => (isArray(row) ? row : undefined) };
  } else throw new UserError(`${name}: expected objects or arrays of cells as rows`);
  if (shape.names.length > MAX_COLUMNS)
    throw new UserError(`${name}: ${shape.names.length} columns, at most ${MAX_COLUMNS} are read`);
  return shape;
}

const otherKind = (name: string, row: number) =>
  new UserError(`${name}, row ${row}: expected objects or arrays of cells as rows, all of one kind`);

/** Rows that are in memory as a table. */
export function rowsTable(name: string, rows: readonly Json[], units: ReadonlyMap<string, string> = new Map()): Table {
  const { names, titled, cells } = shapeOf(name, rows.slice(0, NAMED_BY));
  const body = titled ? rows.slice(1) : rows;
  const values = body.map((row, i) => {
    const own = cells(row);
    if (own === undefined) throw otherKind(name, i + 1);
    return own;
  });
  const columns = names.map((title, c) => {
    const heading = parseHeading(title);
    const unit = heading.unit || (units.get(title) ?? "");
    return { ...heading, unit, at: (row: number) => plain(values[row]?.[c]) };
  });
  return columnsTable(name, "JSON", columns, { rows: body.length, notes: [] });
}

/** The rows of an array of objects or lists, or of objects one a line, as a table that is read in one pass. */
export async function streamedTable(source: ByteSource): Promise<Table> {
  const { name } = source;
  const first: Json[] = [];
  for await (const { value } of parsedRows(source)) if (first.push(value) >= NAMED_BY) break;
  const { names, titled, cells } = shapeOf(name, first);
  const table = { name, format: "JSON", columns: names.map(parseHeading), placeWord: "row" as const };
  refuseTwins(table);
  return {
    ...table,
    notes: [],
    async *batches(): AsyncGenerator<Batch> {
      let open: { row: number; values: readonly (Json | undefined)[] }[] = [];
      const batch = (rows: typeof open): Batch => ({
        count: rows.length,
        place: (i) => rows[i]?.row ?? 0,
        cell: (i, column) => plain(rows[i]?.values[column]),
      });
      for await (const { value, row } of parsedRows(source)) {
        if (titled && row === 1) continue;
        const values = cells(value);
        if (values === undefined) throw otherKind(name, row);
        open.push({ row, values });
        if (open.length < BATCH) continue;
        yield batch(open);
        open = [];
      }
      if (open.length > 0) yield batch(open);
    },
    number: plainNumber(table),
  };
}

async function* parsedRows(source: ByteSource): AsyncGenerator<{ value: Json; row: number }> {
  for await (const { text, row } of jsonRows(source.name, textOf(source))) {
    let value: Json;
    try {
      value = parseJson(text);
    } catch (error) {
      throw new UserError(`${source.name}, row ${row}: not JSON (${(error as Error).message.split("\n")[0]})`);
    }
    yield { value, row };
  }
}
