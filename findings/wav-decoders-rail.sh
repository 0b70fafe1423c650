#!/usr/bin/env bash
# node-wav 0.0.2, wav-decoder 1.3.0
#
# Expected: 24-bit samples are read with their sign: -8388608, the lowest, is -1, as -32768 is of 16 bits and as every
#   other negative sample is. What is written as 32-bit float, with float: true, is what was given.
# Seen: both decoders read -8388608 as +1.00000012, its neighbour -8388607 as -1. node-wav writes floats cut to -1 to
#   1: -9.81 becomes -1, though it reads such files without a limit.
# Why it matters: data loggers and seismographs write WAV, and a sensor that is driven beyond its range rests at just
#   that lowest number: every saturated trough is a spike upwards. Accelerations in m/s^2 that pass through node-wav
#   are all 1 or -1.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error \
  node-wav@0.0.2 wav-decoder@1.3.0 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import wav from "node-wav";
import decoder from "wav-decoder";

/** A WAV file of one channel of whole numbers. */
function file(bits, samples) {
  const [width, size] = [bits / 8, (samples.length * bits) / 8];
  const bytes = Buffer.alloc(44 + size);
  for (const [at, text] of [[0, "RIFF"], [8, "WAVEfmt "], [36, "data"]]) bytes.write(text, at, "latin1");
  for (const [at, value] of [[4, 36 + size], [16, 16], [24, 1000], [28, 1000 * width], [40, size]]) bytes.writeUInt32LE(value, at);
  for (const [at, value] of [[20, 1], [22, 1], [32, width], [34, bits]]) bytes.writeUInt16LE(value, at);
  samples.forEach((value, i) => bytes.writeIntLE(value, 44 + i * width, width));
  return bytes;
}

for (const bits of [16, 24]) {
  const low = -(2 ** (bits - 1));
  const bytes = file(bits, [low + 2, low + 1, low, low + 1]);
  const read = { "node-wav": wav.decode(bytes), "wav-decoder": decoder.decode.sync(Uint8Array.from(bytes).buffer) };
  for (const [name, { channelData }] of Object.entries(read)) {
    const found = Array.from(channelData[0]);
    console.log(`${name}, ${bits} bits, ${low + 2} ${low + 1} ${low} ${low + 1}: ${found.map((value) => value.toFixed(4)).join(" ")}`);
    assert.ok(found[1] < -0.999 && (bits === 16 ? found[2] === -1 : found[2] > 1));
  }
}
const given = [-9.81, -0.5, 0, 0.5, 2];
const written = wav.encode([Float32Array.from(given)], { sampleRate: 1000, float: true, bitDepth: 32 });
const back = Array.from(wav.decode(written).channelData[0]);
console.log(`node-wav, floats ${given.join(" ")} written and read: ${back.join(" ")}`);
assert.deepEqual(back, [-1, -0.5, 0, 0.5, 1]);
JS
node "$work/run.mjs"
