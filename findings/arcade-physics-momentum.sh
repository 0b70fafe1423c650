#!/usr/bin/env bash
# arcade-physics 0.1.0 (the physics of Phaser 3 without the game)
#
# Expected: bodies have a mass and a bounce; with bounce 1 a collision keeps energy and momentum, with bounce 0 both go on with the
#   velocity of their centre of mass.
# Seen: energy is kept, momentum only for equal masses. A body of 1 kg that hits one of 4 kg at rest stops dead and gives it half
#   its speed instead of bouncing back with 0.6 of it: momentum is doubled; with 100 kg it is ten times as much. With bounce 0 they
#   go on at 25 instead of 20. Circles of unequal masses do not bounce at all, whatever bounce says.
# Why it matters: masses that are learned from collisions come out as square roots: of 1 : 4 is left 1 : 2. A test that looks at
#   energy alone passes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error arcade-physics@0.1.0 >/dev/null
cat >"$work/run.cjs" <<'JS'
const assert = require("node:assert/strict");
const { ArcadePhysics } = require("arcade-physics");

/** Velocities after a central collision of masses m and M, the second at rest, the first at 100. */
function collided(masses, bounce, circles) {
  const physics = new ArcadePhysics({ width: 10000, height: 10000, fps: 60, gravity: { x: 0, y: 0 } });
  const bodies = masses.map((mass, i) => {
    const body = physics.add.body(100 + 100 * i, 100, 20, 20);
    if (circles) body.setCircle(10);
    body.setMass(mass).setBounce(bounce, bounce).setVelocity(100 * (1 - i), 0);
    return body;
  });
  physics.add.collider(...bodies);
  for (let i = 1; i <= 120; i++) {
    physics.world.update((i * 1000) / 60, 1000 / 60);
    physics.world.postUpdate();
  }
  return bodies.map((body) => body.velocity.x);
}

for (const [masses, bounce, circles, seen] of [
  [[1, 1], 1, false, [0, 100]],
  [[1, 4], 1, false, [0, 50]],
  [[4, 1], 1, false, [0, 200]],
  [[1, 100], 1, false, [0, 10]],
  [[1, 4], 0, false, [25, 25]],
  [[1, 4], 1, true, [20, 20]],
]) {
  const found = collided(masses, bounce, circles);
  const [m, M] = masses;
  const truth = [(100 * (m - bounce * M)) / (m + M), (100 * (1 + bounce) * m) / (m + M)];
  const momentum = (m * found[0] + M * found[1]) / (100 * m);
  const said = (velocities) => velocities.map((v) => v.toFixed(1)).join(" and ");
  console.log(`${m} kg on ${M} kg, bounce ${bounce}${circles ? ", circles" : ""}: ${said(found)}, should be ${said(truth)}; momentum times ${momentum.toFixed(2)}`);
  found.forEach((v, i) => assert.ok(Math.abs(v - seen[i]) < 1e-3));
}
JS
node "$work/run.cjs"
