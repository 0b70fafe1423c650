#!/usr/bin/env bash
# csv-parse 7.0.3, d3-dsv 3.0.2, papaparse 5.7.1 (as peers)
#
# Expected: cast turns what is a number into a number and leaves the rest as text: 0x1F, as loggers write raw counts, is 31 or stays
#   text. cast_date turns dates into dates.
# Seen: 0x1F is 0, and so is every hexadecimal, octal and binary number: a column of raw counts is a column of zeros. With
#   cast_date, which asks Date.parse, decimal commas make dates: 1,5 is 5 January 2001 and 2,25 is 25 February, while 3,40, no day
#   of a month, stays text; 5% is 1 May 2001. d3-dsv gives 31 and text, papaparse text.
# Why it matters: zeros look like a sensor at rest. A column of decimal commas is a mixture of dates and text, and what subtracts
#   dates gets milliseconds.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error csv-parse@7.0.3 d3-dsv@3.0.2 papaparse@5.7.1 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { parse } from "csv-parse/sync";
import { autoType } from "d3-dsv";
import Papa from "papaparse";

const cells = ["0x1F", "0o17", "0b101", "31", "1,5", "2,25", "3,40", "5%", "1.5"];
const day = (month, date) => new Date(2001, month - 1, date);
const one = (cell, options) => parse(`${cell}\n`, { delimiter: ";", ...options })[0][0];
const said = (value) => (value instanceof Date ? value.toDateString() : JSON.stringify(value));
const found = cells.map((cell) => [one(cell, { cast: true }), one(cell, { cast: true, cast_date: true })]);
const peers = cells.map((cell) => [autoType({ cell }).cell, Papa.parse(cell, { delimiter: ";", dynamicTyping: true }).data[0][0]]);
cells.forEach((cell, i) => {
  console.log(`${cell}: cast ${said(found[i][0])}, with cast_date ${said(found[i][1])}; d3-dsv ${said(peers[i][0])}, papaparse ${said(peers[i][1])}`);
});
assert.deepEqual(found, [
  [0, 0],
  [0, 0],
  [0, 0],
  [31, 31],
  ["1,5", day(1, 5)],
  ["2,25", day(2, 25)],
  ["3,40", "3,40"],
  ["5%", day(5, 1)],
  [1.5, 1.5],
]);
assert.deepEqual(peers.map(([value]) => value), [31, 15, 5, 31, "1,5", "2,25", "3,40", "5%", 1.5]);
assert.deepEqual(peers.map(([, value]) => value), ["0x1F", "0o17", "0b101", 31, "1,5", "2,25", "3,40", "5%", 1.5]);
JS
node "$work/run.mjs"
