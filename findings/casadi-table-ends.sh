#!/usr/bin/env bash
# casadi 3.7.2, numpy 2.4.6
#
# Expected: interpolant(..., "bspline", ...) of a table of a force or an input goes on smoothly, or keeps its value, beyond the last point, as "linear" of the same function
#   continues its last line.
# Seen: beyond the ends it is 0, from the next double on: a table of 1 + t over 0 to 3 s is 4 at 3 and 0 at 3.000000001, and 0 at -1e-9, where it is 1 at 0. "linear" gives 4.5 at
#   3.5. Nothing is said.
# Why it matters: an integrator looks a little beyond the end, and sums of steps pass it by a rounding error: the last sample is driven with 0 instead of 4, and a spring that is
#   given as a table lets go where the record's range ends.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check --only-binary :all: \
  casadi==3.7.2 numpy==2.4.6 2>"$work/pip.log" ||
  { cat "$work/pip.log" >&2; exit 1; }
cat >"$work/run.py" <<'PY'
import casadi
import numpy as np

t = np.linspace(0, 3, 7)
tables = {kind: casadi.interpolant("table", kind, [t], 1 + t) for kind in ("bspline", "linear")}
for at in (-1e-9, 0.0, 1.25, 3.0, 3.000000001, 3.5):
    spline, line = (float(tables[kind](at)) for kind in ("bspline", "linear"))
    print(f"at {at}: bspline {spline:.9g}, linear {line:.9g}, truly {1 + at:.9g}")
    outside = at < 0 or at > 3
    assert abs(spline - (0 if outside else 1 + at)) < 1e-9 and abs(line - (1 + at)) < 1e-8
summed = float(sum([0.1] * 3)) * 10
print(f"ten times 0.1 + 0.1 + 0.1 is {summed!r}: bspline {float(tables['bspline'](summed)):g}")
assert summed > 3 and float(tables["bspline"](summed)) == 0
PY
"$work/python/bin/python" "$work/run.py"
