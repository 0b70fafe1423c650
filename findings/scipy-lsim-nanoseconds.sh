#!/usr/bin/env bash
# scipy 1.17.1, control 0.10.2, slycot 0.7.0 (control uses it), numpy 2.4.6
#
# Expected: lsim and forced_response, which ask for equal steps, refuse times whose steps are 2 and 8 ms, 2 and 8 us or 2 and 8 ns alike: units are a matter of taste.
# Seen: both compare steps with an absolute tolerance of 1e-8, so that in seconds every step below 10 ns counts as equal to every other and at a megahertz a jitter of 1 % does.
#   lsim then takes the first step for all: a response with a time constant of 100 ns is at 0.86 where it is 0.99; forced_response takes the mean one and is off by 0.03.
#   Milliseconds are refused by both.
# Why it matters: times of cantilevers, resonators and photodetectors are of this kind, and the same record in nanoseconds as unit is refused or right.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check --only-binary :all: \
  scipy==1.17.1 control==0.10.2 slycot==0.7.0 numpy==2.4.6 2>"$work/pip.log" ||
  { cat "$work/pip.log" >&2; exit 1; }
cat >"$work/run.py" <<'PY'
import control
import numpy as np
from scipy.signal import lsim

steps = np.where(np.arange(400) % 2 == 0, 2.0, 8.0)
for unit, name in ((1e-3, "ms"), (1e-6, "us"), (1e-9, "ns")):
    t = np.concatenate([[0], np.cumsum(steps)]) * unit
    tau = 100 * unit
    right = 1 - np.exp(-t / tau)
    one = np.ones_like(t)
    ways = {
        "lsim": lambda: lsim(([1.0], [tau, 1.0]), one, t)[1],
        "forced_response": lambda: control.forced_response(control.tf([1.0], [tau, 1.0]), T=t, inputs=one).outputs,
    }
    for way, run in ways.items():
        try:
            y = np.asarray(run())
            refused = False
            print(f"steps of 2 and 8 {name}, {way}: after 100 steps {y[100]:.4f} (truly {right[100]:.4f}), off by up to {np.abs(y - right).max():.3f}")
        except ValueError as error:
            refused = True
            print(f"steps of 2 and 8 {name}, {way}: {error}")
        assert refused == (name != "ns")
        if not refused:
            assert np.abs(y - right).max() > (0.3 if way == "lsim" else 0.02)
PY
"$work/python/bin/python" "$work/run.py"
