#!/usr/bin/env bash
# h5wasm 0.10.3
#
# Expected: numbers of JavaScript that are written without a dtype come back as they were, since all of them are doubles; what does
#   not fit a type is refused.
# Seen: a list in which every number is whole is written as 32-bit integers, and what is beyond 2^31 wraps around: Unix times as
#   1767225600000 ms come back as 1994041344, 3e9 as -1294967296, in datasets and attributes. One half among them and the
#   list is written as doubles, all right. dtype "<d" or a Float64Array helps.
# Why it matters: times and encoder counts are whole numbers. Times still ascend in equal steps, until they jump back by 50 days,
#   and files of whole and of fractional seconds differ in type.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error h5wasm@0.10.3 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import h5wasm from "h5wasm/node";

await h5wasm.ready;
const path = fileURLToPath(new URL("written.h5", import.meta.url));
const writing = new h5wasm.File(path, "w");
const cases = {
  "Unix times in ms": [1767225600000, 1767225600010, 1767225600020],
  "beyond 2^31": [0, 3e9],
  "counts below 2^31": [0, 1, 2],
  "with one half": [0.5, 1767225600010, 3e9],
};
for (const [name, data] of Object.entries(cases)) {
  writing.create_dataset({ name, data });
  writing.create_dataset({ name: `${name}, dtype <d`, data, dtype: "<d" });
  writing.create_dataset({ name: `${name}, Float64Array`, data: Float64Array.from(data) });
  writing.get(name).create_attribute("range", data);
}
writing.close();

const reading = new h5wasm.File(path, "r");
for (const [name, data] of Object.entries(cases)) {
  const found = reading.get(name);
  const attribute = found.attrs.range.value;
  console.log(`${name}: ${data.join(" ")} come back as ${[...found.value].join(" ")}, type ${found.dtype}`);
  const seen = data.every(Number.isInteger) ? data.map((value) => value | 0) : data;
  assert.deepEqual([...found.value], seen);
  assert.deepEqual([...attribute], seen);
  for (const way of ["dtype <d", "Float64Array"]) assert.deepEqual([...reading.get(`${name}, ${way}`).value], data);
}
reading.close();
JS
node "$work/run.mjs"
