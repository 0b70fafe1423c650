#!/usr/bin/env bash
# scipy 1.17.1 (writes), netcdfjs 4.0.0 (reads)
#
# Expected: a 16-bit variable along the unlimited dimension comes back as its numbers, one a record, as the same
#   variable along a fixed dimension does.
# Seen: beside a wider variable every record gives a pair: the value and the padding that the format puts after it
#   (the fill value, -32767), taken for a second value. A list of 100 pairs where 100 numbers were written, without an
#   error.
# Why it matters: packed 16-bit columns along time are the usual form of loggers' netCDF files. Flattened, the record
#   has twice the rows, every second one -32767: a sawtooth at the sampling rate.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error netcdfjs@4.0.0 >/dev/null
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check --only-binary :all: \
  scipy==1.17.1 numpy==2.4.6 2>"$work/pip.log" ||
  { cat "$work/pip.log" >&2; exit 1; }
"$work/python/bin/python" - "$work/record.nc" <<'PY'
import sys

import numpy as np
from scipy.io import netcdf_file

with netcdf_file(sys.argv[1], "w") as file:
    file.createDimension("t", None)
    file.createDimension("row", 100)
    time = file.createVariable("time", "d", ("t",))
    packed = file.createVariable("theta", "h", ("t",))
    fixed = file.createVariable("same", "h", ("row",))
    time[:] = np.arange(100) / 50
    packed[:] = fixed[:] = np.arange(100) + 1000
PY
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { NetCDFReader } from "netcdfjs";

const reader = new NetCDFReader(readFileSync(new URL("record.nc", import.meta.url)));
const [time, theta, same] = ["time", "theta", "same"].map((name) => reader.getDataVariable(name));
console.log(`time: ${time.length} values, ${JSON.stringify(time.slice(0, 3))}`);
console.log(`16 bits, fixed dimension: ${same.length} values, ${JSON.stringify(same.slice(0, 3))}`);
console.log(`16 bits, unlimited dimension: ${theta.length} values, ${JSON.stringify(theta.slice(0, 3))}`);
assert.equal(theta.length, 100);
assert.deepEqual(same.slice(0, 2), [1000, 1001]);
assert.ok(theta.every((pair, i) => pair.length === 2 && pair[0] === 1000 + i && pair[1] === -32767));
JS
node "$work/run.mjs"
