#!/usr/bin/env bash
# pin (Pinocchio) 4.1.0, mujoco 3.14.0 (as the truth), numpy 2.4.6
#
# Expected: buildModelFromMJCF makes of a model of MuJoCo the same mechanical system, or says what it cannot take
#   over, as it does of shell inertia: the same masses and, without contacts, the same accelerations.
# Seen: of two pendulums whose bodies have no name (names are optional) one is left out, and so is a nested body
#   without any attribute. An axis of axisangle is not brought to length one: 1 1 0 turns the body elsewhere than
#   0.7071 0.7071 0. The gravity of option, springs and dampers of joints and settotalmass are passed over. Nothing is
#   said of any of it. What else was tried (geoms, inertias, armature, offsets, defaults, Euler orders) agrees to
#   1e-9.
# Why it matters: a body is missing, a pendulum on the Moon falls as on Earth, an oscillator has lost its spring:
#   records that two programs make of one file are of different systems, each of them plausible.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check --only-binary :all: \
  pin==4.1.0 mujoco==3.14.0 numpy==2.4.6 2>"$work/pip.log" ||
  { cat "$work/pip.log" >&2; exit 1; }
cat >"$work/run.py" <<'PY'
import sys

import mujoco
import numpy as np
import pinocchio

BOX = '<geom type="box" mass="1" pos="0 0 -.5" size=".1 .2 .4"/>'
HINGE = '<joint type="hinge" axis="0 1 0" {}/>'


def arm(joint="", body="", inside=""):
    return f'<body pos="0 0 1" {body}>{HINGE.format(joint)}{BOX}{inside}</body>'


def both(bodies, option="", compiler=""):
    """Accelerations of MuJoCo and of Pinocchio at one state, and both numbers of coordinates."""
    path = sys.argv[1]
    with open(path, "w") as file:
        file.write(
            f'<mujoco model="m"><compiler angle="radian" {compiler}/><option {option}/><worldbody>{bodies}</worldbody></mujoco>'
        )
    model = mujoco.MjModel.from_xml_path(path)
    data = mujoco.MjData(model)
    data.qpos[:], data.qvel[:] = np.linspace(0.3, 0.9, model.nq), np.linspace(0.5, -0.7, model.nv)
    mujoco.mj_forward(model, data)
    mass = model.body_mass.sum()
    other = pinocchio.buildModelFromMJCF(path)
    total = sum(inertia.mass for inertia in other.inertias[1:])
    if other.nv != model.nv:
        return None, None, (model.nv, other.nv), (mass, total)
    found = pinocchio.aba(other, other.createData(), data.qpos, data.qvel, np.zeros(other.nv))
    return data.qacc, found, (model.nv, other.nv), (mass, total)


def same(name, *arguments, **options):
    truth, found, _, _ = both(*arguments, **options)
    print(f"{name}: {truth.round(4)}, Pinocchio {found.round(4)}")
    assert np.allclose(truth, found, atol=1e-9)


def other(name, seen, *arguments, **options):
    truth, found, _, _ = both(*arguments, **options)
    print(f"{name}: {truth.round(4)}, Pinocchio {found.round(4)}")
    assert not np.allclose(truth, found, rtol=0.1) and np.allclose(found, seen, atol=1e-9)


ball = '<geom type="sphere" mass="2" size=".1"/>'
same("pendulum", arm())
plain = both(arm())[1]
same("double pendulum", arm(inside=f'<body pos="0 0 -1">{HINGE.format("")}{ball}</body>'))
same("armature", arm(joint='armature=".2"'))
same("axis-angle, axis of length one", arm(body='axisangle=".7071067811865476 .7071067811865476 0 .7"'))

for name, bodies in (
    ("two pendulums without names", arm() + '<body pos="3 0 1">' + HINGE.format("") + BOX + "</body>"),
    ("nested body without attributes", arm(inside=f'<body><joint type="slide" axis="1 0 0"/>{ball}</body>')),
):
    _, _, coordinates, masses = both(bodies)
    print(f"{name}: {coordinates[0]} coordinates and {masses[0]:g} kg, Pinocchio {coordinates[1]} and {masses[1]:g} kg")
    assert coordinates == (2, 1) and masses[1] < masses[0]

other("spring", plain, arm(joint='stiffness="5"'))
other("damper", plain, arm(joint='damping="2"'))
other("on the Moon", plain, arm(), option='gravity="0 0 -1.62"')
truth, found, _, _ = both(arm(body='axisangle="1 1 0 .7"'))
print(f"axis-angle, axis 1 1 0: {truth.round(4)}, Pinocchio {found.round(4)}")
assert abs(truth - found)[0] > 1
_, _, _, masses = both(arm(), compiler='settotalmass="5"')
print(f"settotalmass 5: {masses[0]:g} kg, Pinocchio {masses[1]:g} kg")
assert masses == (5, 1)
PY
"$work/python/bin/python" "$work/run.py" "$work/model.xml"
