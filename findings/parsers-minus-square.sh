#!/usr/bin/env bash
# fparser 4.2.0, bigeval 3.2.3, hyoka 1.2.0, mathjs 15.2.0 (as the truth)
#
# Expected: -x^2 is -(x^2), as in mathematics, Python and mathjs. README of fparser: operators "in correct order"; of bigeval: the
#   power binds strongest but for the factorial.
# Seen: the minus is taken first: at x = 3 all three give 9 for -x^2 and 18 for 2 * -x^2; fparser has exp(-x^2) = 8103 instead of
#   0.00012, bigeval that one right, since it takes the minus first only at the start and after an operator.
#   0 - x^2 and -(x^2) are right everywhere. Spreadsheets do as fparser does, but say so.
# Why it matters: a potential -k x^2 / 2 becomes the well of a spring, a Gaussian exp(-x^2) grows, a force -v^2 drives instead of
#   braking: signs of laws change without a word.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error \
  fparser@4.2.0 bigeval@3.2.3 hyoka@1.2.0 mathjs@15.2.0 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import BigEval from "bigeval";
import Formula from "fparser";
import { Expression } from "hyoka";
import { evaluate } from "mathjs";

const bigeval = new BigEval();
const parsers = {
  mathjs: (text) => evaluate(text),
  fparser: (text) => new Formula(text.replace("3", "x")).evaluate({ x: 3 }),
  bigeval: (text) => Number(bigeval.exec(text.replace("^", "**"))),
  hyoka: (text) => Number(new Expression(text).evaluate()),
};
for (const [text, ...seen] of [
  ["-3^2", -9, 9, 9, 9],
  ["2*-3^2", -18, 18, 18, 18],
  ["-3^2+1", -8, 10, 10, 10],
  ["0-3^2", -9, -9, -9, -9],
  ["-(3^2)", -9, -9, -9, -9],
]) {
  const found = Object.values(parsers).map((parse) => parse(text));
  console.log(`${text}: ${Object.keys(parsers).map((name, i) => `${name} ${found[i]}`).join(", ")}`);
  assert.deepEqual(found, seen);
}
const bells = [parsers.mathjs("exp(-3^2)"), parsers.fparser("exp(-3^2)"), parsers.bigeval("exp(-3^2)")];
console.log(`exp(-3^2): mathjs ${bells[0].toPrecision(4)}, fparser ${bells[1].toPrecision(4)}, bigeval ${bells[2].toPrecision(4)}`);
bells.forEach((bell, i) => assert.ok(Math.abs(bell / Math.exp([-9, 9, -9][i]) - 1) < 1e-12));
JS
node "$work/run.mjs"
