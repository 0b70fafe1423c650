#!/usr/bin/env bash
# scipy 1.17.1, numpy 2.4.6
#
# Expected: gaussian_filter1d(x, sigma, order=2), a second derivative of the smoothed record, gives 0 for a constant, and with
#   order=1 the slope of a straight line, as a Savitzky-Golay filter of any width does exactly.
# Seen: the kernel is the sampled formula, cut at 4 sigma, and nothing makes its sums right. The second derivative of a constant c is
#   -0.56 c at sigma 0.5, -0.065 c at 0.6, -7e-5 c at 1 and -9e-5 c at 2; it does not fall for larger sigma, unless `truncate` is larger. The
#   slope of a line is 14 % too small at sigma 0.5.
# Why it matters: an acceleration depends on where the origin is. A marker at rest at 300 px that is filmed at 100 frames a second has one
#   of -260 px/s^2 with sigma 2 and of -216 with sigma 1; a lifted weight is pushed down by a force proportional to its height.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check --only-binary :all: \
  scipy==1.17.1 numpy==2.4.6 2>"$work/pip.log" ||
  { cat "$work/pip.log" >&2; exit 1; }
cat >"$work/run.py" <<'PY'
import numpy as np
from scipy.ndimage import gaussian_filter1d
from scipy.signal import savgol_filter

n = 81
mid = n // 2
t = np.arange(n, dtype=float)
for sigma, of_constant, of_line in (
    (0.5, -0.5598, 0.8600),
    (0.6, -0.06497, 0.9766),
    (1.0, -7.200e-5, 0.99993),
    (2.0, -8.669e-5, 0.99965),
    (3.0, -5.87e-5, 0.99947),
):
    second = gaussian_filter1d(np.ones(n), sigma, order=2)[mid]
    slope = gaussian_filter1d(t, sigma, order=1)[mid]
    wide = gaussian_filter1d(np.ones(n), sigma, order=2, truncate=9)[mid]
    rest = 300 * second * 100**2
    print(
        f"sigma {sigma}: second derivative of 1 is {second:.4g} ({wide:.1g} with truncate=9), slope of t is {slope:.5f}; "
        f"300 px at rest, at 100 Hz: {rest:.4g} px/s^2"
    )
    assert abs(second / of_constant - 1) < 0.02 and abs(slope - of_line) < 2e-4
    assert sigma < 1 or abs(wide) < 1e-6
exact = savgol_filter(np.full(n, 300.0), 9, 2, deriv=2)[mid] * 100**2, savgol_filter(t, 9, 2, deriv=1)[mid]
print(f"savgol_filter: {exact[0]:.1g} px/s^2, slope {exact[1]:.12f}")
assert abs(exact[0]) < 1e-8 and abs(exact[1] - 1) < 1e-9
PY
"$work/python/bin/python" "$work/run.py"
