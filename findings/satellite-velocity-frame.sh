#!/usr/bin/env bash
# satellite.js 7.1.0
#
# Expected: eciToEcf(velocity, gmst), which the documentation of dopplerFactor leads to, gives the velocity in the
#   rotating frame: the derivative of the positions that eciToEcf gives.
# Seen: it only turns the vector. omega x r is missing: up to 0.5 km/s of 7.7 on a low orbit, and the speed is that in
#   inertial space. dopplerFactor takes just this vector for right: it adds the missing term itself, and with the true
#   velocity it is wrong.
# Why it matters: positions and velocities of one row belong to two frames. A learner of (q, dq/dt) finds a force that
#   grows with the distance from the axis; differences of positions look 6 % off and the velocities get the blame.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error satellite.js@7.1.0 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import * as sat from "satellite.js";

const { dopplerFactor, eciToEcf, ecfToLookAngles, geodeticToEcf, gstime, propagate } = sat;

const satellite = sat.twoline2satrec(
  "1 25544U 98067A   19156.50900463  .00003075  00000-0  59442-4 0  9992",
  "2 25544  51.6433  59.2583 0008217  16.4489 347.6017 15.51174618173442",
);
const place = { longitude: sat.degreesToRadians(8), latitude: sat.degreesToRadians(48), height: 0.3 };
const light = 299792.458;

function at(time) {
  const { position, velocity } = propagate(satellite, new Date(time));
  const angle = gstime(new Date(time));
  const fixed = eciToEcf(position, angle);
  return { fixed, turned: eciToEcf(velocity, angle), range: ecfToLookAngles(place, fixed).rangeSat };
}
const minus = (a, b) => ({ x: a.x - b.x, y: a.y - b.y, z: a.z - b.z });
const size = ({ x, y, z }) => Math.hypot(x, y, z);

for (const minutes of [0, 15, 30]) {
  const time = Date.UTC(2019, 5, 5, 12, 20 + minutes);
  const [before, now, after] = [at(time - 500), at(time), at(time + 500)];
  const truth = minus(after.fixed, before.fixed);
  const missing = minus(now.turned, truth);
  const expected = { x: -7.292115e-5 * now.fixed.y, y: 7.292115e-5 * now.fixed.x, z: 0 };
  const receding = after.range - before.range;
  const doppler = (velocity) => (1 - dopplerFactor(geodeticToEcf(place), now.fixed, velocity)) * light;
  const told = [now.turned, truth, missing].map((vector) => size(vector).toFixed(3));
  console.log(`speed ${told[0]} km/s, of the positions ${told[1]}; difference ${told[2]} km/s`);
  const rates = [receding, doppler(now.turned), doppler(truth)].map((rate) => rate.toFixed(3));
  console.log(`  range grows by ${rates[0]} km/s; Doppler says ${rates[1]}, with the true velocity ${rates[2]}`);
  assert.ok(size(missing) > 0.25 && size(minus(missing, expected)) < 0.005);
  assert.ok(Math.abs(doppler(now.turned) - receding) < 0.005 && Math.abs(doppler(truth) - receding) > 0.03);
}
JS
node "$work/run.mjs"
