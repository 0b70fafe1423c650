#!/usr/bin/env bash
# lpf 1.0.0
#
# Expected: smoothArray([...]), a low-pass filter of "integer|float" values, gives smoothed values, as next() does one
#   by one; the integers of its example are those of the example.
# Seen: every value but the first is rounded to a whole number. The filter itself goes on unrounded. A swing of 0.45 rad
#   becomes 0 throughout, one of 0.9 rad becomes -1, 0 and 1. The array that was given is overwritten. next() does not
#   round.
# Why it matters: in degrees or millimetres nothing is noticed; the same record in radians or metres is a staircase, and
#   the measured values are gone.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error lpf@1.0.0 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import filter from "lpf";

filter.smoothing = 0.5;
for (const amplitude of [0.45, 0.9, 52]) {
  const raw = Array.from({ length: 60 }, (_, i) => amplitude * Math.cos(i / 6));
  let value = raw[0];
  const truth = raw.map((current, i) => (i === 0 ? value : (value += filter.smoothing * (current - value))));
  const smoothed = filter.smoothArray(raw);
  const values = [...new Set(smoothed.slice(1).map((x) => x + 0))].sort((a, b) => a - b);
  const off = Math.max(...smoothed.slice(1).map((x, i) => Math.abs(x - truth[i + 1])));
  console.log(`amplitude ${amplitude}: ${values.length} different values (${values.slice(0, 3).join(", ")}, ...), off by up to ${off.toFixed(2)}`);
  assert.ok(values.every(Number.isInteger) && off <= 0.5 && off > 0.4);
  assert.equal(smoothed, raw);
  if (amplitude < 1) assert.deepEqual(values, amplitude < 0.5 ? [0] : [-1, 0, 1]);
}
const one = filter.next(0.45);
console.log(`next(0.45): ${one}`);
assert.ok(!Number.isInteger(one));
JS
node "$work/run.mjs"
