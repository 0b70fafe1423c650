#!/usr/bin/env bash
# @we-gold/gpxjs 1.2.0, gpxparser 3.0.8, xmldom-qsa 1.1.3
#
# Expected: two segments of a track, between which there was no reception or the device was off (this is what the format
#   has segments for), stay two: distance, climb and duration are those within them, or the place of the break is told.
# Seen: both packages join them. The 10 km that nobody recorded count as moved, the fall between the ends as descent;
#   the points say nothing of the break. gpxjs loses the last interval besides: its endTime is the time of the last
#   but one point, and its cumulative times are a row late.
# Why it matters: a flight or a ride with a break is one motion with a jump at hundreds of metres per second, and
#   whoever fits it has no means of seeing where. From the cumulative times speeds are those of the interval before.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error \
  @we-gold/gpxjs@1.2.0 gpxparser@3.0.8 xmldom-qsa@1.1.3 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { parseGPXWithCustomParser } from "@we-gold/gpxjs";
import GpxParser from "gpxparser";
import { DOMParser } from "xmldom-qsa";

/** Eleven points to the north at 11.12 m/s, climbing by 2 m every 10 s. */
const segment = (latitude, start) => {
  const points = Array.from({ length: 11 }, (_, i) => {
    const time = new Date(start + 10000 * i).toISOString();
    return `<trkpt lat="${(latitude + i / 1000).toFixed(6)}" lon="8"><ele>${500 + 2 * i}</ele><time>${time}</time></trkpt>`;
  });
  return `<trkseg>${points.join("")}</trkseg>`;
};
const document = (segments) =>
  `<?xml version="1.0"?><gpx version="1.1" creator="test" xmlns="http://www.topografix.com/GPX/1/1"><trk>${segments}</trk></gpx>`;
const start = Date.UTC(2024, 0, 1, 10);

function gpxjs(text) {
  const parsed = parseGPXWithCustomParser(text, (xml) => new DOMParser().parseFromString(xml, "text/xml"));
  const [{ distance, duration, elevation }] = parsed[0].tracks;
  return { metres: distance.total, fall: elevation.negative, duration };
}
function gpxparser(text) {
  const parser = new GpxParser();
  parser.parse(text);
  const [{ distance, elevation }] = parser.tracks;
  return { metres: distance.total, fall: elevation.neg };
}

const one = document(segment(47, start));
const two = document(segment(47, start) + segment(47.1, start + 3600000));
for (const [name, read] of Object.entries({ gpxjs, gpxparser })) {
  const [single, both] = [one, two].map(read);
  console.log(`${name}: one segment ${single.metres.toFixed(0)} m, two of that length ${both.metres.toFixed(0)} m, down ${both.fall} m`);
  assert.ok(Math.abs(single.metres - 1112) < 1 && both.metres > 12000 && both.fall === 20);
}
const { duration } = gpxjs(one);
const { totalDuration, endTime, cumulative } = duration;
console.log(`gpxjs: 100 s are ${totalDuration} s, until ${endTime.toISOString()}; cumulative ${cumulative.map((ms) => ms / 1000).join(" ")}`);
assert.equal(totalDuration, 90);
assert.equal(endTime.getTime(), start + 90000);
assert.deepEqual(cumulative.slice(0, 3), [0, 0, 10000]);
JS
node "$work/run.mjs"
