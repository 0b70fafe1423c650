#!/usr/bin/env bash
# cannon-es 0.20.0
#
# Expected: with a coefficient of friction mu a puck on a level plane slows down at mu g, slides v^2 / (2 mu g) and
#   slips on a plane steeper than arctan(mu); a hinge motor with setMotorMaxForce(1) turns with 1 N m at the most.
# Seen: the bound of the force is used as a bound of the impulse of one step. The puck loses mu g in m/s at every
#   step, however short: 60 times Coulomb's friction at 1/60 s, 1000 times at 1/1000 s. 5 m/s with mu = 0.05 end after
#   0.4 m, not 25 m, and with the shorter step after 0.02 m. It rests on a slope of 40 degrees. The motor gives 1 N m
#   s a step.
# Why it matters: a step that is made smaller, the usual check of a simulation, makes it worse. A fit of the record
#   gives a coefficient of friction that is the true one divided by the step.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error cannon-es@0.20.0 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { Body, HingeConstraint, Plane, Sphere, Vec3, World } from "cannon-es";

const [g, mu, v0] = [9.81, 0.05, 5];

/** A sphere that may not turn, on a plane inclined by `tilt` [rad], which it slides down at first with `speed`. */
function puck(h, tilt, speed) {
  const world = new World({ gravity: new Vec3(g * Math.sin(tilt), 0, -g * Math.cos(tilt)) });
  Object.assign(world.defaultContactMaterial, { friction: mu, restitution: 0 });
  world.solver.iterations = 50;
  world.addBody(new Body({ mass: 0, shape: new Plane() }));
  const still = { linearDamping: 0, angularDamping: 0, fixedRotation: true };
  const body = new Body({ mass: 2, shape: new Sphere(0.5), position: new Vec3(0, 0, 0.5), ...still });
  body.velocity.set(speed, 0, 0);
  world.addBody(body);
  return { body, advance: () => world.step(h) };
}

/** The angular velocity that a motor of at most 1 N m gives a free sphere in ten steps, times its moment of inertia. */
function motor(h) {
  const world = new World();
  const base = new Body({ mass: 0 });
  const wheel = new Body({ mass: 2, shape: new Sphere(1), linearDamping: 0, angularDamping: 0 });
  for (const body of [base, wheel]) world.addBody(body);
  const axis = new Vec3(0, 0, 1);
  const hinge = new HingeConstraint(base, wheel, { axisA: axis, axisB: axis });
  world.addConstraint(hinge);
  hinge.enableMotor();
  hinge.setMotorSpeed(-1000);
  hinge.setMotorMaxForce(1);
  for (let i = 0; i < 10; i++) world.step(h);
  return wheel.angularVelocity.z * wheel.inertia.z;
}

for (const h of [1 / 60, 1 / 240, 1 / 1000]) {
  const { body, advance } = puck(h, 0, v0);
  advance();
  const first = body.velocity.x;
  for (let i = 0; i < 4; i++) advance();
  const lost = (first - body.velocity.x) / 4;
  for (let t = 0; t < 2; t += h) advance();
  const way = body.position.x;
  const torque = motor(h) / (10 * h);
  const truth = v0 ** 2 / (2 * mu * g);
  console.log(
    `step 1/${Math.round(1 / h)} s: ${lost.toFixed(4)} m/s lost a step (mu g = ${(mu * g).toFixed(4)} m/s a second), slides ${way.toFixed(3)} m (${truth.toFixed(1)} m); motor of 1 N m: ${torque.toFixed(0)} N m`,
  );
  assert.ok(Math.abs(lost - mu * g) < 0.001);
  assert.ok(Math.abs(body.velocity.x) < 0.01 && way < 0.02 * truth);
  assert.ok(Math.abs(torque * h - 1) < 0.01);
}
const { body, advance } = puck(1 / 60, (40 * Math.PI) / 180, 0);
for (let i = 0; i < 120; i++) advance();
console.log(`on a slope of 40 degrees after 2 s: ${body.velocity.x.toFixed(4)} m/s`);
assert.ok(Math.abs(body.velocity.x) < 0.01);
JS
node "$work/run.mjs"
