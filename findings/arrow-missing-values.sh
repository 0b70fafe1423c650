#!/usr/bin/env bash
# apache-arrow 21.2.0
#
# Expected: toArray() of a column of numbers gives NaN where a value is missing, or refuses.
# Seen: it gives whatever lies in the buffer, 0 if the column was made by this package, while get() and iteration give
#   null. The vector says nullCount: 1 and toArray() does not look at it.
# Why it matters: toArray() is the fast way to a Float64Array that everybody takes. Frames in which a marker was lost
#   become positions at the origin: a jump and back, at full weight in every fit.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error apache-arrow@21.2.0 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { tableFromArrays, tableFromIPC, tableToIPC } from "apache-arrow";

const table = tableFromIPC(tableToIPC(tableFromArrays({ t: [0, 0.1, 0.2, 0.3], x: [1.5, null, 1.3, 1.2] })));
const x = table.getChild("x");
const [fast, exact] = [Array.from(x.toArray()), Array.from(x)];
console.log(`written   1.5, null, 1.3, 1.2 (${x.type}, nullCount ${x.nullCount})`);
console.log(`toArray() ${fast.join(", ")}`);
console.log(`iterated  ${exact.join(", ").replace("1.5, ,", "1.5, null,")}`);
assert.deepEqual(fast, [1.5, 0, 1.3, 1.2]);
assert.deepEqual(exact, [1.5, null, 1.3, 1.2]);
assert.equal(x.nullCount, 1);
JS
node "$work/run.mjs"
