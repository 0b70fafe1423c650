#!/usr/bin/env bash
# @tensorflow/tfjs 4.22.0
#
# Expected: a gradient of a gradient is exact, or raises where tfjs cannot form it (as it does for tf.tanh alone).
# Seen: the derivatives of exp, tanh, sigmoid and elu are formed from their stored outputs, which the second pass does
#   not follow. Inside any larger expression the terms that run through them are dropped without a word: (x^2 + exp
#   x)'' comes out as 2. A Hamiltonian network H = sum v tanh(W x + b), fitted to dH/dx as in the literature, gets a
#   gradient for W that is wrong by a fifth, without an error. Trained on, it would descend another slope than that of
#   its loss.
# Why it matters: every network whose output is a derivative (Hamiltonian, Lagrangian, force from energy) trains on
#   wrong gradients and looks merely hard to train. sin, cos, square, log, softplus and others are right.
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
const number = (tensor) => tensor.dataSync()[0];

const mixed = (x) => x.square().add(x.exp());
const second = number(tf.grad((x) => tf.grad(mixed)(x))(tf.scalar(0.7)));
console.log(`(x^2 + exp x)'' at 0.7: ${second}, truly ${(2 + Math.exp(0.7)).toFixed(4)}`);
assert.ok(Math.abs(second - 2) < 1e-6);
assert.throws(() => tf.grad((x) => tf.grad((y) => tf.tanh(y))(x))(tf.scalar(0.7)), /Cannot compute gradient/);

// One hidden layer of three units, four states (q, p), the targets of a pendulum.
const states = tf.tensor2d([[0.3, 0.5], [-0.8, 0.2], [1.1, -0.7], [-0.4, -1.2]]);
const targets = tf.tensor2d([[0.3, 0.5], [-0.72, 0.2], [0.89, -0.7], [-0.39, -1.2]]);
const weights = tf.tensor2d([[0.7, -0.5, 0.3], [0.2, 0.9, -0.8]]);
const output = tf.tensor2d([[0.6], [-0.4], [0.9]]);
const bias = tf.tensor1d([0.1, -0.2, 0.3]);
const activations = { tanh: (z) => tf.tanh(z), sin: (z) => tf.sin(z) };
for (const [name, activation] of Object.entries(activations)) {
  const energy = (w) => (x) => activation(x.matMul(w).add(bias)).matMul(output).sum();
  const loss = (w) => tf.grad(energy(w))(states).sub(targets).square().mean();
  const found = tf.grad(loss)(weights).dataSync();
  const size = 0.01;
  const truth = Array.from(found, (_, i) => {
    const shifted = (by) => {
      const values = weights.dataSync().slice();
      values[i] += by;
      return number(loss(tf.tensor2d(values, [2, 3])));
    };
    return (8 * (shifted(size) - shifted(-size)) - (shifted(2 * size) - shifted(-2 * size))) / (12 * size);
  });
  const error = Math.hypot(...truth.map((value, i) => found[i] - value)) / Math.hypot(...truth);
  const list = (values) => Array.from(values, (value) => value.toFixed(4)).join(" ");
  console.log(`loss of a Hamiltonian network with ${name}: gradient for W ${list(found)}`);
  console.log(`  finite differences ${list(truth)}, ${(100 * error).toFixed(1)} % off`);
  assert.ok(name === "tanh" ? error > 0.1 : error < 0.001);
}
JS
node "$work/run.mjs"
