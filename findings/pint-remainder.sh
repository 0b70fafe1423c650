#!/usr/bin/env bash
# pint 0.25.3, numpy 2.4.6
#
# Expected: np.remainder(a, b), np.mod, np.fmod and np.floor_divide of quantities are a % b and a // b, which convert: 370 degrees % 1 turn is
#   10 degrees.
# Seen: the functions take the bare numbers: np.remainder of 370 degrees and 1 turn is 0 degrees, of 370 degrees and 2 pi rad it is 5.58 degrees, of
#   1500 ms and 1 s it is 0 ms; np.floor_divide is 1500. The operators are right, and so are np.maximum, np.hypot and comparisons.
# Why it matters: angles are brought into one turn this way. The result has the right unit and lies in a plausible range, but is no angle of the record.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check --only-binary :all: \
  pint==0.25.3 numpy==2.4.6 2>"$work/pip.log" ||
  { cat "$work/pip.log" >&2; exit 1; }
cat >"$work/run.py" <<'PY'
import numpy as np
import pint

units = pint.UnitRegistry()
turning = units.Quantity(np.array([370.0, -10.0, 725.0]), "deg")
times = units.Quantity(np.array([1500.0, 2250.0, 100.0]), "ms")
for what, by in ((turning, units.Quantity(1.0, "turn")), (turning, units.Quantity(2 * np.pi, "rad")), (times, units.Quantity(1.0, "s"))):
    right = what % by
    bare = np.mod(what.magnitude, by.magnitude)
    print(f"{what} % {by} = {right.round(9)}; np.remainder: {np.remainder(what, by).round(3)}; np.floor_divide: {np.floor_divide(what, by).round(3)}")
    assert np.allclose(right.to_base_units().magnitude, what.to_base_units().magnitude % by.to_base_units().magnitude)
    for function in (np.remainder, np.mod):
        found = function(what, by)
        assert np.allclose(found.magnitude, bare) and found.units == what.units
        assert not np.allclose(found.magnitude, right.to(what.units).magnitude)
    assert np.allclose(np.fmod(what, by).magnitude, np.fmod(what.magnitude, by.magnitude))
    assert np.allclose(np.floor_divide(what, by).magnitude, what.magnitude // by.magnitude)
far = np.maximum(turning, units.Quantity(1.0, "turn"))
print("np.maximum with one turn:", far)
assert np.allclose(far.to("deg").magnitude, [370, 360, 725])
PY
"$work/python/bin/python" "$work/run.py"
