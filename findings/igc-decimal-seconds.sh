#!/usr/bin/env bash
# igc-parser 2.0.0
#
# Expected: the extension TDS, the decimals of the seconds in the IGC format, goes into the time of a fix, as LAD and
#   LOD, the further decimals of the place, go into its latitude and longitude.
# Seen: LAD and LOD do, TDS does not: of five fixes a second timestamp and time are the same whole second, five times.
#   The decimals stand among the extensions as text.
# Why it matters: speeds between fixes are 0/0 four times of five, or five times too large at the change of the second;
#   a reader that leaves out rows whose time does not ascend keeps one of five.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error igc-parser@2.0.0 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import igc from "igc-parser";

// After the 35 bytes of a fix stand LAD, LOD (a further decimal of the minutes each) and TDS (tenths of a second).
const fixes = Array.from({ length: 10 }, (_, i) => {
  const [second, tenth] = [Math.floor(i / 5), (2 * i) % 10];
  return `B12000${second}4730123N00830456EA0050000550${i}${i}${tenth}`;
});
const file = ["AXXX001test", "HFDTE010124", "I033636LAD3737LOD3838TDS", ...fixes].join("\r\n");
const read = igc.parse(file).fixes;
read.forEach(({ timestamp, latitude, extensions }, i) => {
  const time = new Date(timestamp).toISOString().slice(11);
  console.log(`written 12:00:0${(i / 5).toFixed(1)}: ${time}, TDS "${extensions.TDS}", latitude ${latitude.toFixed(7)}`);
});
const steps = read.slice(1).map(({ timestamp }, i) => timestamp - read[i].timestamp);
assert.deepEqual(steps, [0, 0, 0, 0, 1000, 0, 0, 0, 0]);
assert.ok(read.every(({ latitude }, i) => Math.abs(latitude - (47 + (30.123 + i / 10000) / 60)) < 1e-9));
assert.deepEqual(read.map(({ extensions }) => extensions.TDS), ["0", "2", "4", "6", "8", "0", "2", "4", "6", "8"]);
JS
node "$work/run.mjs"
