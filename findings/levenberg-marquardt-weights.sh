#!/usr/bin/env bash
# ml-levenberg-marquardt 5.1.0, ml-matrix 6.15.1
#
# Expected: `weights` are 1 / standard deviation, as was asked for when they came in (mljs/levenberg-marquardt, issue
#   21) and as the error that is returned takes them: sum of (weight * residual)^2. The same weight for every row
#   changes nothing, since it scales the sum and not its minimum.
# Seen: with 2, 10 or 50 for every row the start values come back as the result, after all the iterations and without
#   a word; with 0.1 a hundred iterations go a hundredth of the way. With 1 all is well. The gradient is weighted by
#   the square of the weight, the matrix that divides it by one over that square, so that a step is too long by the
#   fourth power.
# Why it matters: weights of 1 / sigma are large for good instruments. The frequency, decay and amplitude that were
#   guessed from the plot are returned as fitted, to all digits; "parameterValues" does not say so.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error \
  ml-levenberg-marquardt@5.1.0 ml-matrix@6.15.1 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { levenbergMarquardt } from "ml-levenberg-marquardt";

/** A damped swing: amplitude, decay [1/s], frequency [rad/s]. */
const swing = ([amplitude, decay, omega]) => (t) => amplitude * Math.exp(-decay * t) * Math.cos(omega * t);
const [truth, start] = [[1, 0.1, 3], [0.9, 0.08, 3.05]];
const x = Array.from({ length: 200 }, (_, i) => i / 20);
// Errors of 0.02, in an order that belongs to no frequency of the model.
const y = x.map((t, i) => swing(truth)(t) + 0.02 * Math.SQRT2 * Math.sin(i * i));

const fits = new Map();
for (const weight of [1, 2, 10, 50, 0.1]) {
  const options = { initialValues: start, weights: x.map(() => weight), gradientDifference: 1e-6 };
  const { parameterValues, iterations } = levenbergMarquardt({ x, y }, swing, options);
  fits.set(weight, parameterValues);
  const said = parameterValues.map((value) => value.toFixed(4)).join(", ");
  console.log(`weight ${weight}: ${said} after ${iterations} iterations; start ${start.join(", ")}, truth ${truth.join(", ")}`);
}
const off = (weight, from) => Math.max(...fits.get(weight).map((value, i) => Math.abs(value - from[i])));
assert.ok(off(1, truth) < 0.01);
for (const weight of [2, 10, 50]) assert.deepEqual(fits.get(weight), start);
assert.ok(off(0.1, start) < 0.01);
JS
node "$work/run.mjs"
