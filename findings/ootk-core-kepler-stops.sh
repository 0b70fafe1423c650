#!/usr/bin/env bash
# ootk-core 1.3.1
#
# Expected: ClassicalElements.propagate moves a body on its Kepler orbit: the true anomaly goes round by 2 pi in a
#   period.
# Seen: the true anomaly never leaves the radian before and the radian after perigee: the body stands at +1 rad until
#   it is past apogee, jumps to -1 rad and stands there until it comes by; on a near circle that is two thirds of the
#   time. To propagate by no time at all moves a body at 2.76 rad back to 1 rad, 10,800 km. Near perigee it is right
#   to the millimetre.
# Why it matters: a test with a body at perigee passes. Two thirds of a made record of a planet or satellite are rest
#   and a jump; the energy is right at every row.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error ootk-core@1.3.1 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { ClassicalElements, EpochUTC } from "ootk-core";

const [mu, a, e] = [398600.4415, 7000, 0.01];
const period = 2 * Math.PI * Math.sqrt(a ** 3 / mu);
const epoch = (seconds) => EpochUTC.fromDateTime(new Date(Date.UTC(2024, 5, 15) + 1000 * seconds));
const turn = 2 * Math.PI;
const orbit = (trueAnomaly) =>
  new ClassicalElements({ epoch: epoch(0), semimajorAxis: a, eccentricity: e, inclination: 0.9, rightAscension: 1, argPerigee: 2, trueAnomaly, mu });

/** The true anomaly [rad, -pi to pi] at a share of the period after perigee. */
function truth(share) {
  let anomaly = turn * share;
  for (let i = 0; i < 50; i++) anomaly = turn * share + e * Math.sin(anomaly);
  return 2 * Math.atan(Math.sqrt((1 + e) / (1 - e)) * Math.tan(anomaly / 2));
}
/** The angle between -pi and pi. */
const wrap = (angle) => angle - turn * Math.round(angle / turn);

for (let i = 0; i < 20; i++) {
  const share = (i + 0.25) / 20;
  const seconds = Math.round(1000 * period * share) / 1000;
  const moved = orbit(0).propagate(epoch(seconds));
  const [found, right] = [wrap(moved.trueAnomaly), truth(seconds / period)];
  console.log(`${share.toFixed(4)} of the period: true anomaly ${found.toFixed(4)}, truly ${right.toFixed(4)} rad`);
  assert.ok(Math.abs(found - Math.max(-1, Math.min(1, right))) < 1e-5);
}
const [before, after] = [orbit(2.76), orbit(2.76).propagate(epoch(0))];
const [p, q] = [before, after].map((elements) => elements.toPositionVelocity().position);
const moved = Math.hypot(p.x - q.x, p.y - q.y, p.z - q.z);
console.log(`by 0 s from 2.76 rad: to ${after.trueAnomaly} rad, ${moved.toFixed(0)} km away`);
assert.equal(after.trueAnomaly, 1);
assert.ok(moved > 10000);
JS
node "$work/run.mjs"
