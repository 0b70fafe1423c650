#!/usr/bin/env bash
# @thi.ng/dsp 4.7.115
#
# Expected: onepoleHP(fc) removes a constant offset and slow drift, as biquadHP does, and filterResponse shows of a
#   filter what the filter does: 0 dB for onepoleLP at low frequency.
# Seen: onepoleHP lets a constant through with 0.92 of its value at fc = 1 Hz of 1000, and slow motion with it; it only
#   lifts the highest frequencies. filterResponse of onepoleLP says -36 dB (5 Hz of 1000) where the filter passes all,
#   and hardly less at 200 Hz: the sign of its pole is turned.
# Why it matters: offsets of accelerometers and gyroscopes are taken off by such a filter before integration. Here
#   they stay, and a position that is integrated twice grows with the square of time; the plot of the response blames
#   the other filter.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error @thi.ng/dsp@4.7.115 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { biquadHP, biquadLP, filterResponse, onepoleHP, onepoleLP } from "@thi.ng/dsp";

const rate = 1000;

/** What a filter makes of a constant of 1, after 20 s. */
function ofConstant(filter) {
  let y = 0;
  for (let i = 0; i < 20 * rate; i++) y = filter.next(1);
  return y;
}

for (const fc of [1, 50]) {
  const [one, two] = [onepoleHP(fc / rate), biquadHP(fc / rate)].map(ofConstant);
  console.log(`high-pass of ${fc} Hz, a constant of 1: onepoleHP ${one.toFixed(4)}, biquadHP ${two.toFixed(4)}`);
  assert.ok(Math.abs(two) < 1e-6 && one > 0.85);
}
for (const [name, make] of Object.entries({ onepoleLP, biquadLP })) {
  const filter = make(5 / rate);
  const said = 10 ** (filterResponse(filter.filterCoeffs(), 1e-6, true).mag / 20);
  const does = ofConstant(make(5 / rate));
  console.log(`${name} of 5 Hz, a constant of 1: filterResponse says ${said.toFixed(4)}, the filter gives ${does.toFixed(4)}`);
  assert.ok(Math.abs(does - 1) < 1e-6);
  assert.ok(name === "biquadLP" ? Math.abs(said - 1) < 1e-6 : said < 0.02);
}
JS
node "$work/run.mjs"
