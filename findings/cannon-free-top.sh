#!/usr/bin/env bash
# cannon-es 0.20.0
#
# Expected: a free box that spins about its middle axis tumbles (it turns over again and again), keeping angular
#   momentum and energy to the accuracy of the integrator, as in other engines of three dimensions.
# Seen: its angular velocity in space stays constant to the last bit, whatever the moments of inertia: the gyroscopic
#   term omega x (I omega) is missing, though the tensor is turned with the body. It never turns over. The angular
#   momentum is then not conserved: of a body that spins about a diagonal it changes by nearly its own size, without
#   any torque.
# Why it matters: records of spinning bodies made with it obey omega = constant, not Euler's equations; a learner that
#   knows rigid bodies finds torques that nobody applied.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error cannon-es@0.20.0 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { Body, Box, Vec3, World } from "cannon-es";

/** The largest change of omega and of the angular momentum (relative) in 20 s, and whether the middle axis turned over. */
function spin(x, y, z) {
  const world = new World();
  const half = new Vec3(0.5, 0.3, 0.1);
  const body = new Body({ mass: 1, shape: new Box(half), linearDamping: 0, angularDamping: 0 });
  body.angularVelocity.set(x, y, z);
  world.addBody(body);
  const momentum = () => {
    const local = body.quaternion.conjugate().vmult(body.angularVelocity);
    const { x: a, y: b, z: c } = body.inertia;
    return { local, space: body.quaternion.vmult(new Vec3(a * local.x, b * local.y, c * local.z)) };
  };
  const [omega, first] = [body.angularVelocity.clone(), momentum().space];
  let [turned, moved, wandered] = [false, 0, 0];
  for (let i = 0; i < 20 * 240; i++) {
    world.step(1 / 240);
    const { local, space } = momentum();
    if (local.y < 0) turned = true;
    moved = Math.max(moved, body.angularVelocity.distanceTo(omega));
    wandered = Math.max(wandered, space.distanceTo(first) / first.length());
  }
  return { turned, moved, wandered };
}

const middle = spin(0.05, 5, 0);
const oblique = spin(3.5, 0, 3.5);
console.log(`about the middle axis: turns over in 20 s: ${middle.turned}, omega changes by ${middle.moved} rad/s`);
console.log(`oblique: omega changes by ${oblique.moved} rad/s, the angular momentum by ${(100 * oblique.wandered).toFixed(0)} %`);
assert.equal(middle.turned, false);
assert.equal(middle.moved, 0);
assert.equal(oblique.moved, 0);
assert.ok(oblique.wandered > 0.4);
JS
node "$work/run.mjs"
