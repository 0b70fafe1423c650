#!/usr/bin/env bash
# nmea-simple 3.3.0, gps 0.9.0 (as the truth)
#
# Expected: the sentences of one fix have one time. NMEA 0183 leaves the number of decimals of seconds to the receiver; one, two
#   and three are all in use.
# Seen: GGA, GLL, GNS and ZDA keep any decimals. RMC, the sentence with the date and the speed, keeps them only if they are
#   exactly two; with one or three they are dropped without a word.
# Why it matters: of a receiver that gives ten fixes a second as hhmmss.s or hhmmss.sss, ten speeds share one instant and are up
#   to 0.9 s older than the positions of the same fix; motion stands still and then jumps once a second.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error nmea-simple@3.3.0 gps@0.9.0 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import GPS from "gps";
import { parseNmeaSentence } from "nmea-simple";

function sentence(body) {
  let sum = 0;
  for (const letter of body) sum ^= letter.charCodeAt(0);
  return `$${body}*${sum.toString(16).toUpperCase().padStart(2, "0")}`;
}
const place = "4807.0380,N,01131.0000,E";
const kinds = {
  RMC: (time) => `GPRMC,${time},A,${place},022.4,084.4,230324,003.1,W`,
  GGA: (time) => `GPGGA,${time},${place},1,08,0.9,545.4,M,46.9,M,,`,
  GLL: (time) => `GPGLL,${place},${time},A`,
  ZDA: (time) => `GPZDA,${time},23,03,2024,00,00`,
};

for (const [decimals, kept] of [
  [1, false],
  [2, true],
  [3, false],
]) {
  for (const [kind, body] of Object.entries(kinds)) {
    const texts = Array.from({ length: 10 }, (_, i) => sentence(body(`1200${(7 + i / 10).toFixed(decimals).padStart(3 + decimals, "0")}`)));
    const seconds = (date) => date.getUTCSeconds() + date.getUTCMilliseconds() / 1000;
    const found = texts.map(parseNmeaSentence).map(({ datetime, time }) => seconds(datetime ?? time));
    const other = texts.map((text) => seconds(GPS.Parse(text).time));
    console.log(`${kind}, ${decimals} decimals: ${found.join(" ")}`);
    const truth = Array.from({ length: 10 }, (_, i) => (70 + i) / 10);
    assert.deepEqual(other, truth);
    assert.deepEqual(found, kind === "RMC" && !kept ? truth.map(Math.floor) : truth);
  }
}
JS
node "$work/run.mjs"
