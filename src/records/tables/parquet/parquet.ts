import { type Compressors, type FileMetaData, parquetMetadataAsync, parquetSchema, type SchemaTree } from "hyparquet";
import { DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { UserError } from "../../../base/errors.js";
import type { ByteSource } from "../../source.js";
import { plainNumber, refuseTwins } from "../binary/columns.js";
import type { Batch, Cell, Table } from "../table.js";
import { parseHeading } from "../text/heading.js";
import { type ParquetLeaf, parquetLeaves } from "./leaves.js";
import { readChunk } from "./pages.js";
import { countedColumns } from "./times.js";

const MAX_METADATA = 16 << 20;
const MAX_CHUNK = 256 << 20;
const MAX_GROUP_ROWS = 1 << 24;

/**
 * The columns of a Parquet file as a table: flat columns of numbers or text, read a row group at a time. What the file
 * claims of itself is held against its size before anything is allocated. Throws `UserError` for anything else.
 */
export async function parquetTable(source: ByteSource): Promise<Table> {
  const { name } = source;
  const { metadata, leaves, lists } = await guarded(name, "not a Parquet file", async () => {
    const metadata = await readMetadata(source);
    return { metadata, ...parquetLeaves(parquetSchema(metadata)) };
  });
  if (leaves.length < 2 && lists.length > 0)
    throw new UserError(
      `${name}: the cells of ${lists.slice(0, 5).join(", ")} are lists, which are not read; write a column for each of their numbers`,
    );
  const counted = await countedColumns(
    metadata,
    leaves.map(({ node }) => node),
  );
  const columns = leaves.map(({ path }, i) => {
    const counts = counted[i];
    return { ...parseHeading(path.join(".")), ...(counts === undefined ? {} : { counts }) };
  });
  const table = { name, format: "Parquet", columns, placeWord: "row" as const };
  refuseTwins(table);
  return {
    ...table,
    notes: [
      `${metadata.row_groups.length} row group${metadata.row_groups.length === 1 ? "" : "s"}`,
      ...(lists.length > 0 ? [`left out, since their cells are lists: ${lists.slice(0, 5).join(", ")}`] : []),
    ],
    batches: (wanted) => rowGroups(source, metadata, leaves, wanted),
    number: plainNumber(table),
  };
}

async function readMetadata(source: ByteSource): Promise<FileMetaData> {
  const { name, size } = source;
  if (size < 12) throw new Error(`${size} bytes are too few`);
  const tail = await source.slice(size - 8, size);
  const length = new DataView(tail.buffer, tail.byteOffset, 8).getUint32(0, true);
  if (length > Math.min(size - 8, MAX_METADATA)) throw new Error(`its metadata claims ${length} of ${size} bytes`);
  const footer = await source.slice(size - 8 - length, size);
  // The parser joins the bytes of an integer as long as they go on, at a cost that grows with their square.
  let run = 0;
  for (const byte of footer) {
    run = byte < 0x80 ? 0 : run + 1;
    if (run > 4096) throw new Error("its metadata is damaged");
  }
  const buffer = footer.slice().buffer;
  const file = { byteLength: buffer.byteLength, slice: (a: number, b?: number) => buffer.slice(a, b) };
  // Shapes on the earth are of no use here, and the search for them does not end in every damaged file.
  const metadata = await parquetMetadataAsync(file, { geoparquet: false });
  checkClaims(name, metadata, size);
  return metadata;
}

/** Throws `UserError` where row groups cannot lie in the file. */
function checkClaims(name: string, metadata: FileMetaData, size: number): void {
  let rows = 0;
  metadata.row_groups.forEach((group, i) => {
    const count = Number(group.num_rows);
    rows += count;
    if (!(count >= 0 && count <= MAX_GROUP_ROWS))
      throw new UserError(
        `${name}: row group ${i + 1} claims ${count} rows, at most ${MAX_GROUP_ROWS} are read in one`,
      );
    for (const { meta_data: column, file_path: elsewhere } of group.columns) {
      if (column === undefined || elsewhere) throw new UserError(`${name}: row group ${i + 1} keeps columns elsewhere`);
      const [start, end] = chunkRange(column);
      if (Number.isNaN(end))
        throw new UserError(`${name}: column "${column.path_in_schema.join(".")}" does not say where its bytes are`);
      if (!(start >= 0 && end >= start && end <= size))
        throw new UserError(
          `${name}: column "${column.path_in_schema.join(".")}" claims bytes ${start} to ${end} of a file of ${size}`,
        );
      if (end - start > MAX_CHUNK)
        throw new UserError(
          `${name}: column "${column.path_in_schema.join(".")}" has ${end - start} bytes in one row group, at most ${MAX_CHUNK} are read`,
        );
    }
  });
  if (rows !== Number(metadata.num_rows))
    throw new UserError(`${name}: its row groups hold ${rows} rows, the file claims ${metadata.num_rows}`);
}

type ColumnMetaData = NonNullable<FileMetaData["row_groups"][number]["columns"][number]["meta_data"]>;

function chunkRange({
  dictionary_page_offset,
  data_page_offset,
  total_compressed_size,
}: ColumnMetaData): [number, number] {
  const start = Number(dictionary_page_offset || data_page_offset);
  return [start, start + Number(total_compressed_size)];
}

async function* rowGroups(
  source: ByteSource,
  metadata: FileMetaData,
  leaves: readonly ParquetLeaf[],
  wanted: readonly number[],
): AsyncGenerator<Batch> {
  const root = unrepeated(parquetSchema(metadata));
  const compressors = await loadCompressors(metadata);
  let first = 0;
  for (const group of metadata.row_groups) {
    const count = Number(group.num_rows);
    const values = new Map<number, readonly unknown[]>();
    for (const index of wanted) {
      const { node, path, within } = leaves[index] as ParquetLeaf;
      const label = `column "${path.join(".")}" cannot be read`;
      const column = await guarded(source.name, label, async () => {
        const meta = group.columns.find(
          (chunk) => chunk.meta_data?.path_in_schema.join("\n") === path.join("\n"),
        )?.meta_data;
        if (meta === undefined) throw new Error("it is missing in a row group");
        // A copy, so that nothing beyond the chunk can be read.
        const bytes = (await source.slice(...chunkRange(meta))).slice();
        return readChunk(bytes, count, {
          pathInSchema: meta.path_in_schema,
          type: meta.type,
          element: node.element,
          schemaPath: [root, ...within, node],
          codec: meta.codec,
          ...(compressors === undefined ? {} : { compressors }),
          parsers: PARSERS,
        });
      });
      values.set(index, column);
    }
    const begin = first;
    yield {
      count,
      place: (i) => begin + i + 1,
      cell: (i, column) => plainCell(values.get(column)?.[i]),
    };
    first += count;
  }
}

/** The root of a schema is no list, whatever it says: the library would look for levels of repetition in every page. */
const unrepeated = (root: SchemaTree): SchemaTree => ({
  ...root,
  element: { ...root.element, repetition_type: "REQUIRED" },
});

/** A decoded value as number or text; a missing one as NaN, which no number of a record may be. */
function plainCell(value: unknown): Cell {
  if (typeof value === "number" || typeof value === "string" || typeof value === "bigint") return value;
  if (typeof value === "boolean") return Number(value);
  return value === undefined || value === null ? Number.NaN : String(value);
}

/** Dates and times stay the integers that are stored, whose unit `countedColumns` says. */
const PARSERS = {
  ...DEFAULT_PARSERS,
  timestampFromMilliseconds: asStored,
  timestampFromMicroseconds: asStored,
  timestampFromNanoseconds: asStored,
  dateFromDays: asStored,
};

// The library's types want dates of its parsers and take anything.
function asStored(value: unknown): Date {
  return value as Date;
}

/** Codecs beyond those of the library itself, loaded where a file needs them. */
async function loadCompressors(metadata: FileMetaData): Promise<Compressors | undefined> {
  const codecs = metadata.row_groups.flatMap(({ columns }) => columns.map(({ meta_data }) => meta_data?.codec));
  if (!codecs.some((codec) => codec === "BROTLI" || codec === "LZ4" || codec === "LZ4_RAW")) return undefined;
  return (await import("hyparquet-compressors")).compressors;
}

/** Whatever the parser throws at damaged bytes becomes one line. */
async function guarded<T>(name: string, label: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${name}: ${label} (${error instanceof Error ? error.message : String(error)})`);
  }
}
