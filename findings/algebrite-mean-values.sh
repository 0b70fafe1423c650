#!/usr/bin/env bash
# algebrite 1.4.0
#
# Expected: defint(1/(2+cos(x)),x,0,2*pi) is 2 pi / sqrt(3) = 3.63, or stays an integral; the integrand is nowhere below
#   1/3.
# Seen: 0. The antiderivative that it takes jumps at pi, and is taken at both ends all the same. Of 1/(5+3*cos(x)) over
#   three turns it is 0 too; of sin(x)^2 all is well. Likewise arccos(cos(5)) is 5 and its decimal value 1.283, and
#   d(arcsin(sin(x)),x) is 1 everywhere, though it is -1 for half of the circle.
# Why it matters: time and mean values over whole turns of a rotation or an orbit are integrals of this kind: the time
#   that a pendulum, which goes over the top, takes for a turn comes out as nothing.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error algebrite@1.4.0 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import algebrite from "algebrite";

/** The integral by the midpoint rule, which converges geometrically over whole periods. */
function integral(f, to, n = 20000) {
  const h = to / n;
  return h * Array.from({ length: n }, (_, i) => f((i + 0.5) * h)).reduce((a, b) => a + b);
}

const functions = {
  "sin(x)^2": (x) => Math.sin(x) ** 2,
  "1/(2+cos(x))": (x) => 1 / (2 + Math.cos(x)),
  "1/(5+3*cos(x))": (x) => 1 / (5 + 3 * Math.cos(x)),
};
for (const [text, to, end] of [
  ["sin(x)^2", "2*pi", 2 * Math.PI],
  ["1/(2+cos(x))", "2*pi", 2 * Math.PI],
  ["1/(5+3*cos(x))", "6*pi", 6 * Math.PI],
]) {
  const found = algebrite.run(`defint(${text},x,0,${to})`);
  const truth = integral(functions[text], end);
  console.log(`integral of ${text} from 0 to ${to}: ${found}, truly ${truth.toFixed(4)}`);
  if (text === "sin(x)^2") assert.ok(found === "pi" && Math.abs(truth - Math.PI) < 1e-9);
  else assert.ok(found === "0" && truth > 1);
}
const [whole, decimal] = ["arccos(cos(5))", "float(arccos(cos(5)))"].map((text) => algebrite.run(text));
console.log(`arccos(cos(5)) = ${whole}, as a decimal ${decimal}`);
assert.ok(whole === "5" && Math.abs(Number.parseFloat(decimal) - (2 * Math.PI - 5)) < 1e-5);
const slope = algebrite.run("d(arcsin(sin(x)),x)");
console.log(`d arcsin(sin(x)) / dx = ${slope}, at 2 truly -1`);
assert.equal(slope, "1");
JS
node "$work/run.mjs"
