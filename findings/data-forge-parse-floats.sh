#!/usr/bin/env bash
# data-forge 1.10.5
#
# Expected: parseFloats makes numbers of texts that are numbers, and of others NaN or an error, as Number() and the parsers of other
#   libraries do; it does raise one where a value is no text.
# Seen: it reads as far as it can: 0,9 is 0 and 12,75 is 12, so that a column with decimal commas keeps its whole parts; 1 000 is 1,
#   0x1F is 0, 12abc is 12. parseInts makes 1 of 1e3 and of 1e-3. Both drop the rest without a word.
# Why it matters: an angle of less than 1 rad is 0 in every row, a larger motion becomes a staircase, which a fit takes for a
#   motion that stands and jumps.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error data-forge@1.10.5 >/dev/null
cat >"$work/run.cjs" <<'JS'
const assert = require("node:assert/strict");
const { fromCSV, Series } = require("data-forge");

// As a spreadsheet with decimal commas writes it when fields are quoted.
const lines = Array.from({ length: 8 }, (_, i) => `"${(i / 4).toString().replace(".", ",")}","${(1.5 * Math.cos(i)).toFixed(2).replace(".", ",")}"`);
const record = fromCSV(`t,angle\n${lines.join("\n")}\n`);
const read = record.parseFloats(["t", "angle"]);
const [written, found] = [record, read].map((frame) => frame.getSeries("angle").toArray());
console.log(`angles ${written.join("; ")} are read as ${found.join("; ")}`);
console.log(`times ${record.getSeries("t").toArray().join("; ")} as ${read.getSeries("t").toArray().join("; ")}`);
assert.deepEqual(read.getSeries("t").toArray(), [0, 0, 0, 0, 1, 1, 1, 1]);
found.forEach((value, i) => assert.equal(value + 0, Math.trunc(Number(written[i].replace(",", "."))) + 0));

for (const [name, texts, seen] of [
  ["parseFloats", ["1e3", "1 000", "0x1F", "12abc", "abc"], [1000, 1, 0, 12, NaN]],
  ["parseInts", ["1000", "1e3", "1e-3", "12abc"], [1000, 1, 1, 12]],
]) {
  const values = new Series(texts)[name]().toArray();
  console.log(`${name}: ${texts.map((text, i) => `${text} is ${values[i]}, as Number() ${Number(text.replace(" ", "_"))}`).join("; ")}`);
  assert.deepEqual(values, seen);
}
assert.throws(() => new Series([1]).parseFloats().toArray(), /expected all values in the series to be strings/);
JS
node "$work/run.cjs"
