#!/usr/bin/env bash
# hyparquet 1.33.0, @duckdb/node-api 1.5.6-r.1
#
# Expected: timestamps of microseconds or nanoseconds come back whole (as bigint, or as a number with a fraction), the
#   package being known for reading all that Parquet holds.
# Seen: they come back as Date, which ends at milliseconds: the rest is cut off (not rounded), silently. Durations of
#   the same file, stored as plain 64-bit numbers, are exact.
# Why it matters: at 240 Hz the steps of 4.1667 ms become 4, 4, 4, 4, 4 and 5 ms. A velocity from differences is 4 %
#   too large and 17 % too small in turn: a noise of the velocity that no model explains. At 2 kHz rows share one
#   time.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error \
  hyparquet@1.33.0 @duckdb/node-api@1.5.6-r.1 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { DuckDBInstance } from "@duckdb/node-api";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";

const path = new URL("record.parquet", import.meta.url).pathname;
const connection = await (await DuckDBInstance.create(":memory:")).connect();
const time = "timestamp '2026-01-01' + to_microseconds((i * 1000000 / 240)::bigint)";
const columns = `${time} as us, (${time})::timestamp_ns as ns, (i * 1000000 / 240)::bigint as count`;
await connection.run(`copy (select ${columns} from range(24) r(i)) to '${path}' (format parquet)`);
const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path) });
const steps = (of) => rows.slice(1).map((row, i) => of(row) - of(rows[i]));
const [us, ns, exact] = [steps((row) => +row.us), steps((row) => +row.ns), steps((row) => Number(row.count) / 1000)];
console.log(`steps of the timestamps [ms]: ${us.join(" ")}`);
console.log(`steps as written [ms]:        ${exact.map((step) => step.toFixed(3)).join(" ")}`);
assert.ok(rows[0].us instanceof Date && rows[0].ns instanceof Date);
assert.deepEqual(ns, us);
assert.deepEqual([...new Set(us)].sort(), [4, 5]);
assert.ok(exact.every((step) => Math.abs(step - 1000 / 240) < 1e-3));
JS
node "$work/run.mjs"
