#!/usr/bin/env bash
# xarray 2026.9.0, netCDF4 1.7.4, numpy 2.4.6
#
# Expected: two records, each packed into 16 bits with its own scale_factor, are joined with concat and written;
#   values that do not fit the packing are an error or a warning, or the packing is chosen anew.
# Seen: the scale of the first file is used for all. What lies beyond its range wraps around: 5.0 becomes 0.904, 3.67
#   becomes -0.43. No error, no warning; in memory all is well until the file is read again.
# Why it matters: runs of growing amplitude, joined to one record, come back folded into the range of the first: jumps
#   that look like impacts, or like an angle that was wrapped. drop_encoding() before writing avoids it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check --only-binary :all: \
  xarray==2026.9.0 netCDF4==1.7.4 numpy==2.4.6 2>"$work/pip.log" ||
  { cat "$work/pip.log" >&2; exit 1; }
cat >"$work/run.py" <<'PY'
import os
import warnings

import numpy as np
import xarray as xr

os.chdir(os.path.dirname(os.path.abspath(__file__)))
for name, low, high in (("first", 0.0, 1.0), ("second", 1.0, 5.0)):
    run = xr.Dataset({"x": ("t", np.linspace(low, high, 4))})
    run.x.encoding = {"dtype": "int16", "scale_factor": high / 32000, "_FillValue": -32768}
    run.to_netcdf(f"{name}.nc")
joined = xr.concat([xr.load_dataset("first.nc"), xr.load_dataset("second.nc")], dim="t")
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    joined.to_netcdf("joined.nc")
back = xr.load_dataset("joined.nc")
print("joined :", np.round(joined.x.values, 3))
print("on disk:", np.round(back.x.values, 3), "warnings:", len(said))
assert not said
assert np.allclose(back.x[:4], joined.x[:4]) and abs(float(back.x[7]) - 0.904) < 1e-3 and float(back.x[6]) < 0
joined.drop_encoding().to_netcdf("plain.nc")
assert np.array_equal(xr.load_dataset("plain.nc").x, joined.x)
PY
"$work/python/bin/python" "$work/run.py"
