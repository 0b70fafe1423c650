#!/usr/bin/env bash
# regression 2.0.1
#
# Expected: coefficients of a fit to exact points are exact to rounding, or at worst printed with two decimals.
# Seen: they are rounded to two decimals as numbers, and predictions are made of the rounded ones. In a straight line the
#   slope is rounded first and the intercept computed from that: y = 0.001 + 0.00345 x over 0 to 24.5 has slope 0 and
#   intercept 0.04, and predict(100) is 0.04 where it is 0.346. A decay rate of 0.0127 per s is 0.01, one of 0.004 is 0.
#   `precision: 12` gives the right numbers.
# Why it matters: damping rates, drifts and constants in metres are small numbers: the fit of a swing that falls to a third in 86 s
#   says 110 s, and one in small units says that nothing changes. It looks like a result, since 4.905 m/s^2 becomes 4.9.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error regression@2.0.1 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import regression from "regression";

const times = Array.from({ length: 50 }, (_, i) => 0.5 * i);
const line = times.map((t) => [t, 0.001 + 0.00345 * t]);
const swing = times.map((t) => [t, 0.8 * Math.exp(-0.0127 * t)]);
const slow = times.map((t) => [t, 0.8 * Math.exp(-0.004 * t)]);

const { equation, predict } = regression.linear(line);
console.log(`slope ${equation[0]} (truly 0.00345), intercept ${equation[1]} (truly 0.001), at 100: ${predict(100)[1]} (truly 0.346)`);
assert.deepEqual(equation, [0, 0.04]);
assert.equal(predict(100)[1], 0.04);

const rates = [swing, slow].map((points) => regression.exponential(points).equation[1]);
console.log(`decay rates ${rates.join(" and ")} per s (truly -0.0127 and -0.004)`);
assert.deepEqual(rates.map((rate) => rate + 0), [-0.01, 0]);

const precise = regression.linear(line, { precision: 12 }).equation;
console.log(`with precision 12: ${precise.join(", ")}`);
assert.ok(Math.abs(precise[0] - 0.00345) < 1e-9 && Math.abs(precise[1] - 0.001) < 1e-9);
JS
(cd "$work" && node run.mjs)
