#!/usr/bin/env bash
# pint 0.25.3
#
# Expected: the units that records of video carry, px and fps, are pixels and frames a second, or are refused as unknown, as sps and rev are.
# Seen: 602 px are 602/96 inch, 159 mm; the pixel is another unit, not convertible to it. 100 fps are 100 feet a second, 30.5 m/s. mil is neither the
#   thousandth of an inch, which is thou, nor the 6400th of a turn, but a 64,000th; and c is the speed of light, so that 5 c/s, cycles, are 1.5e9 m/s^2.
# Why it matters: a heading "x (px)" goes through to_base_units() as metres, an arm of 602 px is 0.16 m long, and g, which nobody told the program, is
#   found in m/s^2. Nothing looks undefined.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check --only-binary :all: \
  pint==0.25.3 2>"$work/pip.log" ||
  { cat "$work/pip.log" >&2; exit 1; }
cat >"$work/run.py" <<'PY'
import pint

units = pint.UnitRegistry()
for text, base, unit in (
    ("602 px", 602 * 0.0254 / 96, "meter"),
    ("100 fps", 30.48, "meter / second"),
    ("1 mil", 2 * 3.141592653589793 / 64000, "radian"),
    ("1 thou", 2.54e-5, "meter"),
    ("5 c/s", 5 * 299792458.0, "meter / second ** 2"),
):
    found = units.Quantity(text)
    in_base = found.to_base_units()
    print(f"{text}: {found.units}, {in_base}")
    assert str(in_base.units) == unit
    assert abs(in_base.magnitude / base - 1) < 1e-9
try:
    units.Quantity(1, "px").to("pixel")
    raise AssertionError("px is pixel")
except pint.DimensionalityError as error:
    print(error)
for text in ("100 sps", "3 rev"):
    try:
        units.Quantity(text)
        raise AssertionError(text)
    except pint.UndefinedUnitError as error:
        print(error)
PY
"$work/python/bin/python" "$work/run.py"
