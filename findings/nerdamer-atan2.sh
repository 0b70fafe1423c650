#!/usr/bin/env bash
# nerdamer 1.1.13
#
# Expected: diff("atan2(y, x)", "x") is -y/(x^2 + y^2), or an error for a function whose derivative is not known
#   (mathjs 15 raises one).
# Seen: 0. The second argument is taken for a constant; with respect to y the answer is right.
# Why it matters: atan2 is how an angle comes from coordinates. dtheta/dt, the angular momentum or the force of a
#   potential of the angle, written by hand and differentiated, lose half of their terms without a word.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error nerdamer@1.1.13 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import nerdamer from "nerdamer/all.js";

const at = { x: 0.7, y: -0.4 };
const value = (text) => Number(nerdamer(text, { x: String(at.x), y: String(at.y) }).evaluate().text("decimals"));
const square = at.x ** 2 + at.y ** 2;
const byX = nerdamer.diff("atan2(y,x)", "x").toString();
const byY = nerdamer.diff("atan2(y,x)", "y").toString();
console.log(`d atan2(y, x) / dx = ${byX}, at ${JSON.stringify(at)} truly ${(-at.y / square).toFixed(4)}`);
console.log(`d atan2(y, x) / dy = ${byY} = ${value(byY).toFixed(4)}, truly ${(at.x / square).toFixed(4)}`);
assert.equal(byX, "0");
assert.ok(Math.abs(value(byY) - at.x / square) < 1e-9);
JS
node "$work/run.mjs"
