#!/usr/bin/env bash
# mathjs 15.2.0
#
# Expected: derivative() of an expression that is real for real x gives its derivative for all real x; if
#   simplification must assume something, it assumes nothing about signs (there is a realContext for looser rules, and
#   sqrt(x^2) is left alone).
# Seen: (x^2)^n is turned into x^(2 n) on the way. derivative("(x^2)^(3/2)") is 3 x^2: for x < 0 the sign is wrong. Of
#   (x^2)^(5/4), a Hertzian contact, it is 5/2 x^(3/2): imaginary for x < 0. With simplify: false both are right.
# Why it matters: forces of even potentials, and of distances in one dimension, push the wrong way on one side: the
#   oscillator runs away through the origin, and energy is "not conserved" by an exact law.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error mathjs@15.2.0 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { create, all } from "mathjs";

const math = create(all);
for (const [text, truth] of [
  ["(x^2)^(3/2)", (x) => 3 * x * Math.abs(x)],
  ["(x^2)^(5/4)", (x) => (5 / 2) * Math.sign(x) * Math.abs(x) ** 1.5],
]) {
  const found = math.derivative(text, "x");
  const plain = math.derivative(text, "x", { simplify: false });
  for (const x of [0.8, -0.8]) {
    const [value, unsimplified] = [found.evaluate({ x }), plain.evaluate({ x })];
    const [said, plainly] = [value, unsimplified].map((number) => math.format(number, 4));
    console.log(`d/dx ${text} = ${found} at ${x}: ${said}, not simplified ${plainly}, truly ${truth(x).toFixed(4)}`);
    assert.ok(Math.abs(unsimplified - truth(x)) < 1e-9);
    if (x > 0) assert.ok(Math.abs(value - truth(x)) < 1e-9);
    else assert.ok(typeof value === "number" ? Math.abs(value + truth(x)) < 1e-9 : Math.abs(value.re) < 1e-9);
  }
}
JS
node "$work/run.mjs"
