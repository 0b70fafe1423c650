#!/usr/bin/env bash
# bottleneck 1.6.0, xarray 2026.9.0, pandas 3.0.6, numpy 2.4.6
#
# Expected: the standard deviation in a moving window forgets what has left the window, and that of xarray does not depend on what else is installed.
# Seen: move_std keeps the rounding of one outlier for good. A swing of 0.1 with one value of 1e6 in it has deviations that are up to
#   25 % off for all the rest of the record, after one of 1e7 by up to 100 %. Of float32 with an offset of 1000 they are up to ten times too large, outlier or not.
#   xarray's rolling(...).std() gives the same, if bottleneck is installed, and the right numbers if not or with use_bottleneck=False;
#   pandas is right. Nothing is said.
# Why it matters: moving deviations are how noise and rest are found in a record. One bad reading, of the kind that they are to
#   find, spoils all that come later.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check --only-binary :all: \
  bottleneck==1.6.0 xarray==2026.9.0 pandas==3.0.6 numpy==2.4.6 2>"$work/pip.log" ||
  { cat "$work/pip.log" >&2; exit 1; }
cat >"$work/run.py" <<'PY'
import bottleneck
import numpy as np
import pandas as pd
import xarray as xr

WIDTH = 20
swing = 0.1 * np.sin(0.05 * np.arange(3000))


def exact(values):
    return np.lib.stride_tricks.sliding_window_view(values.astype(float), WIDTH).std(axis=1)


def of_xarray(values, use_bottleneck):
    with xr.set_options(use_bottleneck=use_bottleneck):
        return xr.DataArray(values, dims="t").rolling(t=WIDTH).std().values[WIDTH - 1 :]


def worst(found, values, first):
    right = exact(values)
    return float(np.abs(found / right - 1)[first:].max())


for spike, least, most in ((0.0, 0, 1e-9), (1e6, 0.2, 0.5), (1e7, 0.99, 100)):
    values = swing.copy()
    values[500] += spike
    off = {
        "bottleneck": bottleneck.move_std(values, WIDTH)[WIDTH - 1 :],
        "xarray with it": of_xarray(values, True),
        "xarray without it": of_xarray(values, False),
        "pandas": pd.Series(values).rolling(WIDTH).std(ddof=0).values[WIDTH - 1 :],
    }
    off = {name: worst(found, values, 600) for name, found in off.items()}
    print(f"outlier {spike:g}, from 100 samples later on off by:", ", ".join(f"{name} {x:.1e}" for name, x in off.items()))
    for name in ("bottleneck", "xarray with it"):
        assert least <= off[name] < most
    assert off["xarray without it"] < 1e-9 and off["pandas"] < 1e-6
single = (1000 + swing).astype(np.float32)
off = worst(bottleneck.move_std(single, WIDTH)[WIDTH - 1 :], single, 0)
print(f"float32 about 1000: bottleneck off by up to {off:.2g}")
assert off > 0.3
PY
"$work/python/bin/python" "$work/run.py"
