#!/usr/bin/env bash
# @duckdb/node-api 1.5.6-r.1
#
# Expected: where the first 20,480 rows of a CSV column hold whole numbers and a later one does not, reading fails
#   with a conversion error (as it does for text), or the column becomes DOUBLE.
# Seen: the column is BIGINT and every later number is rounded to a whole one, silently, though text in its place is
#   an error.
# Why it matters: a sensor at rest writes 0 until the motion starts. At 240 Hz 86 s of rest are enough: a swing of 0.9
#   rad then reads as 0, 1 and -1. Give the types, or sample_size = -1.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error \
  @duckdb/node-api@1.5.6-r.1 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";

const path = new URL("record.csv", import.meta.url).pathname;
const [rate, rest, rows] = [240, 86, 90 * 240];
const angle = (i) => (i < rest * rate ? "0" : (0.9 * Math.sin(3 * (i / rate - rest))).toFixed(4));
const lines = Array.from({ length: rows }, (_, i) => `${(i / rate).toFixed(4)},${angle(i)}`);
writeFileSync(path, `t,theta\n${lines.join("\n")}\n`);

const connection = await (await DuckDBInstance.create(":memory:")).connect();
const read = async (options) => {
  const answer = await connection.runAndReadAll(`select * from read_csv('${path}'${options})`);
  return { type: String(answer.columnTypes()[1]), values: answer.getRows().map((row) => Number(row[1])) };
};
const usual = await read("");
const whole = await read(", sample_size = -1");
const span = ({ type, values }) => `${type}, ${new Set(values).size} different values, up to ${Math.max(...values)}`;
console.log(`read_csv(file): ${span(usual)}`);
console.log(`read_csv(file, sample_size = -1): ${span(whole)}`);
writeFileSync(path, `t,theta\n${lines.with(-1, "90,lost").join("\n")}\n`);
await assert.rejects(read(""), /Conversion Error/);
assert.equal(usual.type, "BIGINT");
assert.deepEqual([...new Set(usual.values)].sort(), [-1, 0, 1]);
assert.equal(whole.type, "DOUBLE");
assert.ok(Math.abs(Math.max(...whole.values) - 0.9) < 1e-3);
JS
node "$work/run.mjs"
