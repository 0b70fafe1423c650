#!/usr/bin/env bash
# jsfeat 0.0.8
#
# Expected: linalg.svd_solve of more equations than unknowns gives the least squares solution, and svd_invert the pseudo-inverse
#   ("SVD decomposition, solver and pseudo-inverse"), as in OpenCV, which it is taken from.
# Seen: both are right for square matrices only. A line through points that lie on one, 1 + 2 t, comes out as 1.79 - 0.70 t with
#   four points and as 8.61 - 3.33 t with three, from both. The singular values themselves are right, and so is what goes through
#   the normal equations, whose matrix is square, as the package's own motion models do.
# Why it matters: an overdetermined fit, of a calibration or of a line through marks, is a wrong one of plausible size.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error jsfeat@0.0.8 >/dev/null
cat >"$work/run.cjs" <<'JS'
const assert = require("node:assert/strict");
const { matrix_t: Matrix, linalg, F64_t, C1_t } = require("jsfeat");

function matrix(columns, rows, values = []) {
  const made = new Matrix(columns, rows, F64_t | C1_t);
  made.data.set(values);
  return made;
}
const solved = {
  svd_solve: (rows, columns, a, b) => {
    const x = matrix(1, columns);
    linalg.svd_solve(matrix(columns, rows, a), x, matrix(1, rows, b));
    return [...x.data].slice(0, columns);
  },
  svd_invert: (rows, columns, a, b) => {
    const inverse = matrix(rows, columns);
    linalg.svd_invert(inverse, matrix(columns, rows, a));
    return Array.from({ length: columns }, (_, i) => b.reduce((sum, value, j) => sum + inverse.data[i * rows + j] * value, 0));
  },
};

const line = [1, 2, 3, 4].flatMap((t) => [1, t]);
for (const [what, rows, a, b, truth, right] of [
  ["two points of 1 + 2 t", 2, line.slice(0, 4), [3, 5], [1, 2], true],
  ["three points of it", 3, line.slice(0, 6), [3, 5, 7], [1, 2], false],
  ["four points of it", 4, line, [3, 5, 7, 9], [1, 2], false],
]) {
  for (const [name, solve] of Object.entries(solved)) {
    const found = solve(rows, 2, a, b);
    console.log(`${what}, ${name}: ${found.map((value) => value.toFixed(4)).join(", ")}, truly ${truth.join(", ")}`);
    const off = Math.max(...found.map((value, i) => Math.abs(value - truth[i])));
    assert.ok(right ? off < 1e-6 : off > 0.1);
  }
}

// The normal equations of the four points are square.
const normal = [4, 10, 10, 30];
const found = solved.svd_solve(2, 2, normal, [24, 70]);
console.log(`four points of it, normal equations: ${found.map((value) => value.toFixed(4)).join(", ")}`);
assert.ok(Math.abs(found[0] - 1) < 1e-6 && Math.abs(found[1] - 2) < 1e-6);

// The squares of the singular values add up to those of the elements.
const [w, u, v] = [matrix(1, 2), matrix(4, 4), matrix(2, 2)];
linalg.svd_decompose(matrix(2, 4, line), w, u, v, 0);
const total = w.data[0] ** 2 + w.data[1] ** 2;
assert.ok(Math.abs(total - line.reduce((sum, value) => sum + value ** 2, 0)) < 1e-6);
JS
node "$work/run.cjs"
