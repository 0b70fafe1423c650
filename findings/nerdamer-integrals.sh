#!/usr/bin/env bash
# nerdamer 1.1.13
#
# Expected: an integral that it cannot form stays an integral (as many do), and one that it forms is right.
# Seen: integrate(cos(x + 1) cos(x), x) comes out as -(cos(2 x + 1)/2 + x sin 1)/2: the mean of the product, cos(1)/2,
#   has become -sin(1)/2 and the oscillating part is a quarter of its period off. integrate(1/(1 + cos x), x) comes
#   out as log(1 + cos x), truly tan(x/2). Derivatives of these answers are not the integrands.
# Why it matters: the first is the work of a drive that is a phase ahead of the velocity, whose sign it turns.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error nerdamer@1.1.13 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import nerdamer from "nerdamer/all.js";

const value = (text, x) => Number(nerdamer(text, { x: String(x) }).evaluate().text("decimals"));
for (const [text, integrand] of [
  ["cos(x+1)*cos(x)", (x) => Math.cos(x + 1) * Math.cos(x)],
  ["1/(1+cos(x))", (x) => 1 / (1 + Math.cos(x))],
]) {
  const found = nerdamer(`integrate(${text}, x)`).toString();
  const slope = (value(found, 0.3 + 1e-4) - value(found, 0.3 - 1e-4)) / 2e-4;
  console.log(`integral of ${text}: ${found}`);
  console.log(`  its slope at 0.3 is ${slope.toFixed(4)}, the integrand ${integrand(0.3).toFixed(4)}`);
  assert.ok(!found.includes("integrate") && Math.abs(slope - integrand(0.3)) > 0.1);
}
JS
node "$work/run.mjs"
