#!/usr/bin/env bash
# ndarray-fft 1.0.3, ml-fft 1.3.5 (as the truth)
#
# Expected: the forward transform, fft(1, ...), is sum x_j exp(-2 pi i j k / N), as of FFTW, NumPy, MATLAB and the other packages of
#   npm; the README says nothing else.
# Seen: it is the sum with exp(+2 pi i j k / N). Amplitudes, and forward followed by inverse, are right; every phase has the other
#   sign, for lengths that are a power of two and others.
# Why it matters: a response that lags leads. The phase of a driven oscillator, and so its friction, changes sign, a delay is
#   negative, and a derivative by i omega runs backwards.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error \
  ndarray-fft@1.0.3 ndarray@1.0.19 ml-fft@1.3.5 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const ndarray = require("ndarray");
const fft = require("ndarray-fft");
const { FFT } = require("ml-fft");

const line = 3;
for (const count of [64, 60, 256, 100]) {
  // A response that lags a drive cos(omega t) by a tenth of a turn.
  const values = Array.from({ length: count }, (_, i) => Math.cos(2 * Math.PI * ((line * i) / count - 0.1)));
  const [real, imaginary] = [Float64Array.from(values), new Float64Array(count)];
  fft(1, ndarray(real), ndarray(imaginary));
  const turns = Math.atan2(imaginary[line], real[line]) / (2 * Math.PI);
  let said = "";
  if (Number.isInteger(Math.log2(count))) {
    const [re, im] = [[...values], new Array(count).fill(0)];
    FFT.init(count);
    FFT.fft(re, im);
    const truth = Math.atan2(im[line], re[line]) / (2 * Math.PI);
    said = `, ml-fft ${truth.toFixed(3)}`;
    assert.ok(Math.abs(truth + 0.1) < 1e-9);
  }
  console.log(`${count} samples of a response that is 0.1 turns late: phase ${turns.toFixed(3)} turns${said}, by the definition -0.100`);
  assert.ok(Math.abs(turns - 0.1) < 1e-9 && Math.abs(Math.hypot(real[line], imaginary[line]) / (count / 2) - 1) < 1e-9);

  // The derivative: times i omega, forward and back.
  const frequency = (k) => (2 * Math.PI * (k <= count / 2 ? k : k - count)) / count;
  const parts = [Float64Array.from(values), new Float64Array(count)];
  fft(1, ...parts.map((part) => ndarray(part)));
  const turned = [parts[1].map((im, k) => -frequency(k) * im), parts[0].map((re, k) => frequency(k) * re)];
  fft(-1, ...turned.map((part) => ndarray(part)));
  const truth = values.map((_, i) => -((2 * Math.PI * line) / count) * Math.sin(2 * Math.PI * ((line * i) / count - 0.1)));
  console.log(`  derivative at the first sample ${turned[0][0].toFixed(4)}, truly ${truth[0].toFixed(4)}`);
  assert.ok(truth.every((value, i) => Math.abs(turned[0][i] + value) < 1e-9));
}
JS
node "$work/run.mjs"
