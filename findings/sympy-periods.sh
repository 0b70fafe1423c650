#!/usr/bin/env bash
# sympy 1.14.0
#
# Expected: integrate(Abs(sin(x)), (x, 0, 4 pi)) is 8, or stays an integral, as it does for Heaviside(sin(x)).
# Seen: Abs and sign of a periodic function are split at their zeros in the first period only; beyond, the last branch
#   goes on without kinks. To 2 pi it is right (4), to 5 pi/2 it says 3 (truly 5), to 4 pi it says 4. sin(x) |sin(x)|
#   to 3 pi has the wrong sign.
# Why it matters: path lengths, the work of dry and of quadratic friction and mean values over several swings are
#   integrals of this kind; the first period, on which one checks, is right.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check --only-binary :all: \
  sympy==1.14.0 2>"$work/pip.log" ||
  { cat "$work/pip.log" >&2; exit 1; }
cat >"$work/run.py" <<'PY'
from sympy import Abs, Rational, integrate, pi, sin, symbols

x = symbols("x", real=True)
for integrand, periods, truth in (
    (Abs(sin(x)), 1, 4),
    (Abs(sin(x)), Rational(5, 4), 5),
    (Abs(sin(x)), 2, 8),
    (sin(x) * Abs(sin(x)), Rational(3, 2), pi / 2),
):
    found = integrate(integrand, (x, 0, 2 * pi * periods))
    print(f"integral of {integrand} over {periods} periods: {found}, truly {truth}")
    assert (found == truth) == (periods == 1)
assert integrate(Abs(sin(x)), (x, 0, 4 * pi)) == 4
PY
"$work/python/bin/python" "$work/run.py"
