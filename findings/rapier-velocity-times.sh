#!/usr/bin/env bash
# @dimforge/rapier2d-compat 0.21.0
#
# Expected: angvel() belongs to one time, whatever kind of joint holds the body: with four substeps of symplectic
#   Euler it is half a substep, an eighth of the step, older than rotation().
# Seen: an eighth of the step with an impulse joint, three eighths with a multibody joint of the same pendulum.
# Why it matters: theta and omega of one row are not simultaneous, and by how much depends on a choice that seems to
#   be about stiffness only. A lag that is corrected for one kind bends the law learned from the other: omega that is
#   too old by tau looks like a drive of power tau I omega'^2.
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
const [g, release, h] = [9.81, Math.PI / 3, 1 / 60];
const at = { x: Math.sin(release), y: -Math.cos(release) };

/** Rows [theta, omega] of a pendulum of 1 m; its bob has the angle 0 at release. */
function record(kind) {
  const world = new rapier.World({ x: 0, y: -g });
  world.timestep = h;
  const bob = world.createRigidBody(rapier.RigidBodyDesc.dynamic().setTranslation(at.x, at.y).setCanSleep(false));
  world.createCollider(rapier.ColliderDesc.ball(0.1).setMass(1), bob);
  const joint = rapier.JointData.revolute({ x: 0, y: 0 }, { x: -at.x, y: -at.y });
  world[kind](joint, world.createRigidBody(rapier.RigidBodyDesc.fixed()), bob, true);
  return Array.from({ length: 1200 }, () => {
    world.step();
    return [release + bob.rotation(), bob.angvel()];
  });
}

/** How much older omega is than theta, in steps: omega = theta' - lag theta'', by least squares. */
function lag(rows) {
  let [product, square] = [0, 0];
  for (let i = 2; i < rows.length - 2; i++) {
    const [a, b, c, d, e] = rows.slice(i - 2, i + 3).map(([theta]) => theta);
    const first = (a - 8 * b + 8 * d - e) / (12 * h);
    const second = (-a + 16 * b - 30 * c + 16 * d - e) / (12 * h * h);
    product += (first - rows[i][1]) * second;
    square += second * second;
  }
  return product / square / h;
}

const [impulse, multibody] = [lag(record("createImpulseJoint")), lag(record("createMultibodyJoint"))];
const said = `${impulse.toFixed(3)} steps (impulse joint), ${multibody.toFixed(3)} (multibody joint)`;
console.log(`omega is older than theta by ${said}`);
assert.ok(Math.abs(impulse - 1 / 8) < 0.01 && Math.abs(multibody - 3 / 8) < 0.01);
JS
node "$work/run.mjs"
