#!/usr/bin/env bash
# scipy 1.17.1, numpy 2.4.6, netcdfjs 4.0.0
#
# Expected: a variable of NetCDF-3's signed bytes comes as its values, a number each.
# Seen: each byte is an array of one number, without its sign: -1 is [255], -100 is [156]; and what fills up to a multiple of four bytes is values as
#   well: of five bytes come eight, of five numbers of 16 bits six, the last of them -32767.
# Why it matters: counts, states of switches and packed angles are bytes. -100 hundredths are 156; and since Number([255]) is 255, arithmetic goes on as if
#   nothing were wrong; flags that follow the times of the record are longer than the times.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check --only-binary :all: \
  scipy==1.17.1 numpy==2.4.6 2>"$work/pip.log" ||
  { cat "$work/pip.log" >&2; exit 1; }
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error netcdfjs@4.0.0 >/dev/null
cat >"$work/run.py" <<'PY'
import os

import numpy as np
from scipy.io import netcdf_file

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "record.nc")
with netcdf_file(path, "w") as file:
    file.createDimension("t", 5)
    for name, kind in (("byte", "i1"), ("short", "i2"), ("int", "i4")):
        variable = file.createVariable(name, kind, ("t",))
        variable[:] = np.array([-1, 2, 3, -100, 100], kind)
with netcdf_file(path, mmap=False) as file:
    for name in ("byte", "short", "int"):
        print("scipy", name, file.variables[name][:].tolist())
        assert file.variables[name][:].tolist() == [-1, 2, 3, -100, 100]
PY
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { NetCDFReader } from "netcdfjs";

const reader = new NetCDFReader(readFileSync("record.nc"));
const read = (name) => Array.from(reader.getDataVariable(name));
for (const name of ["byte", "short", "int"]) console.log("netcdfjs", name, JSON.stringify(read(name)));
assert.deepEqual(read("short"), [-1, 2, 3, -100, 100, -32767]);
assert.deepEqual(read("int"), [-1, 2, 3, -100, 100]);
const bytes = read("byte");
assert.equal(bytes.length, 8);
assert.deepEqual(bytes.slice(0, 5).map(Number), [255, 2, 3, 156, 100]);
assert.ok(bytes.every((value) => Array.isArray(value) && value.length === 1));
JS
"$work/python/bin/python" "$work/run.py"
(cd "$work" && node run.mjs)
