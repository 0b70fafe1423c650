#!/usr/bin/env bash
# @antv/expr 1.0.2
#
# Expected: x-2-1 is x - 2 - 1, with or without spaces, as in JavaScript, whose notation is taken over; what cannot be read is an
#   error, as ^ is.
# Seen: a minus before a digit always makes a negative number, and what then follows a complete expression is dropped without an
#   error: with x = 3, x-2-1 is 3, x -2 is 3, x*2-1 is 6, 10-4+2 is 10. x - 2 - 1 with spaces is 0. In the same way 1.5e3*x is 1.5
#   and 1e-3 is 1.
# Why it matters: offsets that are taken off a signal, and constants as 1.5e-3, vanish; the result is the signal itself and so looks
#   right. x-y, which has no digit, is right.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error @antv/expr@1.0.2 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { evaluate } from "@antv/expr";

const [x, y] = [3, 2];
for (const [text, seen, truth] of [
  ["x-2-1", 3, x - 2 - 1],
  ["x -2", 3, x - 2],
  ["x*2-1", 6, x * 2 - 1],
  ["10-4+2", 10, 10 - 4 + 2],
  ["1.5e3*x", 1.5, 1.5e3 * x],
  ["1e-3", 1, 1e-3],
  ["x - 2 - 1", 0, x - 2 - 1],
  ["x * 2 - 1", 5, x * 2 - 1],
  ["x-y", 1, x - y],
]) {
  const found = evaluate(text, { x, y });
  console.log(`${text}: ${found}, in JavaScript ${truth}`);
  assert.equal(found, seen);
}
assert.throws(() => evaluate("x^2", { x, y }), /Unexpected character/);
JS
node "$work/run.mjs"
