#!/usr/bin/env bash
# npyjs 1.2.0
#
# Expected: dump() of a list of JavaScript's numbers, which are doubles, infers float64, as NumPy does; what is read again is what
#   was written.
# Seen: a list with a fraction in it is written as float32, one of whole numbers as the smallest type that holds them, uint8 for 0 to
#   255. Unix times of seconds collapse to steps of 128 s: of a second at 100 Hz all times are one and the same. 0.1 comes back as
#   0.10000000149. A Float64Array, or { dtype: "f8" }, is written as it is.
# Why it matters: times stand still, energies that should be constant to 1e-12 scatter by 1e-7, and in NumPy differences of whole
#   positions below 256 wrap around: 3 - 5 is 254.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error npyjs@1.2.0 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { dump, load } from "npyjs";

async function again(values, options) {
  const bytes = dump(values, [values.length], options);
  const { data, dtype } = await load(bytes.buffer?.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) ?? bytes);
  return { dtype, values: [...data] };
}

const times = Array.from({ length: 101 }, (_, i) => 1767225600 + i / 100);
for (const [name, values, dtype, seen] of [
  ["angles", [0.1, -0.2, 0.3], "f4", [0.1, -0.2, 0.3].map(Math.fround)],
  ["Unix times, 1 s at 100 Hz", times, "f4", times.map(Math.fround)],
  ["positions in whole px", [3, 5, 200], "u1", [3, 5, 200]],
]) {
  const found = await again(values);
  const [lowest, highest] = [Math.min(...found.values), Math.max(...found.values)];
  console.log(`${name}: ${found.dtype}, ${new Set(found.values).size} different values from ${lowest} to ${highest}, written ${values[0]} to ${values.at(-1)}`);
  assert.equal(found.dtype, dtype);
  assert.deepEqual(found.values, seen);
  for (const right of [await again(Float64Array.from(values)), await again(values, { dtype: "f8" })]) {
    assert.equal(right.dtype, "f8");
    assert.deepEqual(right.values, values);
  }
}
assert.equal(new Set((await again(times)).values).size, 1);
JS
node "$work/run.mjs"
