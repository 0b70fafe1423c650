#!/usr/bin/env bash
# ml-regression-simple-linear 3.0.1, regression 2.0.1, d3-regression 2.2.0, simple-statistics 7.12.1
#
# Expected: a straight line through ten seconds of a record at 100 Hz whose times are Unix milliseconds (1.7e12) comes
#   out to six digits: double precision resolves 0.2 us there, and d3-regression works with running means for
#   accuracy.
# Seen: three of four form sums of squares of the times first. For a slope of 0.5 per s they say 0.0074, 0.0074 and
#   0.00024, finite and plausible, without a word; simple-statistics is right to the last digit.
# Why it matters: the drift of a sensor, the rate of a clock, the decay of an amplitude against the time stamps that
#   phones and loggers write. Subtract the first time before fitting.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error \
  ml-regression-simple-linear@3.0.1 regression@2.0.1 d3-regression@2.2.0 simple-statistics@7.12.1 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import * as d3 from "d3-regression";
import { SimpleLinearRegression } from "ml-regression-simple-linear";
import regression from "regression";
import { linearRegression } from "simple-statistics";

const slopes = {
  "ml-regression-simple-linear": (points) => {
    const [x, y] = [0, 1].map((k) => points.map((point) => point[k]));
    return new SimpleLinearRegression(x, y).slope;
  },
  regression: (points) => regression.linear(points, { precision: 15 }).equation[0],
  "d3-regression": (points) => d3.regressionLinear().x((point) => point[0]).y((point) => point[1])(points).a,
  "simple-statistics": (points) => linearRegression(points).m,
};
for (const start of [0, 1.7e12]) {
  const points = Array.from({ length: 1000 }, (_, i) => [start + 10 * i, 3 + 0.005 * i]);
  for (const [name, slope] of Object.entries(slopes)) {
    const found = 1000 * slope(points);
    console.log(`times from ${start} ms: ${name} ${found.toPrecision(6)} per s, truly 0.5`);
    if (start === 0 || name === "simple-statistics") assert.ok(Math.abs(found - 0.5) < 1e-6);
    else assert.ok(Math.abs(found) < 0.05);
  }
}
JS
node "$work/run.mjs"
