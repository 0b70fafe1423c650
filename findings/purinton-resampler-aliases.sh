#!/usr/bin/env bash
# @purinton/resampler 1.0.4
#
# Expected: "windowed-sinc filtering" keeps the time of what it resamples and, towards a lower rate, takes away what lies above half
#   of it.
# Seen: the cutoff stays that of the input: from 100 to 20 Hz a line of 15 Hz comes out as one of 5 Hz, with its full amplitude. The
#   first eight samples are lost, so that the result is eight samples of the input early, 80 ms at 100 Hz, whatever the rates.
#   What lies below keeps its amplitude.
# Why it matters: vibrations of a rig become a slow motion that nothing moves, and a column that was resampled leads one that was
#   not.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error @purinton/resampler@1.0.4 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { Resampler } from "@purinton/resampler";

const AMPLITUDE = 10000;
/** A sine of `frequency`, 20 s at `from` Hz, at `to` Hz. */
async function resampled(frequency, from, to) {
  const samples = Int16Array.from({ length: 20 * from }, (_, i) => Math.round(AMPLITUDE * Math.sin((2 * Math.PI * frequency * i) / from)));
  const resampler = new Resampler({ inRate: from, outRate: to, inChannels: 1, outChannels: 1 });
  const parts = [];
  resampler.on("data", (part) => parts.push(part));
  const ended = new Promise((resolve) => resampler.on("end", resolve));
  resampler.end(Buffer.from(samples.buffer));
  await ended;
  const bytes = Buffer.concat(parts);
  return Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readInt16LE(2 * i));
}
/** Amplitude, over that of the sine, and lead in seconds of the line at `frequency` in 10 s from 5 s on. */
function line(values, frequency, rate) {
  let [re, im] = [0, 0];
  for (let i = 5 * rate; i < 15 * rate; i++) {
    re += values[i] * Math.sin((2 * Math.PI * frequency * i) / rate);
    im += values[i] * Math.cos((2 * Math.PI * frequency * i) / rate);
  }
  return { amplitude: Math.hypot(re, im) / (5 * rate * AMPLITUDE), lead: Math.atan2(im, re) / (2 * Math.PI * frequency) };
}

for (const [from, to] of [[100, 200], [100, 50], [100, 30], [1000, 400]]) {
  const { amplitude, lead } = line(await resampled(1, from, to), 1, to);
  console.log(`1 Hz from ${from} to ${to} Hz: amplitude ${amplitude.toFixed(3)}, ${(lead * from).toFixed(2)} samples of the input early`);
  assert.ok(Math.abs(amplitude - 1) < 0.02 && Math.abs(lead * from - 8) < 0.2);
}
for (const [frequency, seen] of [[3, 3], [15, 5], [18, 2]]) {
  const { amplitude } = line(await resampled(frequency, 100, 20), seen, 20);
  console.log(`${frequency} Hz from 100 to 20 Hz: amplitude ${amplitude.toFixed(3)} at ${seen} Hz`);
  assert.ok(Math.abs(amplitude - 1) < 0.03);
}
JS
node "$work/run.mjs"
