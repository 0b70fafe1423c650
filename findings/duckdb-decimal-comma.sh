#!/usr/bin/env bash
# @duckdb/node-api 1.5.6-r.1
#
# Expected: of "t;theta" with decimal commas the sniffer finds the semicolon (it is in the header and once in every
#   row), and leaves the numbers as text, or finds the comma as decimal separator.
# Seen: it splits at the commas: three columns without names, the header a row it skips, "0,1;59,5" being 0, "1;59"
#   and 5. Two of the three columns are whole numbers. The same with tabs, and the same when decimal_separator = ','
#   says what the comma is. No warning. It reads well only with delim given, too.
# Why it matters: this is how instruments and spreadsheets write in half of Europe. The digits after the last comma, 5
#   of 59,5, stand as a column of measurements.
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
const connection = await (await DuckDBInstance.create(":memory:")).connect();
const number = (value) => value.toFixed(1).replace(".", ",");
for (const [name, separator] of [
  ["semicolon", ";"],
  ["tab", "\t"],
]) {
  const rows = Array.from({ length: 500 }, (_, i) => [number(i / 10), number(60 * Math.cos(i / 8))].join(separator));
  writeFileSync(path, `${["t", "theta"].join(separator)}\n${rows.join("\n")}\n`);
  const answer = await connection.runAndReadAll(`select * from read_csv('${path}')`);
  const types = answer.columnTypes().map(String);
  console.log(`${name}: columns ${answer.columnNames().join(", ")} of types ${types.join(", ")}`);
  console.log(`  second row ${JSON.stringify(answer.getRowsJson()[1])}`);
  assert.deepEqual(types, ["BIGINT", "VARCHAR", "BIGINT"]);
  assert.deepEqual(answer.getRowsJson()[1], ["0", `1${separator}59`, "5"]);
  const typesOf = async (options) => {
    const told = await connection.runAndReadAll(`select * from read_csv('${path}', ${options})`);
    return told.columnTypes().map(String);
  };
  assert.deepEqual(await typesOf("decimal_separator = ','"), types);
  assert.deepEqual(await typesOf(`decimal_separator = ',', delim = '${separator}'`), ["DOUBLE", "DOUBLE"]);
}
JS
node "$work/run.mjs"
