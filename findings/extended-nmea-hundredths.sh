#!/usr/bin/env bash
# extended-nmea 2.1.3
#
# Expected: the seconds of a sentence are read as the decimal number that they are, 120000.25 as a quarter of a second after noon,
#   or sentences with another number of decimals than three are refused.
# Seen: two decimals are taken for milliseconds: 120000.25 is noon and 25 ms, 120000.90 noon and 90 ms; the sentence is valid. Three
#   decimals and none are right, one is refused.
# Why it matters: of a receiver with ten fixes a second nine intervals of ten are 10 ms long instead of 100 and the tenth 910 ms:
#   speeds from places and times are ten times too high, in bursts.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error extended-nmea@2.1.3 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { createRequire } from "node:module";

const { Decoder } = createRequire(import.meta.url)("extended-nmea");

function sentence(body) {
  let sum = 0;
  for (const letter of body) sum ^= letter.charCodeAt(0);
  return `$${body}*${sum.toString(16).toUpperCase().padStart(2, "0")}\r\n`;
}
const place = "4807.0380,N,01131.0000,E";
const kinds = {
  RMC: (time) => `GPRMC,${time},A,${place},022.4,084.4,230324,003.1,W`,
  GGA: (time) => `GPGGA,${time},${place},1,08,0.9,545.4,M,46.9,M,,`,
};
const truth = Array.from({ length: 11 }, (_, i) => 7000 + 100 * i); // ms
for (const [kind, body] of Object.entries(kinds)) {
  for (const decimals of [3, 2]) {
    const found = truth.map((time) => {
      const read = Decoder.decode(sentence(body(`1200${(time / 1000).toFixed(decimals).padStart(3 + decimals, "0")}`)));
      assert.equal(read.valid, true);
      return read.time.totalMilliseconds - 43_200_000;
    });
    console.log(`${kind} with ${decimals} decimals: ${found.join(" ")} ms after noon, in the file ${truth.join(" ")}`);
    const seen = decimals === 3 ? truth : truth.map((time) => Math.floor(time / 1000) * 1000 + (time % 1000) / 10);
    assert.deepEqual(found, seen);
  }
  assert.throws(() => Decoder.decode(sentence(body("120007.5"))).time);
}
JS
node "$work/run.mjs"
