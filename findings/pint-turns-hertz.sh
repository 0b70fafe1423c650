#!/usr/bin/env bash
# pint 0.25.3
#
# Expected: 60 turns a minute are 1 Hz, and to turn hertz into rad/s is refused, or multiplies by 2 pi.
# Seen: 60 rpm are 6.283 Hz, one cycle a second too, and 1 Hz is 1 rad/s: turns and cycles are 2 pi radians, radians are the
#   number one, and so is what hertz counts. No warning, no error.
# Why it matters: a motor's turns beside the hertz of its vibration, or a drive's frequency beside an angular velocity, are
#   brought to one unit without a word and are 6.28 times too fast or too slow; spectra show a line where nothing turns.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check --only-binary :all: \
  pint==0.25.3 2>"$work/pip.log" ||
  { cat "$work/pip.log" >&2; exit 1; }
cat >"$work/run.py" <<'PY'
from math import isclose, pi

from pint import UnitRegistry

quantity = UnitRegistry().Quantity
for value, unit, other, seen, truth in (
    (60, "rpm", "Hz", 2 * pi, 1),
    (1, "cycle/s", "Hz", 2 * pi, 1),
    (1, "Hz", "rad/s", 1, 2 * pi),
):
    found = quantity(value, unit).to(other).magnitude
    print(f"{value} {unit} are {found:.4f} {other}, truly {truth:.4f}")
    assert isclose(found, seen, rel_tol=1e-12)
PY
"$work/python/bin/python" "$work/run.py"
