#!/usr/bin/env bash
# geolib 3.3.14
#
# Expected: getSpeed is the distance over the time of two fixes and getPathLength the length of a track, as exact as the fixes.
#   getDistance rounds to a metre, as documented, and to a millimetre if it is asked to.
# Seen: getSpeed and getPathLength round every single distance to a whole metre. At ten fixes a second all speeds are multiples
#   of 10 m/s: whoever walks at 1.4 m/s has speed 0 and has gone 0 m after a minute, whoever cycles at 6 m/s has speed 10 and a
#   path of 600 m instead of 360. Asked for millimetres, getDistance still knows no other short distances than 0, 0.095, 0.134,
#   0.165, ... m: 0.09 m are 0, 0.14 m are 0.095. Only getPreciseDistance(a, b, 0.001), handed over as distance function, is right.
# Why it matters: speeds, lengths and energies of tracks are wrong by up to 100 %, without a word, and the more often the receiver
#   fixes the worse.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error geolib@3.3.14 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { getDistance, getPathLength, getPreciseDistance, getSpeed } from "geolib";

const precise = (a, b) => getPreciseDistance(a, b, 0.001);
const degree = 111_267; // m, of latitude about 51 degrees, WGS 84

/** A minute of steady motion to the north, a fix every `every` s. */
function track(speed, every) {
  const fix = (_, i) => ({ latitude: 51 + (speed * every * i) / degree, longitude: 7, time: 1.7e12 + Math.round(1000 * every * i) });
  return Array.from({ length: Math.round(60 / every) + 1 }, fix);
}

for (const [speed, every, seen] of [
  [1.4, 0.1, 0],
  [4, 0.1, 0],
  [6, 0.1, 10],
  [14, 0.1, 10],
  [1.4, 1, 1],
  [1.6, 1, 2],
]) {
  const fixes = track(speed, every);
  const speeds = new Set(fixes.slice(1).map((fix, i) => getSpeed(fixes[i], fix)));
  const length = getPathLength(fixes);
  const [right, way] = [getSpeed(fixes[0], fixes[1], precise), getPathLength(fixes, precise)];
  const what = `${speed} m/s, a fix every ${every} s`;
  console.log(`${what}: speed ${[...speeds].join(", ")} m/s, path ${length} m; by precise distances ${right.toFixed(2)} m/s, ${way.toFixed(1)} m`);
  assert.deepEqual([...speeds], [seen]);
  assert.equal(length, 60 * seen);
  assert.ok(Math.abs(right / speed - 1) < 0.01 && Math.abs(way / (60 * speed) - 1) < 0.01);
}

for (const [metres, seen] of [
  [0.05, 0],
  [0.09, 0],
  [0.12, 0.134],
  [0.14, 0.095],
]) {
  const [a, b] = [0, metres / degree].map((up) => ({ latitude: 51 + up, longitude: 7 }));
  const [found, right] = [getDistance(a, b, 0.001), precise(a, b)];
  console.log(`${metres} m, to the millimetre: getDistance ${found} m, getPreciseDistance ${right} m`);
  assert.ok(found === seen && right === metres);
}
JS
node "$work/run.mjs"
