#!/usr/bin/env bash
# h5py 3.16.0 (writes), h5wasm 0.10.3 (reads)
#
# Expected: a dataset compressed with the LZF filter that comes with h5py cannot be read by a build of HDF5 without
#   it, and reading it is an error, as it is in C and in h5py.
# Seen: .value is an array of the right shape and type that was never filled: it shows what the memory held before, 0
#   or 6e-314. HDF5 writes its error to stderr (in a browser: the console); no exception is raised. dataset.filters
#   names the filter.
# Why it matters: compression="lzf" is one word in h5py. The motion read in a browser is at rest or nonsense, in a
#   file whose other columns are right.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error h5wasm@0.10.3 >/dev/null
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check --only-binary :all: \
  h5py==3.16.0 numpy==2.4.6 2>"$work/pip.log" ||
  { cat "$work/pip.log" >&2; exit 1; }
"$work/python/bin/python" - "$work/record.h5" <<'PY'
import sys

import h5py
import numpy as np

with h5py.File(sys.argv[1], "w") as file:
    t = np.arange(1000) / 100
    file.create_dataset("t", data=t, compression="gzip")
    file.create_dataset("theta", data=np.round(64 * np.cos(3 * t)) / 64 + 2, compression="lzf")
PY
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import h5wasm from "h5wasm/node";

await h5wasm.ready;
const file = new h5wasm.File(new URL("record.h5", import.meta.url).pathname, "r");
for (const [name, truth] of [
  ["t", (i) => i / 100],
  ["theta", (i) => Math.round(64 * Math.cos((3 * i) / 100)) / 64 + 2],
]) {
  const dataset = file.get(name);
  const values = dataset.value;
  const right = values.every((value, i) => Math.abs(value - truth(i)) < 1e-12);
  const filters = dataset.filters.map((filter) => filter.name).join(", ");
  const said = `${values.constructor.name} of ${values.length}, first ${values[0]}`;
  console.log(`${name} (${filters}): ${said}, ${right ? "right" : "wrong"}`);
  assert.equal(values.length, 1000);
  assert.equal(right, name === "t");
}
JS
node "$work/run.mjs" 2>"$work/stderr" || { tail -n 12 "$work/stderr"; exit 1; }
