#!/usr/bin/env bash
# kalman-filter 2.3.0
#
# Expected: an observation [null] is one that was missed: the filter predicts and does not correct, or refuses, as it
#   does for undefined and NaN. Its README shows missing values among the examples.
# Seen: null is taken for a measured 0 at full weight, without a word. A marker at rest at 5 m is estimated at 0.05 m in
#   the row of the gap, and with a model of constant speed it then moves at 3.4 m/s and takes half a second to come back.
# Why it matters: JSON has no other word for a frame in which the marker was lost, and JSON.stringify makes it of NaN.
#   Every gap is a jump to the origin with a velocity of its own.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error kalman-filter@2.3.0 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import kalman from "kalman-filter";

const { KalmanFilter } = kalman;
const rest = Array.from({ length: 30 }, () => [5]);
const gap = JSON.parse(JSON.stringify(rest.with(15, [Number.NaN])));
const observation = { name: "sensor", sensorDimension: 1, sensorCovariance: [0.01] };
const still = new KalmanFilter({ observation }).filterAll(gap);
const dynamic = { name: "constant-speed", timeStep: 0.1, covariance: [0.01, 0.01] };
const moving = new KalmanFilter({ observation, dynamic }).filterAll(gap);
console.log(`observed ${gap.slice(14, 18).map(([x]) => x).join(", ")}`);
console.log(`constant position: ${still.slice(14, 18).map(([x]) => x.toFixed(2)).join(", ")}`);
const said = moving.slice(14, 27).map(([x, v]) => `${x.toFixed(2)} (${v.toFixed(2)})`);
console.log(`constant speed, with its velocity: ${said.join(", ")}`);
assert.ok(Math.abs(still[14][0] - 5) < 0.01 && still[15][0] < 0.1);
assert.ok(moving[15][0] < 2 && moving[15][1] < -3 && Math.abs(moving[14][1]) < 0.01);
const log = console.log;
console.log = () => {};
assert.throws(() => new KalmanFilter({ observation }).filterAll(rest.with(15, [Number.NaN])), /NaN/);
console.log = log;
console.log("NaN in its place is refused");
JS
node "$work/run.mjs"
