#!/usr/bin/env bash
# gymnasium 1.3.0, numpy 2.4.6
#
# Expected: both versions of the equations of Acrobot-v1, "book" and "nips", are a double pendulum without friction:
#   with no torque they keep the energy to the error of their RK4.
# Seen: "book" does, to 3e-6 of the swing at a step of 0.02 s. "nips" does not at any step: a double pendulum released
#   at rest gains more energy than it had to lose, within seconds. A centrifugal term, m2 l1 lc2 omega1^2 sin theta2,
#   is missing.
# Why it matters: it is offered as the original paper's dynamics and looks like a plain swing; a learner of energies
#   finds a drive that has the form of a Coriolis force, and is right.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check --only-binary :all: \
  gymnasium==1.3.0 numpy==2.4.6 2>"$work/pip.log" ||
  { cat "$work/pip.log" >&2; exit 1; }
cat >"$work/run.py" <<'PY'
import gymnasium
import numpy as np


def energy(env):
    one, two, first, second = env.state
    m1, m2, l1 = env.LINK_MASS_1, env.LINK_MASS_2, env.LINK_LENGTH_1
    c1, c2, moment = env.LINK_COM_POS_1, env.LINK_COM_POS_2, env.LINK_MOI
    both = m2 * (c2**2 + l1 * c2 * np.cos(two)) + moment
    whole = m1 * c1**2 + m2 * (l1**2 + c2**2 + 2 * l1 * c2 * np.cos(two)) + 2 * moment
    kinetic = 0.5 * (whole * first**2 + 2 * both * first * second + (m2 * c2**2 + moment) * second**2)
    return kinetic - 9.8 * ((m1 * c1 + m2 * l1) * np.cos(one) + m2 * c2 * np.cos(one + two))


for version in ("book", "nips"):
    env = gymnasium.make("Acrobot-v1").unwrapped
    env.book_or_nips, env.dt = version, 0.02
    env.reset(seed=0)
    env.state = np.array([1.0, 0.5, 0.0, 0.0])
    energies = []
    for _ in range(1000):
        energies.append(energy(env))
        env.step(1)
    print(f"{version}: energy {energies[0]:.4f} J at release, in 20 s between {min(energies):.4f} and {max(energies):.4f} J")
    change = max(energies) - min(energies)
    assert change < 1e-4 if version == "book" else change > 10
PY
"$work/python/bin/python" "$work/run.py"
