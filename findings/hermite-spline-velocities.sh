#!/usr/bin/env bash
# cubic-hermite-spline 1.0.1
#
# Expected: with knots, "which may be useful to enforce time at control points when used for position / velocity
#   interpolation", the positions are exact for a cubic motion and the derivative is its velocity; at a knot it is the
#   tangent that was given there.
# Seen: positions are exact. The derivative is multiplied by the length of the interval: at 100 Hz velocities are 100
#   times too small, at a knot 0.02 where 2 was given; with unequal steps they jump at the knots. Only with knots
#   1 apart it is right. Without knots, t = 1, the end of the documented range, is NaN.
# Why it matters: position and velocity of one resampled record do not belong together, by a factor that looks like a
#   unit, or, with irregular times, like noise of the velocity at every sample.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error cubic-hermite-spline@1.0.1 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import hermite from "cubic-hermite-spline";

const [position, velocity] = [(t) => t ** 3 - 2 * t + 1, (t) => 3 * t ** 2 - 2];
for (const knots of [
  [0, 1, 2],
  [0, 0.01, 0.02],
  [0, 0.1, 1],
]) {
  const [points, tangents] = [position, velocity].map((f) => knots.map((t) => [f(t)]));
  const [first, second] = knots.slice(1).map((end, i) => end - knots[i]);
  let [off, scaled] = [0, 0];
  for (let i = 0; i <= 100; i++) {
    const t = (knots[2] * i) / 100;
    const step = t <= knots[1] ? first : second;
    off = Math.max(off, Math.abs(hermite(t, points, tangents, knots)[0] - position(t)));
    scaled = Math.max(scaled, Math.abs(hermite(t, points, tangents, knots, true)[0] - step * velocity(t)));
  }
  const found = hermite(0, points, tangents, knots, true)[0];
  console.log(`knots ${knots.join(", ")}: positions off by ${off.toExponential(0)}; velocity at 0 ${found}, given ${tangents[0][0]}`);
  assert.ok(off < 1e-12 && scaled < 1e-12);
  assert.equal(found, first * velocity(0));
}
const end = hermite(1, [[0], [1], [2]], [[1], [1], [1]])[0];
console.log(`without knots, at t = 1: ${end}`);
assert.ok(Number.isNaN(end));
JS
node "$work/run.mjs"
