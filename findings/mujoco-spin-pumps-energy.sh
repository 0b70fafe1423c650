#!/usr/bin/env bash
# mujoco 3.14.0, numpy 2.4.6
#
# Expected: a rod on a ball joint without friction keeps its energy as a hinged one does: with the default integrator and step the latter swings about its
#   energy and comes back to it; spin about the rod's own axis, which no torque acts on, changes nothing.
# Seen: with spin the energy of the swing runs away. A rod of 1 m, let go at the horizontal with 5 rad/s about its axis, at 2 ms: 0.6 J more in 5 s, 3 J in 20 s,
#   of 4.9 J that it takes to come to the top. implicitfast is the same, implicit loses 0.5 J and 1.7 J; half the step gives half of it. The spin stays at 5 rad/s exactly. RK4 keeps
#   the energy, and without spin all of them do.
# Why it matters: it is a negative friction that belongs to no joint, cannot be seen in planar tests and is proportional to the step.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check --only-binary :all: \
  mujoco==3.14.0 numpy==2.4.6 2>"$work/pip.log" ||
  { cat "$work/pip.log" >&2; exit 1; }
cat >"$work/run.py" <<'PY'
import mujoco

MODEL = """<mujoco><option timestep="%g" integrator="%s"><flag energy="enable"/></option><worldbody><body euler="0 90 0">
<joint type="ball"/><geom type="capsule" fromto="0 0 0 0 0 -1" size="0.02" mass="1"/></body></worldbody></mujoco>"""

gains = {}
for integrator in ("Euler", "implicitfast", "implicit", "RK4"):
    for step in (0.002, 0.001):
        for spin in (0.0, 5.0):
            model = mujoco.MjModel.from_xml_string(MODEL % (step, integrator))
            data = mujoco.MjData(model)
            data.qvel[2] = spin
            mujoco.mj_forward(model, data)
            first = data.energy.sum()
            seen = []
            for seconds in (5, 20):
                while data.time < seconds - step / 2:
                    mujoco.mj_step(model, data)
                mujoco.mj_forward(model, data)
                seen.append(data.energy.sum() - first)
            gains[integrator, step, spin] = seen
            print(f"{integrator}, {step} s, spin {spin}: energy changes by {seen[0]:+.4f} J in 5 s, {seen[1]:+.4f} J in 20 s; spin then {data.qvel[2]:.12f}")
            assert abs(data.qvel[2] - spin) < 1e-9
for integrator in ("Euler", "implicitfast"):
    assert 0.5 < gains[integrator, 0.002, 5.0][0] < 0.7 and 2.5 < gains[integrator, 0.002, 5.0][1] < 3.5
    assert 0.4 < gains[integrator, 0.001, 5.0][0] / gains[integrator, 0.002, 5.0][0] < 0.6
assert -0.6 < gains["implicit", 0.002, 5.0][0] < -0.4
assert all(abs(x) < 0.03 for x in gains["RK4", 0.002, 5.0])
assert all(abs(x) < 0.05 for (_, _, spin), seen in gains.items() if spin == 0 for x in seen)
PY
"$work/python/bin/python" "$work/run.py"
