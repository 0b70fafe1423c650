#!/usr/bin/env bash
# @tensorflow/tfjs 4.22.0
#
# Expected: gradients of tf.mirrorPad, which puts the samples at the ends of a record once more beyond them, and of tf.avgPool with
#   "same", a moving average, are what finite differences give.
# Seen: mirrorPad gives the gradient of zero padding: what the mirrored samples add is left out, so that of the sum of a record of 6
#   with 2 mirrored at each end is 1 for every sample instead of 1, 2, 2, 2, 2, 1. avgPool divides by the whole window at the ends
#   too, where its values are means over the samples that are there. In the middle both are right; so is tf.pad with zeros.
# Why it matters: a fit through smoothed or mirrored records follows another slope than that of its loss, only because of the few
#   samples at the ends; nothing is raised.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error @tensorflow/tfjs@4.22.0 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
// The notice on the node backend is no part of this.
console.warn = () => {};
const tf = await import("@tensorflow/tfjs");
await tf.setBackend("cpu");

const record = [0.3, -0.8, 1.2, 0.5, -0.4, 0.9];
const mean = (x) => tf.avgPool(x.reshape([1, 1, 6, 1]), [1, 3], 1, "same");
for (const [name, loss, seen, truth] of [
  ["reflected", (x) => tf.sum(tf.mirrorPad(x, [[2, 2]], "reflect")), [1, 1, 1, 1, 1, 1], [1, 2, 2, 2, 2, 1]],
  ["symmetric", (x) => tf.sum(tf.mirrorPad(x, [[2, 2]], "symmetric")), [1, 1, 1, 1, 1, 1], [2, 2, 1, 1, 2, 2]],
  ["padded with zeros", (x) => tf.sum(tf.pad(x, [[2, 2]])), [1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1]],
  ["mean of three", (x) => tf.sum(mean(x)), [2 / 3, 1, 1, 1, 1, 2 / 3], [5 / 6, 7 / 6, 1, 1, 7 / 6, 5 / 6]],
]) {
  const found = [...tf.grad(loss)(tf.tensor1d(record)).dataSync()];
  const at = (i, step) => loss(tf.tensor1d(record.map((x, j) => (j === i ? x + step : x)))).dataSync()[0];
  const differences = record.map((_, i) => at(i, 0.5) - at(i, -0.5));
  const said = (values) => values.map((value) => value.toFixed(3)).join(" ");
  console.log(`sum of the record, ${name}: gradient ${said(found)}, finite differences ${said(differences)}`);
  for (const i of record.keys()) {
    assert.ok(Math.abs(found[i] - seen[i]) < 1e-5);
    assert.ok(Math.abs(differences[i] - truth[i]) < 1e-5);
  }
}
JS
node "$work/run.mjs"
