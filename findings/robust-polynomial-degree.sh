#!/usr/bin/env bash
# ml-regression-robust-polynomial 3.0.2, ml-regression-polynomial 3.0.2 (as the truth)
#
# Expected: RobustPolynomialRegression(x, y, 2) fits a parabola, as PolynomialRegression(x, y, 2) of the same family does, and gives
#   the exact one for exact points.
# Seen: "degree" is the number of coefficients: with 1 the fit is a constant, with 2 a straight line. On a parabola that is a chord
#   through two points that are drawn at random, another one at every call; with 3 it is exact.
# Why it matters: of a fall with a few bad frames, for which a robust fit is made, the acceleration with 2 is 0, and the velocity is
#   another one from run to run.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error \
  ml-regression-robust-polynomial@3.0.2 ml-regression-polynomial@3.0.2 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { PolynomialRegression } = require("ml-regression-polynomial");
const { RobustPolynomialRegression } = require("ml-regression-robust-polynomial");

const times = Array.from({ length: 40 }, (_, i) => i / 50);
const height = (t) => 2 + t - 4.905 * t * t;
const fall = times.map(height);
const chords = new Set();
for (const degree of [1, 2, 3]) {
  const plain = new PolynomialRegression(times, fall, degree).coefficients;
  assert.equal(plain.length, degree + 1);
  for (let run = 0; run < 5; run++) {
    const robust = new RobustPolynomialRegression(times, fall, degree);
    const { coefficients } = robust;
    console.log(`degree ${degree}: ${robust.toString(4)}; plain ${plain.map((c) => c.toFixed(3)).join(", ")}, lowest power first`);
    assert.equal(coefficients.length, degree);
    const met = times.filter((t) => Math.abs(robust.predict(t) - height(t)) < 1e-9).length;
    if (degree === 2) {
      assert.ok(met === 2);
      chords.add(coefficients[1]);
    }
    if (degree === 3) assert.ok(met === times.length && Math.abs(coefficients[2] + 4.905) < 1e-9);
  }
}
assert.ok(chords.size > 1);
JS
node "$work/run.mjs"
