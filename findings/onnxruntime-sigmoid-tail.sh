#!/usr/bin/env bash
# onnxruntime-web 1.30.0
#
# Expected: Sigmoid of float64 is right to 1e-15 relative, as Exp, Tanh and Softmax of the same engine are.
# Seen: for negative arguments it is 1 minus the value for the positive one: right to 1e-16 absolute only. At -20 a
#   relative error of 4e-8, at -30 of 1e-3, and from about -37 on it is exactly 0, where exp(x)/(1 + exp(x)) is
#   8.5e-17 and exact.
# Why it matters: float64 is taken for its digits. log Sigmoid is -Infinity from -37 on; soft steps and softplus built
#   on it lose their tails, and a gradient that should be small is 0 or of the wrong size.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error onnxruntime-web@1.30.0 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import * as ort from "onnxruntime-web";

// An ONNX model of one node, y = Sigmoid(x), in protobuf: fields are [number * 8 + 2, length, bytes] or [number * 8, integer].
const field = (number, bytes) => [number * 8 + 2, bytes.length, ...bytes];
const integer = (number, value) => [number * 8, value];
const text = (number, value) => field(number, [...new TextEncoder().encode(value)]);
const xs = [-1, -5, -10, -20, -30, -36, -38, -40];
const DOUBLE = 11;
const shape = field(2, field(1, integer(1, xs.length)));
const value = (name) => [...text(1, name), ...field(2, field(1, [...integer(1, DOUBLE), ...shape]))];
const node = [...text(1, "x"), ...text(2, "y"), ...text(4, "Sigmoid")];
const graph = [...field(1, node), ...text(2, "graph"), ...field(11, value("x")), ...field(12, value("y"))];
const model = Uint8Array.from([...integer(1, 8), ...field(7, graph), ...field(8, integer(2, 17))]);

ort.env.wasm.numThreads = 1;
const session = await ort.InferenceSession.create(model);
const { y } = await session.run({ x: new ort.Tensor("float64", Float64Array.from(xs), [xs.length]) });
const errors = xs.map((x, i) => {
  const truth = Math.exp(x) / (1 + Math.exp(x));
  const error = Math.abs(y.data[i] / truth - 1);
  console.log(`${x}: ${y.data[i]}, truly ${truth}, ${error.toExponential(1)} off`);
  return error;
});
assert.ok(errors[0] < 1e-14 && errors[3] > 1e-9 && errors[4] > 1e-4);
assert.equal(y.data[6], 0);
JS
node "$work/run.mjs"
