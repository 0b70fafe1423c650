#!/usr/bin/env bash
# h5py 3.16.0 (writes), jsfive 0.4.2 and h5wasm 0.10.3 (read)
#
# Expected: rows of a preallocated dataset that were never written have its fill value, NaN or 7 or 0, as the format
#   defines and as h5wasm reads it.
# Seen: jsfive gives an array with holes. Its length is right, but forEach, map and reduce pass over them, so a mean,
#   a maximum or a count is of the written part; by index they are undefined. Rows of a chunk that was begun are
#   right.
# Why it matters: recorders allocate for the longest run and stop when the motion ends. Values of 7 (or zeros) that
#   belong to the record drop out of some computations and turn others to NaN, in the same file.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error \
  jsfive@0.4.2 h5wasm@0.10.3 >/dev/null
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check --only-binary :all: \
  h5py==3.16.0 numpy==2.4.6 2>"$work/pip.log" ||
  { cat "$work/pip.log" >&2; exit 1; }
"$work/python/bin/python" - "$work/record.h5" <<'PY'
import sys

import h5py

with h5py.File(sys.argv[1], "w") as file:
    theta = file.create_dataset("theta", (10,), "f8", chunks=(4,), fillvalue=7.0)
    theta[:4] = [1.0, 0.9, 0.7, 0.4]
PY
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import h5wasm from "h5wasm/node";
import { File } from "jsfive";

await h5wasm.ready;
const path = new URL("record.h5", import.meta.url).pathname;
const whole = Array.from(new h5wasm.File(path, "r").get("theta").value);
const light = new File(Uint8Array.from(readFileSync(path)).buffer, "record.h5").get("theta").value;
const sum = (values) => values.reduce((a, b) => a + b, 0);
console.log(`h5wasm: ${whole.join(", ")}; sum ${sum(whole)}`);
console.log(`jsfive: ${Array.from(light).join(", ")}; sum ${sum(light)}, length ${light.length}`);
assert.deepEqual(whole, [1, 0.9, 0.7, 0.4, 7, 7, 7, 7, 7, 7]);
assert.equal(light.length, 10);
assert.equal(Object.keys(light).length, 4);
assert.ok(sum(whole) > 44 && sum(light) < 4);
JS
node "$work/run.mjs"
