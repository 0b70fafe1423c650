#!/usr/bin/env bash
# @dimforge/rapier2d-compat 0.21.0
#
# Expected: the position motor of a revolute joint, by default of MotorModel.AccelerationBased, accelerates the angle by
#   stiffness * (target - angle), whatever the mass: the documentation of rapier2d's MotorModel has this equation.
# Seen: so it is only where the joint sits in the centre of mass. On an arm of 1 m the acceleration is that times I_c /
#   (I_c + m l^2), I_c being the bob's moment about its own centre: 1/200 for a bob of 0.1 m, 1/4 for 0.8 m. The motor
#   takes the reduced moment of inertia of the two bodies and forgets the arm. ForceBased is right: stiffness is in N
#   m/rad.
# Why it matters: a torsion spring made of a motor is hundreds of times too weak and its law depends on how large the
#   bob is drawn; the constant that was set is found nowhere in the record.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error \
  @dimforge/rapier2d-compat@0.21.0 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import rapierModule from "@dimforge/rapier2d-compat";

const rapier = rapierModule.default ?? rapierModule;
await rapier.init();
const [stiffness, target, mass, h, steps] = [40, 0.3, 2, 1 / 240, 12];

/** The mean angular acceleration [rad/s^2] in the first 0.05 s of a bob on an arm, without gravity. */
function acceleration(arm, radius, model) {
  const world = new rapier.World({ x: 0, y: 0 });
  world.timestep = h;
  const bob = world.createRigidBody(rapier.RigidBodyDesc.dynamic().setTranslation(arm, 0).setCanSleep(false));
  world.createCollider(rapier.ColliderDesc.ball(radius).setMass(mass), bob);
  const joint = rapier.JointData.revolute({ x: 0, y: 0 }, { x: -arm, y: 0 });
  const hinge = world.createImpulseJoint(joint, world.createRigidBody(rapier.RigidBodyDesc.fixed()), bob, true);
  if (model !== undefined) hinge.configureMotorModel(model);
  hinge.configureMotorPosition(target, stiffness, 0);
  for (let i = 0; i < steps; i++) world.step();
  return bob.angvel() / (steps * h);
}

const whole = stiffness * target;
for (const [arm, radius] of [
  [0, 0.1],
  [1, 0.8],
  [1, 0.1],
  [1, 0.05],
]) {
  const own = (mass * radius ** 2) / 2;
  const inertia = own + mass * arm ** 2;
  const byDefault = acceleration(arm, radius);
  const byForce = acceleration(arm, radius, rapier.MotorModel.ForceBased);
  console.log(`arm ${arm} m, bob ${radius} m: ${byDefault.toFixed(3)} rad/s^2; stiffness times angle ${whole}, times I_c/I ${((whole * own) / inertia).toFixed(3)}`);
  assert.ok(Math.abs((byDefault * inertia) / (whole * own) - 1) < 0.05);
  if (arm > 0) {
    console.log(`  force based: ${byForce.toFixed(3)} rad/s^2; stiffness times angle over I ${(whole / inertia).toFixed(3)}`);
    assert.ok(Math.abs((byForce * inertia) / whole - 1) < 0.05);
  }
}
JS
node "$work/run.mjs"
