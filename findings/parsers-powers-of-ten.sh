#!/usr/bin/env bash
# math-expression-evaluator 2.0.7, math-expressions 1.8.1, expr-eval 2.0.2 (as the truth)
#
# Expected: 1.5e3 is 1500, as every program prints such numbers; a parser that does not know the notation raises an error.
# Seen: the e is Euler's number and the product is understood: 1.5e3 is 1.5 times 2.718 times 3 = 12.2, 3.03e-4 is 8.24 - 4 = 4.24,
#   1e-3 is -0.28. math-expressions besides takes log10(100) for ln(10) times 100 = 230.
# Why it matters: constants that a fit printed, as 3.03e-4, are put into a formula and evaluated to numbers of plausible size, some of
#   the other sign. Numbers written out are right, and so a law is right in some of its constants.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error \
  math-expression-evaluator@2.0.7 math-expressions@1.8.1 expr-eval@2.0.2 >/dev/null
cat >"$work/run.cjs" <<'JS'
const assert = require("node:assert/strict");
const Mexp = require("math-expression-evaluator");
const { Parser } = require("expr-eval");
const parsers = require("math-expressions");

const mexp = new (Mexp.default ?? Mexp)();
const expressions = parsers.default ?? parsers;
for (const [text, seen] of [
  ["1.5e3", 1.5 * Math.E * 3],
  ["3.03e-4", 3.03 * Math.E - 4],
  ["1e-3", Math.E - 3],
  ["1500", 1500],
  ["0.001", 0.001],
]) {
  const found = [mexp.eval(text), expressions.fromText(text).evaluate({})];
  const truth = Parser.evaluate(text);
  console.log(`${text}: math-expression-evaluator ${found[0]}, math-expressions ${found[1]}, expr-eval ${truth}`);
  assert.equal(truth, Number(text));
  for (const value of found) assert.ok(Math.abs(value - seen) < 1e-12);
}
const [mexpLog, log] = [mexp.eval("log 100"), expressions.fromText("log10(100)").evaluate({})];
console.log(`log10(100): math-expressions ${log}, expr-eval ${Parser.evaluate("log10(100)")}; log 100 of math-expression-evaluator ${mexpLog}`);
assert.ok(Math.abs(log - 100 * Math.LN10) < 1e-9 && Math.abs(Parser.evaluate("log10(100)") - 2) < 1e-12);
JS
node "$work/run.cjs"
