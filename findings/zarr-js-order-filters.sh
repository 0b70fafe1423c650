#!/usr/bin/env bash
# zarr-js 3.3.0 (zarrita 0.7.5 beside it)
#
# Expected: of an array of version 2, "order" and "filters" of its description are followed, as the format says they
#   must be, or refused: order F of x and y in columns, and a time with the filter "delta", which stores differences.
# Seen: both are passed over. Order F comes with the shape [3, 2] and the strides of row-major order: rows (0, 1), (2,
#   10), (11, 12) for the columns 0, 1, 2 and 10, 11, 12. The time reads 10, 1, 1 for 10, 11, 12. zarrita gives
#   strides that belong to the data, and undoes the filter.
# Why it matters: shapes and types are right, so nothing fails. x and y are mixed along the record, and a time of equal
#   steps does not ascend.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error \
  zarr-js@3.3.0 zarrita@0.7.5 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import zarrJs from "zarr-js";
import * as zarrita from "zarrita";

const [x, y, t] = [[0, 1, 2], [10, 11, 12], [10, 11, 12]];
const common = { zarr_format: 2, compressor: null, fill_value: 0, filters: null };
const arrays = {
  xy: [{ ...common, shape: [3, 2], chunks: [3, 2], dtype: "<f8", order: "F" }, "0.0", Float64Array.from([...x, ...y])],
  t: [
    { ...common, shape: [3], chunks: [3], dtype: "<i4", order: "C", filters: [{ id: "delta", dtype: "<i4" }] },
    "0",
    Int32Array.from(t.map((value, i) => value - (t[i - 1] ?? 0))),
  ],
};
const folder = new URL("record.zarr/", import.meta.url);
for (const [name, [description, key, stored]] of Object.entries(arrays)) {
  mkdirSync(new URL(name, folder), { recursive: true });
  writeFileSync(new URL(`${name}/.zarray`, folder), JSON.stringify(description));
  writeFileSync(new URL(`${name}/${key}`, folder), new Uint8Array(stored.buffer));
}

const load = (name) =>
  new Promise((resolve, reject) => {
    const done = (error, array) => (error ? reject(error) : resolve(array));
    zarrJs(readFile).load(new URL(name, folder).pathname, done);
  });
const store = { get: (key) => readFile(new URL(`.${key}`, folder)).catch(() => undefined) };
const whole = async (name) => zarrita.get(await zarrita.open.v2(zarrita.root(store).resolve(name), { kind: "array" }));
/** The rows of an array, by its own strides. */
const rows = ({ data, shape: [count, width = 1], stride }) =>
  Array.from({ length: count }, (_, i) => Array.from({ length: width }, (_, k) => data[i * stride[0] + k * (stride[1] ?? 0)]));

const seen = {};
for (const name of ["xy", "t"]) {
  seen[name] = rows(await load(name));
  const right = rows(await whole(name));
  console.log(`${name}: zarr-js ${JSON.stringify(seen[name])}, zarrita ${JSON.stringify(right)}`);
  assert.deepEqual(right, name === "xy" ? x.map((value, i) => [value, y[i]]) : t.map((value) => [value]));
}
assert.deepEqual(seen.xy, [[0, 1], [2, 10], [11, 12]]);
assert.deepEqual(seen.t, [[10], [1], [1]]);
JS
node "$work/run.mjs"
