#!/usr/bin/env bash
# matter-js 0.20.0
#
# Expected: matter-js steps by Verlet; with frictionAir: 0 a pendulum on a stiff Constraint keeps its energy to a few
#   per cent, and a shorter step makes it better by the square.
# Seen: at 1/60 s it loses all of it within a minute, at 1/240 s still 89 %. The law is viscous at small angles, at g
#   h / L per s at 1/60 s (0.16 per s for 1 m), with a cubic term above; the rate falls only in proportion to the
#   step.
# Why it matters: "air friction off" does not make a conservative record. The rate of loss contains gravity and
#   length, so pendulums of several lengths seem to have friction that depends on length.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error matter-js@0.20.0 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import matter from "matter-js";

const { Engine, Bodies, Composite, Constraint } = matter;
const [g, pixels] = [9.81, 100];

/** Turning points [s, rad] of a pendulum of `length` m without air friction, from 60 degrees for 60 s. */
function turns(length, h) {
  const engine = Engine.create({ gravity: { x: 0, y: 1, scale: (g * pixels) / 1e6 } });
  const [x, y] = [Math.sin(Math.PI / 3), Math.cos(Math.PI / 3)].map((part) => part * length * pixels);
  const bob = Bodies.circle(x, y, 10, { frictionAir: 0 });
  const arm = Constraint.create({ pointA: { x: 0, y: 0 }, bodyB: bob, length: length * pixels, stiffness: 1 });
  Composite.add(engine.world, [bob, arm]);
  const found = [[0, Math.PI / 3]];
  let [a, b] = [Math.PI / 3, Math.PI / 3];
  for (let i = 1; i <= 60 / h; i++) {
    Engine.update(engine, h * 1000);
    const c = Math.atan2(bob.position.x, bob.position.y);
    if ((b - a) * (c - b) < 0) found.push([i * h, Math.abs(b - (a - c) ** 2 / (8 * (a - 2 * b + c)))]);
    [a, b] = [b, c];
  }
  return found;
}

const energy = (angle) => 1 - Math.cos(angle);
for (const [rate, least] of [
  [60, 0.999],
  [240, 0.85],
]) {
  const found = turns(1, 1 / rate);
  const lost = 1 - energy(found.at(-1)[1]) / energy(found[0][1]);
  console.log(`1/${rate} s: ${(100 * lost).toFixed(2)} % lost in 60 s`);
  assert.ok(lost > least);
}
for (const length of [1, 2]) {
  const small = turns(length, 1 / 60).filter(([, angle]) => angle < 0.2);
  const rate = (2 * Math.log(small[0][1] / small.at(-1)[1])) / (small.at(-1)[0] - small[0][0]);
  const said = g / 60 / length;
  console.log(`${length} m: small swings lose ${rate.toFixed(4)} per s, g h / L is ${said.toFixed(4)}`);
  assert.ok(Math.abs(rate / said - 1) < 0.08);
}
JS
node "$work/run.mjs"
