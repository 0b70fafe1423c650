#!/usr/bin/env bash
# netCDF4 1.7.4, xarray 2026.9.0, numpy 2.4.6
#
# Expected: valid_min, valid_max and valid_range, attributes of the same convention as _FillValue and scale_factor,
#   mean the same to the two usual readers of Python, of which the second reads through the first.
# Seen: netCDF4 masks what lies outside, xarray keeps it as data and does not say so. Both apply _FillValue and
#   missing_value.
# Why it matters: instruments mark saturated or impossible readings by this range alone. The same file has outliers in
#   one program and gaps in the other, and the fit depends on who opened it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check --only-binary :all: \
  xarray==2026.9.0 netCDF4==1.7.4 numpy==2.4.6 2>"$work/pip.log" ||
  { cat "$work/pip.log" >&2; exit 1; }
cat >"$work/run.py" <<'PY'
import os

import netCDF4
import numpy as np
import xarray as xr

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "record.nc")
with netCDF4.Dataset(path, "w") as file:
    file.createDimension("t", 5)
    theta = file.createVariable("theta", "i2", ("t",), fill_value=-32768)
    theta.scale_factor = 0.001
    theta.valid_range = np.array([-3142, 3142], "i2")
    theta.set_auto_maskandscale(False)
    theta[:] = [1047, 1032, 32767, -32768, 989]
with netCDF4.Dataset(path) as file:
    masked = np.ma.filled(file["theta"][:], np.nan)
kept = xr.load_dataset(path).theta.values
print("netCDF4:", masked)
print("xarray: ", kept)
assert np.isnan(masked[2]) and np.isnan(masked[3]) and abs(kept[2] - 32.767) < 1e-9 and np.isnan(kept[3])
PY
"$work/python/bin/python" "$work/run.py"
