#!/usr/bin/env bash
# pyarrow 25.0.1 (writes), @duckdb/node-api 1.5.6-r.1 and hyparquet 1.33.0 (read)
#
# Expected: elapsed times, a timedelta or duration[ns] column, keep their unit in Parquet as timestamps do; a reader
#   gives an interval, a duration or seconds, or refuses.
# Seen: Parquet has no such type. The file holds bare 64-bit integers without a logical type; the unit stands only in
#   a serialized Arrow schema in the metadata, which nobody but Arrow reads. DuckDB says BIGINT, hyparquet bigint,
#   neither says a word; the same elapsed times as time64 are TIME in DuckDB and bare microseconds in hyparquet.
# Why it matters: df.index - df.index[0] is the usual time column of pandas. Times of nanoseconds beside velocities
#   per second are a record whose dx/dt is 1e9 times too small: unit errors that look like a broken velocity sensor.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error \
  @duckdb/node-api@1.5.6-r.1 hyparquet@1.33.0 >/dev/null
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check --only-binary :all: \
  pyarrow==25.0.1 2>"$work/pip.log" ||
  { cat "$work/pip.log" >&2; exit 1; }
"$work/python/bin/python" - "$work/record.parquet" <<'PY'
import sys

import pyarrow as pa
import pyarrow.parquet

steps = [round(i * 1e9 / 240) for i in range(4)]
elapsed = pa.array(steps, pa.duration("ns"))
table = pa.table({"elapsed": elapsed, "clock": pa.array([step // 1000 for step in steps], pa.time64("us"))})
pa.parquet.write_table(table, sys.argv[1])
assert pa.parquet.read_table(sys.argv[1]).schema.field("elapsed").type == pa.duration("ns")
PY
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { DuckDBInstance } from "@duckdb/node-api";
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from "hyparquet";

const path = new URL("record.parquet", import.meta.url).pathname;
const connection = await (await DuckDBInstance.create(":memory:")).connect();
const answer = await connection.runAndReadAll(`select elapsed, clock from '${path}'`);
const types = answer.columnTypes().map(String);
const file = await asyncBufferFromFile(path);
const [row] = (await parquetReadObjects({ file })).slice(1);
const { schema } = await parquetMetadataAsync(file);
const column = schema.find(({ name }) => name === "elapsed");
console.log(`DuckDB: elapsed ${types[0]} ${answer.getRows()[1][0]}, clock ${types[1]} ${answer.getRows()[1][1]}`);
console.log(`hyparquet: elapsed ${typeof row.elapsed} ${row.elapsed}, clock ${typeof row.clock} ${row.clock}`);
console.log(`in the file: ${column.type}, logical type ${column.logical_type?.type ?? "none"}; written: 4.166667 ms`);
assert.deepEqual(types, ["BIGINT", "TIME"]);
assert.equal(column.logical_type, undefined);
assert.equal(row.elapsed, 4166667n);
assert.equal(row.clock, 4166n);
JS
node "$work/run.mjs"
