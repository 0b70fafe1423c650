#!/usr/bin/env bash
# gl-matrix 3.4.4
#
# Expected: quat.getAngle(a, b), the angle between two rotations, is right to about the seven digits of its Float32Array, or to 1e-7 rad.
# Seen: it is the arc cosine of a number beside 1: of turns below 1e-3 rad little is right, and where the number is rounded above 1 the result is NaN. A body that turns at 0.05 rad/s, sampled at
#   100 Hz, has speeds between 0.002 and 0.085 rad/s and NaN in one of eight intervals; at 0.01 rad/s half of them are NaN and the others 0.04 on average. With plain arrays
#   (setMatrixArrayType(Array)) all is right.
# Why it matters: angular speeds are made of such steps. NaN are left out as gaps, the mean of what is left is four times too high, and a
#   slow end of a motion seems to go on at constant speed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error gl-matrix@3.4.4 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { glMatrix, quat } from "gl-matrix";

const rate = 100;
for (const [type, cases] of [
  [Float32Array, [[0.01, 0.3, 0.0378], [0.05, 0.08, 0.0511], [1, 0, 1]]],
  [Array, [[0.01, 0, 0.01], [0.05, 0, 0.05], [1, 0, 1]]],
]) {
  glMatrix.setMatrixArrayType(type);
  const at = (angle) => quat.setAxisAngle(quat.create(), [0.6, 0, 0.8], angle);
  for (const [speed, missing, mean] of cases) {
    const speeds = Array.from({ length: 2000 }, (_, i) => rate * quat.getAngle(at((speed * i) / rate), at((speed * (i + 1)) / rate)));
    const left = speeds.filter((value) => !Number.isNaN(value));
    const share = 1 - left.length / speeds.length;
    const found = left.reduce((sum, value) => sum + value, 0) / left.length;
    console.log(
      `${type.name}, ${speed} rad/s at ${rate} Hz: ${(100 * share).toFixed(0)} % NaN, the others ${Math.min(...left).toFixed(4)} to ${Math.max(...left).toFixed(4)}, mean ${found.toFixed(4)}`,
    );
    assert.ok(missing === 0 ? share === 0 : share > missing);
    assert.ok(Math.abs(found / mean - 1) < 0.05);
  }
}
JS
(cd "$work" && node run.mjs)
