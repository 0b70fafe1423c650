#!/usr/bin/env bash
# wave-resampler 1.0.0
#
# Expected: resample(samples, 1000, 100) gives the values at 0, 10, 20 ms and so on: sample i of the result is that of
#   the time i/100 s.
# Seen: N samples are laid evenly on the way from the first to the last, M of them with a step of (N - 1) / M instead
#   of the quotient of the rates: the result has another rate than the one asked for. From 100 to 120 Hz a record of 4
#   s is 0.25 % too slow, and its end 10 ms off; of 1 s from 100 to 1000 Hz 1 %. From 1000 to 100 Hz a sample is
#   missing besides, and it is 0.9 % too fast. The low-pass that is on by default lets a constant of 1 begin with
#   0.63, 1.08, 0.95.
# Why it matters: frequencies and periods are off by up to a percent and by another one in a record of another length
#   (2 % of g from a pendulum), and channels that were brought to one rate drift apart.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error wave-resampler@1.0.0 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import resampler from "wave-resampler";

const { resample } = resampler;
for (const [seconds, from, to, count] of [
  [4, 100, 120, 480],
  [1, 100, 1000, 1000],
  [4, 1000, 250, 1000],
  [1, 1000, 100, 99],
  [4, 1000, 100, 399],
]) {
  // The samples are their own times, so what comes out says where it was taken.
  const times = Array.from({ length: Math.round(seconds * from) }, (_, i) => i / from);
  const found = resample(times, from, to, { method: "linear", LPF: false });
  const rate = (to * (found[60] - found[10])) / 50;
  const late = 1000 * (found[found.length - 1] - (found.length - 1) / to);
  console.log(
    `${seconds} s, ${from} to ${to} Hz: ${found.length} samples, ${rate.toFixed(5)} times the interval of ${to} Hz apart, the last ${late.toFixed(2)} ms off`,
  );
  assert.equal(found.length, count);
  assert.ok(Math.abs(rate - (((times.length - 1) / count) * to) / from) < 1e-9);
  assert.ok(Math.abs(rate - 1) > 2e-4);
}
const start = Array.from(resample(new Array(1000).fill(1), 1000, 250).slice(0, 3));
console.log(`a constant of 1 begins with ${start.map((value) => value.toFixed(2)).join(", ")}`);
assert.ok(start[0] < 0.7 && start[1] > 1.05);
JS
node "$work/run.mjs"
