#!/usr/bin/env bash
# @dimforge/rapier2d-compat 0.21.0
#
# Expected: a multibody joint takes over the angle that its bodies have when it is made, as the impulse joint does
#   with the same two calls.
# Seen: the joint starts at angle 0. A pendulum released at 60 degrees hangs straight down after the first step and
#   rests there; nothing is reported, and before that step the body still says 60 degrees.
# Why it matters: the record begins with one row of the intended start and goes on with a pendulum that never moved: a
#   jump that looks like an impact or a swapped column. Changing the kind of joint changes the initial condition.
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
const release = Math.PI / 3;

/** Angles [rad] of a pendulum of 1 m before the first step, after it and after half a second. */
function angles(kind) {
  const world = new rapier.World({ x: 0, y: -9.81 });
  const body = rapier.RigidBodyDesc.dynamic().setTranslation(Math.sin(release), -Math.cos(release)).setRotation(release);
  const bob = world.createRigidBody(body);
  world.createCollider(rapier.ColliderDesc.ball(0.1).setMass(1), bob);
  const joint = rapier.JointData.revolute({ x: 0, y: 0 }, { x: 0, y: 1 });
  world[kind](joint, world.createRigidBody(rapier.RigidBodyDesc.fixed()), bob, true);
  const seen = [bob.rotation()];
  for (let i = 1; i <= 30; i++) {
    world.step();
    if (i === 1 || i === 30) seen.push(bob.rotation());
  }
  return seen;
}

for (const kind of ["createImpulseJoint", "createMultibodyJoint"]) {
  const seen = angles(kind);
  console.log(`${kind}: ${seen.map((angle) => angle.toFixed(4)).join(", ")} rad at the start, after one step, after 0.5 s`);
  assert.ok(Math.abs(seen[0] - release) < 1e-6);
  if (kind === "createImpulseJoint") assert.ok(Math.abs(seen[1] - release) < 0.01 && seen[2] < 0.5);
  else assert.ok(seen.slice(1).every((angle) => Math.abs(angle) < 1e-6));
}
JS
node "$work/run.mjs"
