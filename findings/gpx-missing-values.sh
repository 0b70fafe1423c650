#!/usr/bin/env bash
# @tmcw/togeojson 7.1.3, gpx-parse 0.10.4
#
# Expected: where a point of a track lacks its height or its time, which GPX allows, the reader says so at that point: null,
#   undefined, NaN.
# Seen: togeojson leaves the time out of its list and takes the next one instead: times[i] is that of point i only before the first
#   gap, after it that of a later point, and the list is shorter than the coordinates. gpx-parse gives a missing height as -1,
#   which is a height, in m.
# Why it matters: after one gap every speed of the track but those beside the gap looks right, while positions are a fix too late
#   against whatever else was recorded; heights of -1 are cliffs of hundreds of metres and energies of a fall.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error \
  @tmcw/togeojson@7.1.3 @xmldom/xmldom@0.9.8 gpx-parse@0.10.4 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { gpx as toGeoJson } from "@tmcw/togeojson";
import { DOMParser } from "@xmldom/xmldom";

const gpxParse = createRequire(import.meta.url)("gpx-parse");
const times = Array.from({ length: 6 }, (_, i) => new Date(Date.UTC(2024, 2, 23, 12, 0, i)).toISOString());
const points = times.map((time, i) => {
  const height = i === 3 ? "" : `<ele>${250 + i}</ele>`;
  return `<trkpt lat="${(51 + i * 1e-4).toFixed(4)}" lon="7">${height}${i === 2 ? "" : `<time>${time}</time>`}</trkpt>`;
});
const text =
  `<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="example">` +
  `<trk><trkseg>${points.join("")}</trkseg></trk></gpx>`;

const [{ geometry, properties }] = toGeoJson(new DOMParser().parseFromString(text, "text/xml")).features;
const found = properties.coordinateProperties.times;
geometry.coordinates.forEach(([, latitude], i) => {
  const truth = i === 2 ? "none" : times[i].slice(17, 19);
  console.log(`togeojson, point ${i} at ${latitude}: second ${found[i]?.slice(17, 19) ?? "none"}, in the file ${truth}`);
});
assert.equal(geometry.coordinates.length, 6);
assert.deepEqual(found, times.filter((_, i) => i !== 2));

const data = await new Promise((resolve, reject) => gpxParse.parseGpx(text, (error, result) => (error ? reject(error) : resolve(result))));
const heights = data.tracks[0].segments[0].map(({ elevation }) => elevation);
console.log(`gpx-parse, heights: ${heights.join(" ")}; in the file 250 251 252 none 254 255`);
assert.deepEqual(heights, [250, 251, 252, -1, 254, 255]);
JS
node "$work/run.mjs"
