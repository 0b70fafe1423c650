"""Pendulums of pybullet, one line of JSON each: name, inertia, rows [theta, omega]. Usage: pybullet_records.py STEP DURATION."""
import json
import math
import sys

import pybullet as bullet

ARM, GRAVITY, RELEASE, RADIUS, MASS = 1.0, 9.81, math.pi / 3, 0.1, 1.0


def swing(name, step, duration, damping, joint_damping, motor=0.0):
    bullet.connect(bullet.DIRECT)
    bullet.setGravity(0, 0, -GRAVITY)
    bullet.setTimeStep(step)
    sphere = bullet.createCollisionShape(bullet.GEOM_SPHERE, radius=RADIUS)
    body = bullet.createMultiBody(
        baseMass=0,
        linkMasses=[MASS],
        linkCollisionShapeIndices=[sphere],
        linkVisualShapeIndices=[-1],
        linkPositions=[[0, 0, 0]],
        linkOrientations=[[0, 0, 0, 1]],
        linkInertialFramePositions=[[0, 0, -ARM]],
        linkInertialFrameOrientations=[[0, 0, 0, 1]],
        linkParentIndices=[0],
        linkJointTypes=[bullet.JOINT_REVOLUTE],
        linkJointAxis=[[0, -1, 0]],
    )
    bullet.setJointMotorControl2(body, 0, bullet.VELOCITY_CONTROL, targetVelocity=0, force=motor)
    for link in (-1, 0):
        if damping is not None:
            bullet.changeDynamics(body, link, linearDamping=damping, angularDamping=damping)
        if joint_damping is not None:
            bullet.changeDynamics(body, link, jointDamping=joint_damping)
    bullet.resetJointState(body, 0, RELEASE, 0)
    inertia = bullet.getDynamicsInfo(body, 0)[2][1] + MASS * ARM**2
    rows = [[RELEASE, 0.0]]
    for _ in range(round(duration / step)):
        bullet.stepSimulation()
        rows.append(list(bullet.getJointState(body, 0)[:2]))
    bullet.disconnect()
    print(json.dumps({"name": name, "inertia": inertia, "rows": rows}))


if __name__ == "__main__":
    step, duration = float(sys.argv[1]), float(sys.argv[2])
    swing("pybullet-motor-off", step, duration, None, None)
    swing("pybullet-undamped", step, duration, 0, 0)
    swing("pybullet-joint-damping", step, duration, 0, 0.02)
    swing("pybullet-dry", step, duration, 0, 0, motor=0.02)
