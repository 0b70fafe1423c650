#!/usr/bin/env bash
# fft-windowing 0.1.4
#
# Expected: `windowed = hann(raw)`, as its README has it, makes a windowed copy and leaves raw as it is; alpha sets the
#   shape of the Blackman window, as documented; blackman_nuttall has side lobes below -98 dB, which is what it is for.
# Seen: raw itself is overwritten, windowed and raw are one array, so that a second window is applied to the first.
#   alpha of blackman is not looked at. blackman_nuttall has a wrong coefficient (a1 is a copy of a0) and side lobes of
#   -32 dB, no better than hann.
# Why it matters: after a look at its spectrum the record fades in and out: a swing that grows and decays again, with
#   a zero at either end, in whatever is fitted next. A weak line 40 dB below a strong one is not to be seen with the
#   window that was taken for it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error fft-windowing@0.1.4 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import windowing from "fft-windowing";

const raw = Array.from({ length: 9 }, (_, i) => Math.cos(i));
const before = [...raw];
const windowed = windowing.hann(raw);
console.log(`before ${before.map((value) => value.toFixed(2)).join(" ")}`);
console.log(`after  ${raw.map((value) => value.toFixed(2)).join(" ")}`);
assert.equal(windowed, raw);
assert.ok(raw[0] === 0 && before[0] === 1);

const size = 256;
const [usual, other] = [0.16, 0.3].map((alpha) => windowing.blackman(new Array(size).fill(1), alpha));
console.log(`blackman with alpha 0.16 and 0.3: ${JSON.stringify(usual) === JSON.stringify(other) ? "the same" : "different"}`);
assert.deepEqual(usual, other);

/** The highest side lobe of a window in dB: beyond `main` bins, in steps of a sixteenth. */
function sideLobe(window, main) {
  const size = (bin) => {
    const part = (of) => window.reduce((sum, w, i) => sum + w * of((2 * Math.PI * bin * i) / window.length), 0);
    return Math.hypot(part(Math.cos), part(Math.sin));
  };
  const lobes = Array.from({ length: 16 * 60 }, (_, i) => size(main + i / 16));
  return 20 * Math.log10(Math.max(...lobes) / size(0));
}
const named = windowing.blackman_nuttall(new Array(size).fill(1));
const angle = (i, k) => Math.cos((2 * Math.PI * k * i) / (size - 1));
const own = named.map((_, i) => 0.3635819 - 0.4891775 * angle(i, 1) + 0.1365995 * angle(i, 2) - 0.0106411 * angle(i, 3));
const found = { blackman_nuttall: sideLobe(named, 4.1), "with its coefficients": sideLobe(own, 4.1) };
found.hann = sideLobe(windowing.hann(new Array(size).fill(1)), 2.1);
for (const [name, height] of Object.entries(found)) console.log(`${name}: side lobes up to ${height.toFixed(0)} dB`);
assert.ok(found["with its coefficients"] < -95 && found.blackman_nuttall > -34);
JS
node "$work/run.mjs"
