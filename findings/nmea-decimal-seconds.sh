#!/usr/bin/env bash
# nmea-simple 3.3.0, @signalk/nmea0183-signalk 3.20.1, gps 0.9.0 (as the truth)
#
# Expected: the sentences of one fix have one time. NMEA 0183 leaves the number of decimals of seconds to the
#   receiver; one, two and three are all in use.
# Seen: nmea-simple keeps any decimals of GGA, GLL and ZDA, but those of RMC, the sentence with date and speed, only
#   if they are exactly two. The parser of Signal K keeps those of RMC and drops those of GGA and GLL. Neither says
#   so.
# Why it matters: of a receiver of ten fixes a second ten speeds, or ten positions, share one instant, and positions
#   and speeds of one fix lie up to 0.9 s apart; motion stands still and jumps once a second.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error \
  nmea-simple@3.3.0 @signalk/nmea0183-signalk@3.20.1 gps@0.9.0 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import SignalK from "@signalk/nmea0183-signalk";
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
};
const seconds = (date) => date.getUTCSeconds() + date.getUTCMilliseconds() / 1000;
const signalk = new SignalK();
const readers = {
  gps: (text) => GPS.Parse(text).time,
  "nmea-simple": (text) => {
    const { datetime, time } = parseNmeaSentence(text);
    return datetime ?? time;
  },
  "Signal K": (text) => new Date(signalk.parse(text).updates[0].timestamp),
};
const cut = {
  gps: () => false,
  "nmea-simple": (kind, decimals) => kind === "RMC" && decimals !== 2,
  "Signal K": (kind) => kind !== "RMC",
};

const truth = Array.from({ length: 10 }, (_, i) => (70 + i) / 10);
for (const [name, read] of Object.entries(readers)) {
  for (const decimals of [1, 2, 3]) {
    for (const [kind, body] of Object.entries(kinds)) {
      const times = truth.map((second) => `1200${second.toFixed(decimals).padStart(3 + decimals, "0")}`);
      const found = times.map((time) => seconds(read(sentence(body(time)))));
      console.log(`${name}, ${kind} with ${decimals} decimals: ${found.join(" ")}`);
      assert.deepEqual(found, cut[name](kind, decimals) ? truth.map(Math.floor) : truth);
    }
  }
}
JS
node "$work/run.mjs"
