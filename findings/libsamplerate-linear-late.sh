#!/usr/bin/env bash
# @alexanderolsen/libsamplerate-js 2.1.2
#
# Expected: simple() of a whole record is at its time with every converter; SRC_LINEAR is the straight line between samples, cheaper
#   and less exact than the SRC_SINC ones.
# Seen: SRC_LINEAR and SRC_ZERO_ORDER_HOLD come one sample of the input late, the hold besides by what holding costs. From 1000 to
#   500 Hz a straight ramp 0, 1, 2, 3, ... becomes 0, 1, 3, 5, ... instead of 0, 2, 4, 6, .... The three sinc
#   converters are at their time to 1e-4 of a sample.
# Why it matters: a column that is resampled by straight lines stands 1 ms, at 10 Hz 100 ms, after the columns beside it: to a fit
#   that is friction or drive.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error @alexanderolsen/libsamplerate-js@2.1.2 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { createRequire } from "node:module";

const { create, ConverterType } = createRequire(import.meta.url)("@alexanderolsen/libsamplerate-js");

async function resampled(values, from, to, converterType) {
  const converter = await create(1, from, to, { converterType });
  const result = converter.simple(Float32Array.from(values));
  converter.destroy();
  return result;
}

/** How late a sine of `frequency` is, in samples of the input, by projection on whole periods in the middle. */
function late(values, frequency, from, to) {
  let [sine, cosine] = [0, 0];
  const [first, last] = [0.3 * to, 0.7 * to].map(Math.round);
  for (let i = first; i < last; i++) {
    sine += values[i] * Math.sin((2 * Math.PI * frequency * i) / to);
    cosine += values[i] * Math.cos((2 * Math.PI * frequency * i) / to);
  }
  return (-Math.atan2(cosine, sine) / (2 * Math.PI * frequency)) * from;
}

for (const [from, to] of [
  [1000, 500],
  [1000, 2000],
  [48000, 44100],
]) {
  const frequency = from / 50;
  const values = Array.from({ length: from }, (_, i) => Math.sin((2 * Math.PI * frequency * i) / from));
  for (const [name, type] of Object.entries(ConverterType)) {
    const found = late(await resampled(values, from, to, type), frequency, from, to);
    console.log(`${from} to ${to} Hz, ${name}: late by ${found.toFixed(4)} samples of the input`);
    if (name === "SRC_LINEAR") assert.ok(Math.abs(found - 1) < 1e-3);
    else if (name === "SRC_ZERO_ORDER_HOLD") assert.ok(found > 0.99 && found < 1.51);
    else assert.ok(Math.abs(found) < 1e-3);
  }
}
const ramp = await resampled(Array.from({ length: 1000 }, (_, i) => i), 1000, 500, ConverterType.SRC_LINEAR);
console.log(`a ramp from 1000 to 500 Hz by SRC_LINEAR: ${[...ramp.slice(0, 5)].join(" ")} ... ${ramp.at(-1)}`);
assert.deepEqual([...ramp.slice(0, 5)], [0, 1, 3, 5, 7]);
JS
node "$work/run.mjs"
