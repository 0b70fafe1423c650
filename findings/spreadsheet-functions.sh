#!/usr/bin/env bash
# @formulajs/formulajs 4.6.1, hyperformula 3.5.0, fast-formula-parser 1.0.19
#
# Expected: the functions of spreadsheets give what spreadsheets give: ATAN2(x, y), x first, as the comments of formulajs say, too;
#   INT rounds down, TRUNC(value, 2) keeps two decimals, CONVERT knows what an electron volt and a gauss are, F.TEST is a probability.
# Seen: ATAN2(1, 2) of formulajs is the angle of the point (2, 1): angles are mirrored at 45 degrees; the other two are right. CONVERT
#   has 1 eV = 1.6 J, 1 T = 1 gauss, 1 cm3 = 0.01 m3; F.TEST gives the ratio of the variances. INT(-2.5) of hyperformula is -2, and
#   TRUNC(-2.567, 2) of fast-formula-parser is -2.
# Why it matters: an angle from markers turns backwards and starts a quarter turn off: it is 90 degrees minus the truth, so that a
#   pendulum swings to the other side. INT(angle / 360), the count of turns, is one too high for negative angles.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error \
  @formulajs/formulajs@4.6.1 hyperformula@3.5.0 fast-formula-parser@1.0.19 >/dev/null
cat >"$work/run.cjs" <<'JS'
const assert = require("node:assert/strict");
const formulajs = require("@formulajs/formulajs");
const { HyperFormula } = require("hyperformula");
const FormulaParser = require("fast-formula-parser");

const parser = new FormulaParser();
function hyperformula(text) {
  const sheet = HyperFormula.buildFromArray([[`=${text}`]], { licenseKey: "gpl-v3" });
  return sheet.getCellValue({ sheet: 0, row: 0, col: 0 });
}
const tests = "{6,7,9,15,21},{20,28,31,38,40}";
for (const [text, ours, seen, truth] of [
  ["ATAN2(1,2)", formulajs.ATAN2(1, 2), [Math.atan2(1, 2), Math.atan2(2, 1), Math.atan2(2, 1)], Math.atan2(2, 1)],
  ["ATAN2(0,1)", formulajs.ATAN2(0, 1), [0, Math.PI / 2, Math.PI / 2], Math.PI / 2],
  ["INT(-2.5)", formulajs.INT(-2.5), [-3, -2, -3], -3],
  ["TRUNC(-2.567,2)", formulajs.TRUNC(-2.567, 2), [-2.56, -2.56, -2], -2.56],
  [`F.TEST(${tests})`, formulajs.F.TEST([6, 7, 9, 15, 21], [20, 28, 31, 38, 40]), [0.6141975, 0.6483178, 0.6483178], 0.6483178],
]) {
  const found = [ours, hyperformula(text), parser.parse(text)];
  console.log(`${text}: formulajs ${found[0]}, hyperformula ${found[1]}, fast-formula-parser ${found[2]}; spreadsheets ${truth}`);
  found.forEach((value, i) => assert.ok(Math.abs(value - seen[i]) < 1e-6));
}
for (const [from, to, seen, truth] of [
  ["eV", "J", 1.602176565, 1.602176634e-19],
  ["T", "ga", 1, 1e4],
  ["cm3", "m3", 0.01, 1e-6],
  ["mph", "m/s", 0.44704, 0.44704],
]) {
  const found = formulajs.CONVERT(1, from, to);
  console.log(`1 ${from} of formulajs is ${found} ${to}, truly ${truth}`);
  assert.ok(Math.abs(found / seen - 1) < 1e-6);
}
JS
node "$work/run.cjs"
