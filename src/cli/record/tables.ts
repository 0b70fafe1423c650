import { UserError } from "../../base/errors.js";
import { atomicWrite } from "../../base/files.js";
import { exists } from "../../base/folders.js";
import { quote } from "../../base/text.js";
import type { NumberColumns } from "../../records/index.js";
import { toCsv } from "../../records/results/table.js";

type Writer = (columns: NumberColumns) => Promise<string | Uint8Array>;

/** Formats that columns are written in, by a file's ending. */
const WRITERS: Readonly<Record<string, Writer>> = {
  csv: async (columns) => toCsv(columns),
  tsv: async (columns) => toCsv(columns, "\t"),
  parquet: toParquet,
  json: async (columns) => toJson(columns),
};
const ENDINGS = Object.keys(WRITERS).map((ending) => `.${ending}`);

/** The endings in words, for the descriptions of options. */
export const TABLE_ENDINGS = `${ENDINGS.slice(0, -1).join(", ")} or ${ENDINGS.at(-1)}`;

/** A parser of `--out`: the name of a file that columns can be written to. */
export function tableFile(path: string): string {
  if (writerOf(path) === undefined)
    throw new UserError(`--out must be a name that ends in ${TABLE_ENDINGS}, got ${quote(path)}`);
  return path;
}

/** Throws where something lies at the path already, before long work and not after it. */
export async function refuseExistingFile(path: string): Promise<void> {
  if (await exists(path)) throw new UserError(`${path} exists already; choose another name with --out`);
}

/** Writes columns in the format of the file's ending. */
export async function writeColumns(path: string, columns: NumberColumns): Promise<void> {
  await atomicWrite(path, (await writerOf(path)?.(columns)) ?? toCsv(columns));
}

const writerOf = (path: string) => WRITERS[/\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? ""];

/** 64-bit numbers. */
async function toParquet(columns: NumberColumns): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import("hyparquet-writer");
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: columns.map(({ heading, values }) => ({
        name: heading,
        data: Float64Array.from(values),
        type: "DOUBLE" as const,
      })),
    }),
  );
}

/** One list a heading. */
function toJson(columns: NumberColumns): string {
  return `${JSON.stringify(Object.fromEntries(columns.map(({ heading, values }) => [heading, Array.from(values)])))}\n`;
}
