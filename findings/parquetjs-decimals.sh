#!/usr/bin/env bash
# @dsnp/parquetjs 1.8.8 (what comes after it needs Node 24), hyparquet 1.33.0
#
# Expected: a DECIMAL column that the package writes is read by it as it was written, rounded to the scale.
# Seen: with a precision of up to 9 every value comes apart into two, itself and a 0, or, where it is negative, the smallest negative
#   step: the first half of the column stands at every other row, the second half is lost, while columns beside it are right.
#   hyparquet reads the file right. What is written is rounded down, not to the nearest: of 0.29 with two decimals is left 0.28, of
#   1.005 with three 1.004, of -1.234 with two -1.24. With a precision of 18 it is read right.
# Why it matters: a position in steps of 1 mm reads as one that jumps to 0 after every row; times beside it go on, so that the motion runs
#   at half speed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error @dsnp/parquetjs@1.8.8 hyparquet@1.33.0 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import parquet from "@dsnp/parquetjs";

const file = new URL("record.parquet", import.meta.url).pathname;
async function through(values, precision, scale) {
  const schema = new parquet.ParquetSchema({ t: { type: "DOUBLE" }, x: { type: "DECIMAL", precision, scale } });
  const writer = await parquet.ParquetWriter.openFile(schema, file);
  for (const [i, x] of values.entries()) await writer.appendRow({ t: i / 100, x });
  await writer.close();
  const reader = await parquet.ParquetReader.openFile(file);
  const cursor = reader.getCursor();
  const own = [];
  for (let row = await cursor.next(); row; row = await cursor.next()) own.push(row);
  await reader.close();
  assert.deepEqual(own.map(({ t }) => t), values.map((_, i) => i / 100));
  const peer = await parquetReadObjects({ file: await asyncBufferFromFile(file) });
  return { own: own.map(({ x }) => x), peer: peer.map(({ x }) => x) };
}

const swing = [1.5, -1.25, 0.5, -0.75, 2, -3];
for (const [values, precision, scale, own, peer] of [
  [swing, 9, 3, [1.5, 0, -1.25, -0.001, 0.5, 0], swing],
  [swing, 5, 2, [1.5, 0, -1.25, -0.01, 0.5, 0], swing],
  [swing, 18, 6, swing, swing],
  [[0.29, 1.005, -1.234], 18, 2, [0.28, 1, -1.24], [0.28, 1, -1.24]],
  [[0.29, 1.005, -1.234], 18, 3, [0.29, 1.004, -1.234], [0.29, 1.004, -1.234]],
]) {
  const found = await through(values, precision, scale);
  console.log(`${values.join(", ")} as DECIMAL(${precision}, ${scale}): parquetjs reads ${found.own.join(", ")}, hyparquet ${found.peer.join(", ")}`);
  assert.equal(found.own.length, values.length);
  found.own.forEach((value, i) => assert.ok(Math.abs(value - own[i]) < 1e-9));
  found.peer.forEach((value, i) => assert.ok(Math.abs(value - peer[i]) < 1e-9));
}
JS
node "$work/run.mjs"
