#!/usr/bin/env bash
# ml-regression-base 4.0.1 with ml-regression-simple-linear 3.0.1, simple-statistics 7.12.1 (as the truth)
#
# Expected: r2 of score(x, y), on points that were held out, is 1 - residuals over spread, as of every other library: below 0 for
#   a model that does worse than a constant. chi2 is a sum of squares and so never negative.
# Seen: r2 is the square of the correlation of prediction and measurement, which no offset, factor or sign changes: for any line
#   that is scored on points of any other line it is 1. Of a descent that is predicted as a climb r is -1 and r2 is 1. chi2 divides by the
#   measured value, with its sign, and skips zeros: it is negative where values are, and positive and negative ones cancel.
# Why it matters: r2 = 1 on held-out data is taken for a proof that the law holds there; here it says nothing but that both are
#   straight. Of a swing about 0 chi2 is near 0 whatever the fit.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error \
  ml-regression-base@4.0.1 ml-regression-simple-linear@3.0.1 simple-statistics@7.12.1 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { SimpleLinearRegression } from "ml-regression-simple-linear";
import { rSquared } from "simple-statistics";

const times = Array.from({ length: 50 }, (_, i) => i / 10);
for (const [what, learned, heldOut, seen] of [
  ["the same motion", (t) => 2 * t, (t) => 2 * t, 1],
  ["a climb, then a descent", (t) => 2 * t, (t) => 30 - 2 * t, 1],
  ["at rest a second above", (t) => 2 * t, (t) => 2 * t - 40, 1],
  ["ten times as fast", (t) => 2 * t, (t) => 20 * t - 90, 1],
]) {
  const model = new SimpleLinearRegression(times, times.map(learned));
  const later = times.map((t) => t + 5);
  const measured = later.map(heldOut);
  const { r, r2, chi2 } = model.score(later, measured);
  const truth = rSquared(later.map((t, i) => [t, measured[i]]), (t) => model.predict(t));
  console.log(`${what}: r ${r.toFixed(3)}, r2 ${r2.toFixed(3)}, chi2 ${chi2.toFixed(1)}; simple-statistics has r2 = ${truth.toFixed(3)}`);
  assert.ok(Math.abs(r2 - seen) < 1e-9);
  assert.ok(what === "the same motion" ? truth > 1 - 1e-9 : truth < -1);
}
const down = times.map((t) => -2 * t - 1);
const { chi2 } = new SimpleLinearRegression(times, down.map((y) => y + 1)).score(times, down);
console.log(`predictions 1 above values from -1 to -10.8: chi2 ${chi2.toFixed(1)}`);
assert.ok(Math.abs(chi2 - down.reduce((sum, y) => sum + 1 / y, 0)) < 1e-9 && chi2 < -5);
JS
node "$work/run.mjs"
