import { randomUUID } from "node:crypto";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { BasicType } from "hyparquet-writer";
import type { ColumnType, Experiment, TableValue } from "../experiments/index.js";
import type { SweptKey } from "./grid.js";
import type { FinishedRun } from "./plan.js";

const parquetTypes: Readonly<Record<ColumnType, BasicType>> = { text: "STRING", number: "DOUBLE", boolean: "BOOLEAN" };

/** Rows that are held at the same time. */
const GROUP = 50_000;

/**
 * Writes the measurements of all finished runs as one Parquet file: columns `run`, the swept keys, then the experiment's own. The
 * file appears whole or not at all; rows are read run by run, so that it may be larger than memory.
 *
 * @returns the number of rows
 */
export async function writeTable(
  path: string,
  experiment: Experiment,
  axes: readonly SweptKey[],
  runs: readonly FinishedRun[],
): Promise<number> {
  const swept = axes.map(({ key, values }) => [key, typeOf(values)] as const);
  const types = { run: "text" as const, ...Object.fromEntries(swept), ...experiment.columns };
  const columns = Object.entries(types).map(([name, type]) => ({ name, type: parquetTypes[type] }));
  let count = 0;
  async function* rows() {
    for (const { id, values, config, directory } of runs) {
      const keys = Object.fromEntries(swept.map(([key, type]) => [key, cellOf(values[key], type)]));
      for (const row of await experiment.rows(config, directory)) {
        count++;
        yield { run: id, ...keys, ...row };
      }
    }
  }
  const { parquetWriteRows } = await import("hyparquet-writer");
  const { fileWriter } = await import("hyparquet-writer/src/node.js");
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await parquetWriteRows({ writer: fileWriter(temporary), rows: rows(), columns, rowGroupSize: GROUP });
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
  return count;
}

/** What a column of these values holds; values of several kinds become JSON texts. */
function typeOf(values: readonly unknown[]): ColumnType {
  if (values.every((value) => typeof value === "number")) return "number";
  return values.every((value) => typeof value === "boolean") ? "boolean" : "text";
}

function cellOf(value: unknown, type: ColumnType): TableValue {
  if (value === undefined || value === null) return null;
  if (type !== "text") return value as TableValue;
  return typeof value === "string" ? value : JSON.stringify(value);
}
