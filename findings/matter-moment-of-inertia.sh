#!/usr/bin/env bash
# matter-js 0.20.0
#
# Expected: "inertia", documented as the moment of inertia that is calculated from the hull and the density, is that of
#   the body: m (a^2 + b^2) / 12 for a rectangle, and for a body of two parts with m d^2 for each part's distance.
# Seen: it is four times as large for every shape, and the motion follows it. Of a body of parts it is the sum of the
#   parts' own: a dumbbell of two squares, 1 m apart, has a tenth of its moment (with the factor of four).
# Why it matters: a rod hinged at its end swings with a period that is 32 % too long, so that its law has 0.57 of
#   the true g / L. Bobs on weightless arms are right, so that a first test finds nothing wrong.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error matter-js@0.20.0 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import matter from "matter-js";

const { Engine, Bodies, Body, Composite, Constraint } = matter;
const air = { frictionAir: 0 };

const rectangle = (m) => (m * (100 ** 2 + 20 ** 2)) / 12;
const squares = [-50, 50].map((x) => Bodies.rectangle(x, 0, 20, 20));
for (const [name, body, truth, factor] of [
  ["rectangle of 100 x 20", Bodies.rectangle(0, 0, 100, 20), rectangle, 4],
  ["regular 60-gon of radius 30", Bodies.polygon(0, 0, 60, 30), (m) => (m * 900) / 2, 4],
  ["two squares of 20, 100 apart", Body.create({ parts: squares }), (m) => m * (50 ** 2 + 800 / 12), 0.104],
]) {
  const found = body.inertia / truth(body.mass);
  console.log(`${name}: inertia ${body.inertia.toFixed(0)}, ${found.toFixed(3)} times that of the shape`);
  assert.ok(Math.abs(found / factor - 1) < 0.02);
}

// A rod of 100 pixels, hinged at its end, from 0.1 rad: times of passing through the vertical.
const [g, length, h] = [981, 100, 1];
const engine = Engine.create({ gravity: { x: 0, y: 1, scale: g / 1e6 } });
const rod = Bodies.rectangle(0, length / 2, 4, length, air);
Composite.add(engine.world, [
  rod,
  Constraint.create({ pointA: { x: 0, y: 0 }, bodyB: rod, pointB: { x: 0, y: -length / 2 }, length: 0, stiffness: 1 }),
]);
Body.rotate(rod, 0.1, { x: 0, y: 0 });
const crossings = [];
let before = rod.angle;
for (let i = 1; i <= 8000; i++) {
  Engine.update(engine, h);
  if (before > 0 && rod.angle <= 0) crossings.push(((i - rod.angle / (rod.angle - before)) * h) / 1000);
  before = rod.angle;
}
const period = (crossings.at(-1) - crossings[0]) / (crossings.length - 1);
const said = (times) => 2 * Math.PI * Math.sqrt((length * (times / 12 + 1 / 4)) / (g / 2));
console.log(`hinged rod: period ${period.toFixed(3)} s, truly ${said(1).toFixed(3)} s; with four times the inertia ${said(4).toFixed(3)} s`);
assert.ok(Math.abs(period / said(4) - 1) < 0.01 && period > 1.3 * said(1));
JS
node "$work/run.mjs"
