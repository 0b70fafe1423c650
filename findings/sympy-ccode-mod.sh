#!/usr/bin/env bash
# sympy 1.14.0
#
# Expected: the code that SymPy prints for an expression computes that expression, in every language.
# Seen: Mod has the sign of the divisor in SymPy, and jscode, rust_code, octave_code, julia_code and pycode keep that. ccode and cxxcode print fmod, which has the
#   sign of the dividend: Mod(-1/2, 2 pi) is 5.783 and becomes -0.5.
# Why it matters: angles are brought into a turn by Mod. Controllers and simulations in generated C agree with the derivation for all turns in one direction and are
#   off by a whole turn in the other: Mod(x + pi, 2 pi) - pi, the usual way to -pi to pi, gives -4 for -4 instead of 2.28.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check --only-binary :all: \
  sympy==1.14.0 2>"$work/pip.log" ||
  { cat "$work/pip.log" >&2; exit 1; }
cat >"$work/run.py" <<'PY'
import math

import sympy

x = sympy.symbols("x", real=True)
for expression in (sympy.Mod(x, 2 * sympy.pi), sympy.Mod(x + sympy.pi, 2 * sympy.pi) - sympy.pi, sympy.Mod(x, 3)):
    c, cxx, python = sympy.ccode(expression), sympy.cxxcode(expression), sympy.pycode(expression)
    print(f"{expression}: C {c}; C++ {cxx}; JavaScript {sympy.jscode(expression)}; Python {python}")
    as_python = cxx.replace("std::", "")
    assert c == as_python
    for value in (0.5, 4.0, -0.5, -4.0):
        exact = float(expression.subs(x, value))
        # C's fmod is math.fmod
        of_c = eval(c, {"fmod": math.fmod, "M_PI": math.pi, "x": value})
        of_python = eval(python, {"math": math, "x": value})
        print(f"  at {value}: {exact:.4f}, C {of_c:.4f}, Python {of_python:.4f}")
        assert abs(of_python - exact) < 1e-12
        assert (abs(of_c - exact) > 1) == (value < (-math.pi if "+" in c else 0))
PY
"$work/python/bin/python" "$work/run.py"
