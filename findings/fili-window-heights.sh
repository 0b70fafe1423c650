#!/usr/bin/env bash
# fili 2.0.3
#
# Expected: magnitude(forward(signal, window)) shows the same height for the same sine, whatever the window: windows
#   are divided by their mean, as hanning, hamming and others show; flat tops are made for heights. "blackman" is the
#   window of that name: beside a peak 60 % of it, then 10 %.
# Seen: of a sine of amplitude 1 in 1024 values eleven windows make 512. The ten flat tops are divided by the number of
#   values, which nothing says, and make 0.5. Sixteen others, Blackman-Harris and Nuttall among them, make 118 to 377.
#   "blackman" has 170.5 at the peak, 170.5 beside it and half of that at the next: its parameter is not its own.
# Why it matters: heights of two spectra with different windows differ by factors that look physical, and the windows
#   that one takes for heights are off by the most; the "blackman" window shows one line as three.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error fili@2.0.3 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import Fili from "fili";

const [size, bin] = [1024, 50];
const fft = new Fili.Fft(size);
const sine = Array.from({ length: size }, (_, i) => Math.sin((2 * Math.PI * bin * i) / size));
const magnitudes = Object.fromEntries(fft.windows().map((name) => [name, fft.magnitude(fft.forward(sine, name))]));
const kinds = { right: [], flat: [], off: [] };
for (const [name, magnitude] of Object.entries(magnitudes)) {
  const height = magnitude[bin];
  const kind = Math.abs(height / (size / 2) - 1) < 0.01 ? "right" : height < 1 ? "flat" : "off";
  kinds[kind].push(`${name} ${height.toFixed(1)}`);
}
console.log(`a sine of amplitude 1 in ${size} values, ${size / 2} in: ${kinds.right.join(", ")}`);
console.log(`0.5, whatever the number of values: ${kinds.flat.join(", ")}`);
console.log(`neither: ${kinds.off.join(", ")}`);
const near = magnitudes.blackman.slice(bin - 2, bin + 3).map((value) => value.toFixed(1));
console.log(`blackman about the peak: ${near.join(", ")}`);
assert.ok(["none", "hanning", "hamming"].every((name) => Math.abs(magnitudes[name][bin] - size / 2) < 1));
assert.ok(["hft70", "hft95", "hft248d"].every((name) => Math.abs(magnitudes[name][bin] - 0.5) < 0.01));
assert.ok(Math.abs(magnitudes.nuttall3[bin] - 299.2) < 1);
assert.ok(Math.abs(magnitudes.blackman[bin + 1] / magnitudes.blackman[bin] - 1) < 0.01);
JS
node "$work/run.mjs"
