#!/usr/bin/env bash
# math-expressions 1.8.1
#
# Expected: derivative of exp(2 x) is 2 exp(2 x), as of e^(2 x), which evaluates to the same numbers.
# Seen: exp(...) counts as a constant: its derivative is 0, that of x exp(-x) is exp(-x) and that of exp(2 x) cos(3 x) is
#   -3 exp(2 x) sin(3 x), the other term lost. With e^(...) all are right.
# Why it matters: the velocity of a damped swing, exp(-t/10) cos(3 t), lacks its damping, and the force of a Morse or a Gaussian
#   potential is 0.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error math-expressions@1.8.1 >/dev/null
cat >"$work/run.cjs" <<'JS'
const assert = require("node:assert/strict");
const parsers = require("math-expressions");
const { fromText } = parsers.default ?? parsers;

const x = 0.7;
for (const [text, seen, truth] of [
  ["exp(2x)", 0, 2 * Math.exp(2 * x)],
  ["x*exp(-x)", Math.exp(-x), (1 - x) * Math.exp(-x)],
  ["exp(2x)*cos(3x)", -3 * Math.exp(2 * x) * Math.sin(3 * x), Math.exp(2 * x) * (2 * Math.cos(3 * x) - 3 * Math.sin(3 * x))],
  ["exp(-x^2)", 0, -2 * x * Math.exp(-x * x)],
]) {
  const power = text.replace("exp(", "e^(");
  const [value, sameValue] = [text, power].map((form) => fromText(form).evaluate({ x }));
  const [found, right] = [text, power].map((form) => fromText(form).derivative("x").evaluate({ x }));
  console.log(`derivative of ${text} at ${x}: ${found.toFixed(6)}; of ${power}: ${right.toFixed(6)}; truly ${truth.toFixed(6)}`);
  assert.ok(Math.abs(value - sameValue) < 1e-12);
  assert.ok(Math.abs(found - seen) < 1e-12 && Math.abs(right - truth) < 1e-12);
}
JS
node "$work/run.cjs"
