#!/usr/bin/env bash
# edfdecoder 0.1.2, edf-parser 0.2.3
#
# Expected: a recording that began on 15.01.24 at 10:00:00 (EDF writes dd.mm.yy, years 85 to 99 being 1985 to 1999 and
#   the others 20yy) has its first sample on 15 January 2024.
# Seen: both give 15 February; edfdecoder besides 1924. A recording of 31.01.23 begins on 3 March. edf-parser counts
#   the times of all later records from there.
# Why it matters: EDF of force plates, EMG and inertial sensors is laid beside video or GPS by its date and time. A
#   month that is not as long as the one before moves the later days by one to three more, so that no single offset
#   mends a series.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error edfdecoder@0.1.2 edf-parser@0.2.3 >/dev/null
cat >"$work/run.cjs" <<'JS'
const assert = require("node:assert/strict");
const { Readable } = require("node:stream");
const { EdfDecoder } = require("edfdecoder");
const parse = require("edf-parser");

/** An EDF file of one signal, two records of 0.5 s with four samples each. */
function edf(date) {
  const header = [
    ["0", 8], ["X X X X", 80], ["Startdate X X X X", 80], [date, 8], ["10.00.00", 8], [512, 8], ["", 44], [2, 8], [0.5, 8], [1, 4],
    ["angle", 16], ["", 80], ["rad", 8], [-3.2768, 8], [3.2767, 8], [-32768, 8], [32767, 8], ["", 80], [4, 8], ["", 32],
  ];
  const text = header.map(([field, width]) => String(field).padEnd(width)).join("");
  const samples = Int16Array.from({ length: 8 }, (_, i) => 1000 * i);
  return Buffer.concat([Buffer.from(text, "latin1"), Buffer.from(samples.buffer)]);
}

function decoded(file) {
  const decoder = new EdfDecoder();
  decoder.setInput(file.buffer.slice(file.byteOffset, file.byteOffset + file.length));
  decoder.decode();
  const output = decoder.getOutput();
  assert.ok(Math.abs(output.getPhysicalSignal(0, 1)[0] - 0.4) < 1e-6);
  const date = output.getRecordingStartDate();
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()];
}
async function parsed(file) {
  const records = [];
  for await (const record of parse(Readable.from([file]))) records.push(record);
  assert.ok(Math.abs(records[1].samples[0][0] - 0.4) < 1e-6);
  const date = new Date(records[0].start);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()];
}

(async () => {
  for (const [date, one, other] of [
    ["15.01.24", [1924, 2, 15], [2024, 2, 15]],
    ["31.01.23", [1923, 3, 3], [2023, 3, 3]],
    ["30.04.24", [1924, 5, 30], [2024, 5, 30]],
  ]) {
    const found = [decoded(edf(date)), await parsed(edf(date))];
    console.log(`${date}: edfdecoder ${found[0].join("-")}, edf-parser ${found[1].join("-")} (year-month-day)`);
    assert.deepEqual(found, [one, other]);
  }
})();
JS
node "$work/run.cjs"
