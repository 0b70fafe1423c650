#!/usr/bin/env bash
# pyarrow 25.0.1 (writes), apache-arrow 21.2.0 (reads)
#
# Expected: a decimal column, 1.234 of decimal128(10, 3), reads as 1.234 in whatever form: the scale stands in the
#   type.
# Seen: get() gives an object whose number and text are 1234; JSON says "1234", too. Of decimal256 the number is 1234
#   and the text is 4, of -0.5 it is -0. Only valueOf(3), told the scale by hand, is right. hyparquet reads the same
#   column as 1.234.
# Why it matters: decimals come without being asked for: databases write them, DuckDB for 0.1 * i. Positions a
#   thousand times too large are a plausible record in other units.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error apache-arrow@21.2.0 >/dev/null
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check --only-binary :all: \
  pyarrow==25.0.1 2>"$work/pip.log" ||
  { cat "$work/pip.log" >&2; exit 1; }
"$work/python/bin/python" - "$work/record.arrow" <<'PY'
import sys
from decimal import Decimal

import pyarrow as pa
import pyarrow.feather

values = [Decimal("1.234"), Decimal("-0.500")]
columns = {"narrow": pa.array(values, pa.decimal128(10, 3)), "wide": pa.array(values, pa.decimal256(50, 3))}
pa.feather.write_feather(pa.table(columns), sys.argv[1], compression="uncompressed")
PY
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { tableFromIPC } from "apache-arrow";

const table = tableFromIPC(readFileSync(new URL("record.arrow", import.meta.url)));
const seen = Object.fromEntries(
  ["narrow", "wide"].map((name) => {
    const column = table.getChild(name);
    const rows = [0, 1].map((i) => column.get(i));
    const told = { number: rows.map(Number), text: rows.map(String), scaled: rows.map((value) => value.valueOf(3)) };
    console.log(`${name}, scale ${column.type.scale}: ${JSON.stringify(told)}; written 1.234, -0.5`);
    return [name, told];
  }),
);
for (const { number, scaled } of Object.values(seen)) {
  assert.deepEqual(number, [1234, -500]);
  assert.deepEqual(scaled, [1.234, -0.5]);
}
assert.deepEqual(seen.narrow.text, ["1234", "-500"]);
assert.deepEqual(seen.wide.text, ["4", "-0"]);
JS
node "$work/run.mjs"
