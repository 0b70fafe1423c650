#!/usr/bin/env bash
# ahrs 1.3.3
#
# Expected: as documented, sampleInterval is in Hz: 100 for a sensor of 100 Hz (the default, 20, for one of 20 Hz).
# Seen: it is in milliseconds. With 100 a turn of 0.5 rad in a second comes out as 5.0 rad; only 10 is right. Its own
#   debugging section takes "20" for 50 ms, the third reading.
# Why it matters: angles are too large by the square of (rate / 31.6 Hz), against which the accelerometer pulls back:
#   the fused angle looks like an overshooting, damped motion.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error ahrs@1.3.3 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import AHRS from "ahrs";

/** The turn [rad] about the vertical after 1 s at 0.5 rad/s, from a gyroscope of 100 Hz. */
function turn(sampleInterval) {
  const filter = new AHRS({ sampleInterval, algorithm: "Mahony", kp: 0, ki: 0 });
  for (let i = 0; i < 100; i++) filter.update(0, 0, 0.5, 0, 0, 1);
  const { z, w } = filter.getQuaternion();
  return 2 * Math.atan2(z, w);
}

for (const [interval, expected] of [
  [100, 5],
  [10, 0.5],
]) {
  const found = turn(interval);
  console.log(`sampleInterval ${interval}: ${found.toFixed(3)} rad, truly 0.5`);
  assert.ok(Math.abs(found - expected) < 0.01);
}
JS
node "$work/run.mjs"
