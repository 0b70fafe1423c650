#!/usr/bin/env bash
# cannon-es 0.20.0
#
# Expected: a Spring made with damping: 0 does not damp.
# Seen: it has the default damping of 1 N s/m. Zero is taken for "not given"; 1e-9 is kept. A mass of 1 kg on it loses
#   its swing at 0.5 per s (amplitude), that of 1e-9 loses nothing.
# Why it matters: the record of a spring "without friction" decays as a clean viscous law with a round coefficient. It
#   looks like a measured friction, or a learner that finds it looks wrong.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error cannon-es@0.20.0 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { Body, Sphere, Spring, Vec3, World } from "cannon-es";

const [mass, stiffness, rest, h] = [1, 40, 2, 1 / 240];

/** What the spring says its damping is, and the decay of a swing's amplitude [1/s] in 20 s. */
function swing(damping) {
  const world = new World();
  const wall = new Body({ mass: 0 });
  const bob = new Body({ mass, shape: new Sphere(0.1), position: new Vec3(rest + 0.5, 0, 0), linearDamping: 0 });
  world.addBody(wall);
  world.addBody(bob);
  const spring = new Spring(wall, bob, { restLength: rest, stiffness, damping });
  const x = [];
  for (let i = 0; i < 20 / h; i++) {
    spring.applyForce();
    world.step(h);
    x.push(bob.position.x - rest);
  }
  const peaks = x.flatMap((b, i) => (i > 0 && b > x[i - 1] && b >= x[i + 1] ? [[i * h, b]] : []));
  const [[t0, a0], [t1, a1]] = [peaks[0], peaks.at(-1)];
  return { kept: spring.damping, decay: Math.log(a0 / a1) / (t1 - t0) };
}

for (const given of [0, 1e-9]) {
  const { kept, decay } = swing(given);
  console.log(`damping ${given}: the spring has ${kept} N s/m, amplitude decays at ${decay.toFixed(4)} per s`);
  assert.equal(kept, given || 1);
  assert.ok(Math.abs(decay - kept / (2 * mass)) < 0.01);
}
JS
node "$work/run.mjs"
