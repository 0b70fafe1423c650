#!/usr/bin/env bash
# @adaskothebeast/splines 4.0.0 (natural-spline-interpolator 1.0.2 beside it)
#
# Expected: NaturalSpline is the natural cubic spline, twice continuously differentiable as its README says, through all
#   points.
# Seen: it joins the points by straight lines: its second derivatives are formed from x instead of y and are 0. In the
#   first interval it is constant, at the first value, and in the last one NaN.
# Why it matters: positions that are interpolated to equal steps have a velocity in stairs and accelerations in spikes
#   at the samples: impacts, one a row, that nobody made. With 20 points a period it is off by 1 %, a spline by 3e-5.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error \
  @adaskothebeast/splines@4.0.0 natural-spline-interpolator@1.0.2 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { NaturalSpline } from "@adaskothebeast/splines";
import natural from "natural-spline-interpolator";

const points = Array.from({ length: 41 }, (_, i) => [i / 20, Math.cos(Math.PI * (i / 10))]);
const [found, spline] = [new NaturalSpline(points), natural(points)];
const line = (t) => {
  const i = Math.min(39, Math.floor(t * 20 + 1e-9));
  return points[i][1] + (t * 20 - i) * (points[i + 1][1] - points[i][1]);
};
let [fromLine, fromCosine, ofSpline] = [0, 0, 0];
for (let i = 60; i < 1940; i++) {
  const t = i / 1000;
  const truth = Math.cos(2 * Math.PI * t);
  fromLine = Math.max(fromLine, Math.abs(found.interpolate(t) - line(t)));
  fromCosine = Math.max(fromCosine, Math.abs(found.interpolate(t) - truth));
  if (t > 0.4 && t < 1.6) ofSpline = Math.max(ofSpline, Math.abs(spline(t) - truth));
}
console.log(`20 points a period: off by ${fromCosine.toExponential(1)}, from straight lines by ${fromLine.toExponential(1)}; a natural spline is off by ${ofSpline.toExponential(1)}`);
const [first, last] = [0.025, 1.975].map((t) => found.interpolate(t));
console.log(`in the first interval ${first} (a spline ${spline(0.025).toFixed(4)}), in the last ${last} (${spline(1.975).toFixed(4)})`);
assert.ok(fromLine < 1e-12 && fromCosine > 0.01 && ofSpline < 1e-3);
assert.equal(first, points[0][1]);
assert.ok(Number.isNaN(last) && Math.abs(spline(1.975) - Math.cos(2 * Math.PI * 1.975)) < 0.02);
JS
node "$work/run.mjs"
