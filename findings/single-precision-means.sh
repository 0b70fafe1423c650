#!/usr/bin/env bash
# numba 0.68.0, bottleneck 1.6.0, numexpr 2.14.2, numpy 2.4.6 (as the truth)
#
# Expected: means of float32 by packages that do the same as NumPy, only faster, agree with NumPy's to six digits.
# Seen: numba's compiled a.mean() and np.mean(a), bottleneck's nanmean and nansum and numexpr's sum add in one single-precision number:
#   ten million samples of 0.1 have a mean of 0.1088, a hundred million of 1 one of 0.168, since the sum stands still at 2^24. Deviations are off
#   likewise: that of the constant 0.1 is 0.0088 in numba. NumPy's own are right to 1e-7.
# Why it matters: means are what is subtracted as offset of a sensor, and 0.0088 too much in a velocity is a drift of 88 % of
#   a radian in 10 s. Short records, with which one tries it out, are right.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check --only-binary :all: \
  numba==0.68.0 bottleneck==1.6.0 numexpr==2.14.2 numpy==2.4.6 2>"$work/pip.log" ||
  { cat "$work/pip.log" >&2; exit 1; }
cat >"$work/run.py" <<'PY'
import bottleneck
import numba
import numexpr
import numpy as np


@numba.njit
def compiled(a):
    return a.mean(), np.mean(a), a.sum() / a.size, a.std()


for n, level, seen in ((1000, 0.1, 0.1), (10_000_000, 0.1, 0.10879), (100_000_000, 1.0, 0.16777)):
    values = np.full(n, level, np.float32)
    *means, deviation = compiled(values)
    means += [bottleneck.nanmean(values), bottleneck.nansum(values) / n, numexpr.evaluate("sum(values)") / n]
    plain = values.mean()
    print(f"{n} samples of {level}: numba {means[:3]}, bottleneck {means[3:5]}, numexpr {means[5]}, NumPy {plain}; deviation by numba {deviation:.4f}")
    assert all(abs(mean / seen - 1) < 1e-3 for mean in means) and abs(plain / level - 1) < 1e-6
    assert abs(deviation - abs(seen - level)) < 1e-3
PY
"$work/python/bin/python" "$work/run.py"
