import type { FileMetaData, SchemaTree } from "hyparquet";
import { arrowCounts } from "../binary/arrow.js";
import type { CountedTime } from "../table.js";

const UNITS: Readonly<Record<string, CountedTime["unit"]>> = { MILLIS: "ms", MICROS: "us", NANOS: "ns" };

/** Which columns count time, and in what: by Parquet's own types, by what pandas noted, by the schema of Arrow that came along. */
export async function countedColumns(
  metadata: FileMetaData,
  leaves: readonly SchemaTree[],
): Promise<readonly (CountedTime | undefined)[]> {
  const notes = new Map((metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value ?? ""]));
  const pandas = pandasDurations(notes.get("pandas"));
  const schema = notes.get("ARROW:schema");
  const own = leaves.map(({ element }) => ownCounts(element) ?? pandas.get(element.name));
  // Durations are plain integers to Parquet; only Arrow's schema knows of them.
  const plain = leaves.some(
    ({ element }, i) => own[i] === undefined && element.type === "INT64" && element.logical_type === undefined,
  );
  if (schema === undefined || !plain) return own;
  const arrow = await arrowCounts(schema);
  return own.map((counts, i) => counts ?? arrow.get(leaves[i]?.element.name ?? ""));
}

function ownCounts({
  converted_type: converted,
  logical_type: logical,
  type,
}: SchemaTree["element"]): CountedTime | undefined {
  if (logical?.type === "TIMESTAMP") return { kind: "instant", unit: UNITS[logical.unit] ?? "ms" };
  if (logical?.type === "TIME") return { kind: "duration", unit: UNITS[logical.unit] ?? "ms" };
  if (converted === "TIMESTAMP_MILLIS" || converted === "TIMESTAMP_MICROS")
    return { kind: "instant", unit: converted === "TIMESTAMP_MILLIS" ? "ms" : "us" };
  if (converted === "TIME_MILLIS" || converted === "TIME_MICROS")
    return { kind: "duration", unit: converted === "TIME_MILLIS" ? "ms" : "us" };
  if (converted === "DATE") return { kind: "instant", unit: "d" };
  return type === "INT96" && converted === undefined ? { kind: "instant", unit: "ns" } : undefined;
}

/** Columns that pandas wrote from timedelta64. */
function pandasDurations(text: string | undefined): ReadonlyMap<string, CountedTime> {
  const durations = new Map<string, CountedTime>();
  try {
    const { columns } = JSON.parse(text ?? "{}") as { columns?: unknown };
    for (const { name, field_name, numpy_type } of Array.isArray(columns) ? columns : []) {
      const unit = /^timedelta64\[(s|ms|us|ns)\]$/.exec(String(numpy_type))?.[1] as CountedTime["unit"] | undefined;
      if (unit !== undefined) durations.set(String(field_name ?? name), { kind: "duration", unit });
    }
  } catch {
    // What is no JSON says nothing.
  }
  return durations;
}
