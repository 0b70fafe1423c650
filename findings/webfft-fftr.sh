#!/usr/bin/env bash
# webfft 1.0.3
#
# Expected: fftr(), as documented, gives the positive frequencies of a real signal: bin 0 is the mean, bin k the line of k turns.
# Seen: with every one of its libraries it gives bins N/2 to N - 1 of the whole transform, the negative frequencies: the mean is
#   lost, a line at bin 3 of 64 stands at bin 29 of 32, one at 29 at 3, and the phases have the other sign. fft() of the same
#   signal, padded with zeros as imaginary parts, is right.
# Why it matters: the spectrum is whole and clean, read backwards: a slow oscillation is shown as one near half the rate.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error webfft@1.0.3 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { createRequire } from "node:module";

const loaded = createRequire(import.meta.url)("webfft");
const WebFFT = loaded.default ?? loaded;
const count = 64;

const lines = (spectrum) => {
  const found = [];
  for (let k = 0; k < count / 2; k++) {
    const [re, im] = [spectrum[2 * k], spectrum[2 * k + 1]];
    if (Math.hypot(re, im) > 0.01 * count) found.push({ bin: k, phase: Math.atan2(im, re) / (2 * Math.PI) });
  }
  return found;
};

for (const library of new WebFFT(count).availableSubLibraries()) {
  for (const turns of [3, 29]) {
    const values = Float32Array.from({ length: count }, (_, i) => 2 + Math.cos(2 * Math.PI * ((turns * i) / count - 0.1)));
    const fft = new WebFFT(count, library);
    const real = lines(fft.fftr(values));
    const whole = lines(fft.fft(Float32Array.from({ length: 2 * count }, (_, i) => (i % 2 === 0 ? values[i / 2] : 0))));
    const said = (found) => found.map(({ bin, phase }) => `${bin} (phase ${phase.toFixed(2)})`).join(", ");
    console.log(`${library}, mean 2 and a line at ${turns}, phase -0.1: fft has lines at ${said(whole)}; fftr at ${said(real)}`);
    assert.deepEqual(whole.map(({ bin }) => bin), [0, turns]);
    assert.deepEqual(real.map(({ bin }) => bin), [count / 2 - turns]);
    assert.ok(Math.abs(whole[1].phase + 0.1) < 1e-4 && Math.abs(real[0].phase - 0.1) < 1e-4);
  }
}
JS
node "$work/run.mjs"
