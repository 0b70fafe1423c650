#!/usr/bin/env bash
# pybullet 3.2.7
#
# Expected: linearDamping and angularDamping (0.04 by default) damp a hinged body in proportion to its speed, as the
#   same words do for a free body: the rate of a pendulum is one number.
# Seen: with the motor off, a pendulum of 1 kg and 1 m has two laws at once: 0.04 N m s times omega and 0.04 N m s^2
#   times omega |omega|. At 3 rad/s three quarters of the torque are quadratic. The two share one setting.
# Why it matters: it looks like the drag of air, which nobody put in; a learner that tries one law at a time gets a
#   rate that depends on the swing.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check --only-binary :all: \
  pybullet==3.2.7 numpy==2.2.6 2>"$work/pip.log" ||
  { cat "$work/pip.log" >&2; exit 1; }
cat >"$work/run.py" <<'PY'
import math
import pybullet as bullet

STEP, RELEASE = 1 / 240, math.pi / 3


def pendulum(speed, damping=None):
    """The torque of friction [N m] on a weightless pendulum of 1 kg and 1 m that turns at `speed` rad/s."""
    bullet.connect(bullet.DIRECT)
    bullet.setTimeStep(STEP)
    sphere = bullet.createCollisionShape(bullet.GEOM_SPHERE, radius=0.1)
    body = bullet.createMultiBody(
        baseMass=0, linkMasses=[1], linkCollisionShapeIndices=[sphere], linkVisualShapeIndices=[-1],
        linkPositions=[[0, 0, 0]], linkOrientations=[[0, 0, 0, 1]], linkInertialFramePositions=[[0, 0, -1]],
        linkInertialFrameOrientations=[[0, 0, 0, 1]], linkParentIndices=[0],
        linkJointTypes=[bullet.JOINT_REVOLUTE], linkJointAxis=[[0, -1, 0]],
    )
    bullet.setJointMotorControl2(body, 0, bullet.VELOCITY_CONTROL, force=0)
    if damping is not None:
        for link in (-1, 0):
            bullet.changeDynamics(body, link, linearDamping=damping, angularDamping=damping, jointDamping=damping)
    bullet.resetJointState(body, 0, RELEASE, speed)
    for _ in range(24):
        bullet.stepSimulation()
    slower = bullet.getJointState(body, 0)[1]
    inertia = 1 + bullet.getDynamicsInfo(body, 0)[2][1]
    bullet.disconnect()
    return inertia * (speed - slower) / (24 * STEP), (speed + slower) / 2


print("speed [rad/s]   friction / speed [N m s]   0.04 (1 + speed)")
for speed in (0.3, 1, 3, 10):
    torque, mean = pendulum(speed)
    print(f"{mean:10.3f} {torque / mean:22.4f} {0.04 * (1 + mean):22.4f}")
    assert abs(torque / mean / (0.04 * (1 + mean)) - 1) < 0.03
assert abs(pendulum(3, 0)[0]) < 1e-9
PY
"$work/python/bin/python" "$work/run.py"
