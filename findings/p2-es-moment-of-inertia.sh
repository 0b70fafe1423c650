#!/usr/bin/env bash
# p2-es 1.2.3 (p2 0.7.1 is right)
#
# Expected: a torque turns a body of 10 kg ten times slower than one of 1 kg of the same shape, as in p2, of which
#   p2-es is the maintained port: "inertia" of the body says so.
# Seen: both turn alike. The moment of inertia that the solver divides by leaves the mass out; only the number to look
#   at has it. A body of two parts counts the whole mass for each of them: a dumbbell has twice its moment.
# Why it matters: translation obeys the mass and rotation does not. A hinged rod of 1 kg has the right period, one of 10
#   kg one that is 12 % too short, one of 0.1 kg one that is 80 % too long: a period that depends on the mass, which no
#   pendulum has that gravity alone moves.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error p2-es@1.2.3 p2@0.7.1 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import p2 from "p2";
import * as p2es from "p2-es";

/** The moment of inertia [kg m^2] by which a torque of 1 N m turns the body in one step. */
function moment(lib, mass, shapes) {
  const world = new lib.World({ gravity: [0, 0] });
  const body = new lib.Body({ mass, damping: 0, angularDamping: 0 });
  for (const [radius, at] of shapes) body.addShape(new lib.Circle({ radius }), at);
  world.addBody(body);
  body.angularForce = 1;
  world.step(0.01);
  return { found: 0.01 / body.angularVelocity, said: body.inertia };
}

/** The period [s] of small swings of a rod of 1 m, hinged at its end. */
function period(lib, mass) {
  const world = new lib.World({ gravity: [0, -9.81] });
  const wall = new lib.Body({ mass: 0 });
  const at = { position: [Math.sin(0.1) / 2, -Math.cos(0.1) / 2], angle: 0.1 };
  const rod = new lib.Body({ mass, ...at, damping: 0, angularDamping: 0 });
  rod.addShape(new lib.Box({ width: 0.02, height: 1 }));
  for (const body of [wall, rod]) world.addBody(body);
  world.addConstraint(new lib.RevoluteConstraint(wall, rod, { worldPivot: [0, 0], collideConnected: false }));
  world.solver.iterations = 50;
  world.setGlobalStiffness(1e8);
  const crossings = [];
  let before = rod.angle;
  for (let i = 1; i <= 10000; i++) {
    world.step(0.001);
    if (before > 0 && rod.angle <= 0) crossings.push((i - rod.angle / (rod.angle - before)) / 1000);
    before = rod.angle;
  }
  return (crossings.at(-1) - crossings[0]) / (crossings.length - 1);
}

const disc = [[1, [0, 0]]];
const dumbbell = [[0.1, [-1, 0]], [0.1, [1, 0]]];
for (const [name, mass, shapes, truth, factor] of [
  ["disc of 1 kg", 1, disc, 0.5, 1],
  ["disc of 10 kg", 10, disc, 5, 0.1],
  ["dumbbell of 1 kg", 1, dumbbell, 1.005, 2],
]) {
  const [old, port] = [p2, p2es].map((lib) => moment(lib, mass, shapes));
  console.log(`${name}: p2 ${old.found.toFixed(3)}, p2-es ${port.found.toFixed(3)} (it says ${port.said.toFixed(3)}), truly ${truth} kg m^2`);
  assert.ok(Math.abs(old.found / truth - 1) < 1e-6 && Math.abs(port.found / truth / factor - 1) < 1e-6);
}
const truth = 2 * Math.PI * Math.sqrt(2 / 3 / 9.81);
for (const [mass, least, most] of [
  [0.1, 1.5, 2.5],
  [1, 0.99, 1.01],
  [10, 0.86, 0.9],
]) {
  const [old, port] = [p2, p2es].map((lib) => period(lib, mass) / truth);
  console.log(`hinged rod of ${mass} kg: period p2 ${old.toFixed(3)}, p2-es ${port.toFixed(3)} times the true one`);
  assert.ok(Math.abs(old - 1) < 0.01 && port > least && port < most);
}
JS
node "$work/run.mjs"
