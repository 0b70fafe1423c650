#!/usr/bin/env bash
# @dimforge/rapier2d-compat 0.21.0
#
# Expected: a revolute multibody joint to which no motor, damping or friction was given turns freely; reduced
#   coordinates are chosen because they keep energy best.
# Seen: a viscous torque of 0.1 N m s on every such joint, the same for a bob of 1 kg and of 4 kg. The JavaScript
#   interface has no setting that shows or removes it. A pendulum of 1 kg and 1 m loses 99.7 % of its energy in a
#   minute.
# Why it matters: a record of it shows honest viscous friction that its author did not put in and cannot find; the
#   fitted rate, 0.1 / (m l^2), changes with the mass, as air does not.
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
const [g, release, h, radius] = [9.81, 0.1, 1 / 240, 0.1];
const at = { x: Math.sin(release), y: -Math.cos(release) };

/** The torque of friction per angular velocity [N m s] of a small swing, from the decay of its amplitude in 15 s. */
function friction(mass) {
  const world = new rapier.World({ x: 0, y: -g });
  world.timestep = h;
  const body = rapier.RigidBodyDesc.dynamic().setTranslation(at.x, at.y).setCanSleep(false);
  const bob = world.createRigidBody(body.setLinearDamping(0).setAngularDamping(0));
  world.createCollider(rapier.ColliderDesc.ball(radius).setMass(mass), bob);
  const joint = rapier.JointData.revolute({ x: 0, y: 0 }, { x: -at.x, y: -at.y });
  world.createMultibodyJoint(joint, world.createRigidBody(rapier.RigidBodyDesc.fixed()), bob, true);
  const angles = [release];
  for (let i = 0; i < 15 / h; i++) {
    world.step();
    angles.push(release + bob.rotation());
  }
  const turns = angles.flatMap((b, i) => (i > 0 && b > angles[i - 1] && b >= angles[i + 1] ? [[i * h, b]] : []));
  const [[t0, a0], [t1, a1]] = [turns[0], turns.at(-1)];
  const inertia = mass * (1 + radius ** 2 / 2);
  return (2 * inertia * Math.log(a0 / a1)) / (t1 - t0);
}

const found = [1, 4].map(friction);
console.log(`friction of the joint: ${found.map((value) => value.toFixed(4)).join(" and ")} N m s, with bobs of 1 and 4 kg`);
for (const value of found) assert.ok(Math.abs(value - 0.1) < 0.002);
JS
node "$work/run.mjs"
