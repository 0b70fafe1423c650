#!/usr/bin/env bash
# dsp.js 1.0.1
#
# Expected: getBandFrequency(i), "the middle frequency of an FFT band", is i * rate / size, where a sine of that
#   frequency peaks; FFT and RFFT, two ways to the same spectrum, have its peak at one place.
# Seen: getBandFrequency adds half a bin; band 0, which is the mean, is said to lie at half a bin. The spectrum of RFFT
#   is one bin low: a sine of bin 50 stands at 49, and by getBandFrequency half a bin below the truth. Both count the
#   mean twice.
# Why it matters: the frequency of a swing is read half a bin too high or too low, by the class. In 10 s of record that
#   is 0.05 Hz: 20 % of g from a pendulum of 1 m, and it does not show as noise.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error dsp.js@1.0.1 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import dsp from "dsp.js";

const [size, rate, bin] = [1024, 100, 50];
const truth = (bin * rate) / size;
const sine = Float64Array.from({ length: size }, (_, i) => Math.sin((2 * Math.PI * truth * i) / rate));
for (const [name, place, frequency] of [
  ["FFT", bin, truth + rate / size / 2],
  ["RFFT", bin - 1, truth - rate / size / 2],
]) {
  const transform = new dsp[name](size, rate);
  transform.forward(sine);
  const peak = transform.spectrum.indexOf(Math.max(...transform.spectrum));
  const said = transform.getBandFrequency(peak);
  console.log(`${name}: a sine of ${truth.toFixed(4)} Hz has its peak at ${peak}, which is said to be ${said.toFixed(4)} Hz`);
  assert.equal(peak, place);
  assert.ok(Math.abs(said - frequency) < 1e-9 && Math.abs(transform.spectrum[peak] - 1) < 1e-9);
  transform.forward(new Float64Array(size).fill(1));
  console.log(`  a constant of 1 is ${transform.spectrum[0]} at 0, which is said to be ${transform.getBandFrequency(0).toFixed(4)} Hz`);
  assert.ok(Math.abs(transform.spectrum[0] - 2) < 1e-9);
}
JS
node "$work/run.mjs"
