#!/usr/bin/env bash
# seisplotjs 3.2.2
#
# Expected: the envelope of a steady sine is its amplitude, constant but for the ends; the Hilbert transform turns it by a quarter
#   of a period and has a gain near 1 in the band that is documented, 0.05 to 0.95 of half the rate.
# Seen: hilbert() comes ten samples late, is 20 samples longer and starts at the time of the record; envelope() adds its squares to
#   those of the record as they stand. So the envelope of a sine of amplitude 1 at 100 Hz swings from 0.02 to 1.32 if it has
#   2.5 Hz, from 0.22 to 1.39 if it has 7 Hz and from 0.89 to 1 if it has 10 Hz. Shifted back by ten samples, the transform is the
#   right one with a gain of 0.87 to 1.13 over the band.
# Why it matters: decay rates and amplitudes are read from envelopes. Beats that nobody measured appear in a steady vibration.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error seisplotjs@3.2.2 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";

// The package defines elements of a page when it is loaded; outside of browsers empty classes will do.
for (const name of ["HTMLElement", "HTMLDivElement", "HTMLTableElement"]) globalThis[name] = class {};
globalThis.customElements = { define() {}, get() {} };
globalThis.document = { createElement: () => ({}) };
const { filter, luxon, seismogram, seismogramsegment } = await import("seisplotjs");

const [rate, count] = [100, 2000];
const start = luxon.DateTime.fromISO("2024-01-01T00:00:00Z", { zone: "utc" });
const turn = (frequency, i) => (2 * Math.PI * frequency * i) / rate;

for (const [frequency, low, high, gain] of [
  [2.5, 0.02, 1.32, 0.868],
  [5, 1, 1.131, 1.131],
  [7, 0.22, 1.39, 0.99],
  [10, 0.89, 1, 0.88],
  [15, 1, 1.124, 1.124],
  [20, 0.88, 1, 0.87],
]) {
  const values = Float32Array.from({ length: count }, (_, i) => Math.sin(turn(frequency, i) + 0.3));
  const record = new seismogram.Seismogram(new seismogramsegment.SeismogramSegment(values, rate, start));
  const envelope = filter.envelope(record).y.slice(500, 1500);
  const [least, most] = [Math.min(...envelope), Math.max(...envelope)];
  const transformed = filter.hilbert(record);
  // By projection on whole periods: what a transform that is `late` samples late has of -cos, the true transform, and of sin.
  const parts = (late) => {
    const sums = [0, 0];
    for (let i = 500; i < 1500; i++) {
      const phase = turn(frequency, i) + 0.3;
      sums[0] -= (transformed.y[i + late] * Math.cos(phase)) / 500;
      sums[1] += (transformed.y[i + late] * Math.sin(phase)) / 500;
    }
    return sums;
  };
  const [right, wrong] = parts(10);
  const [asGiven] = parts(0);
  console.log(
    `${frequency} Hz: envelope ${least.toFixed(2)} to ${most.toFixed(2)}; transform ${transformed.y.length} samples, ` +
      `${asGiven.toFixed(3)} of the true one at its time, ${right.toFixed(3)} ten samples later`,
  );
  assert.ok(Math.abs(least - low) < 0.01 && Math.abs(most - high) < 0.01 && Math.abs(right - gain) < 0.005 && Math.abs(wrong) < 1e-3);
  assert.ok(transformed.y.length === count + 20 && +transformed.startTime === +start);
}
JS
node "$work/run.mjs"
