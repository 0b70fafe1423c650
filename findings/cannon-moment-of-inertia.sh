#!/usr/bin/env bash
# cannon-es 0.20.0
#
# Expected: a body has the moments of inertia of its shape: 2/5 m r^2 for a sphere, as Sphere.calculateLocalInertia of
#   the same package says, and they do not depend on how the body lies when it is made.
# Seen: every body has those of the box that bounds it, along the axes of the world. A sphere has 2/3 m r^2, 67 % too
#   much; a cylinder 33 % too much about its axis. A rod that is made at 45 degrees keeps, in its own axes, 0.61 of
#   its moment across and 31 times the one along.
# Why it matters: a ball rolls down a slope with 3/5 g sin a instead of 5/7; the period of a physical pendulum depends
#   on the angle at which it was released.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error cannon-es@0.20.0 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { Body, Box, Cylinder, Quaternion, Sphere, Vec3, World } from "cannon-es";

/** The moment of inertia about an axis of the body's own, from the turn that a torque of 1 N m gives in one step. */
function moment(shape, axis, tilt = 0) {
  const world = new World();
  const quaternion = new Quaternion();
  quaternion.setFromEuler(0, 0, tilt);
  const body = new Body({ mass: 1, shape, quaternion, linearDamping: 0, angularDamping: 0 });
  world.addBody(body);
  body.torque.copy(quaternion.vmult(axis));
  world.step(0.01);
  return 0.01 / body.angularVelocity.dot(quaternion.vmult(axis));
}

const [x, y] = [new Vec3(1, 0, 0), new Vec3(0, 1, 0)];
const sphere = new Sphere(1);
const own = new Vec3();
sphere.calculateLocalInertia(1, own);
const rod = new Box(new Vec3(0.5, 0.05, 0.05));
const [along, across] = [(0.1 ** 2 + 0.1 ** 2) / 12, (1 + 0.1 ** 2) / 12];
for (const [name, found, truth, factor] of [
  ["sphere of 1 m", moment(sphere, x), own.x, 5 / 3],
  ["cylinder of 0.5 m about its axis", moment(new Cylinder(0.5, 0.5, 2, 64), y), 0.125, 4 / 3],
  ["rod of 1 m along", moment(rod, x), along, 1],
  ["rod of 1 m across", moment(rod, y), across, 1],
  ["rod made at 45 degrees, along", moment(rod, x, Math.PI / 4), along, 30.75],
  ["rod made at 45 degrees, across", moment(rod, y, Math.PI / 4), across, 0.61],
]) {
  console.log(`${name}: ${found.toFixed(4)} kg m^2, of the shape ${truth.toFixed(4)}, ${(found / truth).toFixed(2)} times`);
  assert.ok(Math.abs(found / truth / factor - 1) < 0.02);
}
JS
node "$work/run.mjs"
