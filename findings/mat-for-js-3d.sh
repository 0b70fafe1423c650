#!/usr/bin/env bash
# mat-for-js 1.1.0
#
# Expected: an array of three dimensions of a MATLAB file, [runs, rows, columns], comes as nested lists with the elements at their
#   places, as matrices do.
# Seen: elements are mixed, some come twice and others not at all: of a 2 x 2 x 2 array 011 and 111 are lost and 010 and 110 stand
#   in two places each. Each further index steps by the wrong number of elements. Matrices, and arrays whose first length is 1,
#   are right; SciPy reads the same bytes as they were written. The README limits sparse arrays, objects and version 7.3 only.
# Why it matters: several runs or several bodies in one array are the usual form. The numbers are all from the file and smooth
#   enough to be taken for a motion.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error mat-for-js@1.1.0 >/dev/null
cat >"$work/run.mjs" <<'JS'
import assert from "node:assert/strict";
import { createRequire } from "node:module";

const { read } = createRequire(import.meta.url)("mat-for-js");

/** An element of a MAT file, level 5: type, length, content, filled up to eight bytes. */
function element(type, content) {
  const tag = new Uint8Array(Uint32Array.of(type, content.byteLength).buffer);
  const bytes = new Uint8Array(8 * Math.ceil((8 + content.byteLength) / 8));
  bytes.set(tag);
  bytes.set(new Uint8Array(content.buffer), 8);
  return bytes;
}

/** A MAT file of level 5 with one array of doubles, values in the order of MATLAB: the first index runs fastest. */
function file(lengths, values) {
  const parts = [
    element(6, Uint32Array.of(6, 0)), // class double
    element(5, Int32Array.from(lengths)),
    element(1, new TextEncoder().encode("a")),
    element(9, Float64Array.from(values)),
  ];
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(136 + size);
  bytes.set(new TextEncoder().encode("MATLAB 5.0 MAT-file".padEnd(124)));
  bytes.set([0, 1, 0x49, 0x4d], 124); // version, byte order
  bytes.set(new Uint8Array(Uint32Array.of(14, size).buffer), 128);
  let at = 136;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes.buffer;
}

/** Every element says where it belongs: its indices as digits. */
function digits(lengths) {
  const count = lengths.reduce((product, length) => product * length, 1);
  return Array.from({ length: count }, (_, i) => {
    let rest = i;
    const indices = lengths.map((length) => {
      const index = rest % length;
      rest = (rest - index) / length;
      return index;
    });
    return Number(indices.join(""));
  });
}

const nested = (lengths, start = "") =>
  lengths.length === 0 ? Number(start) : Array.from({ length: lengths[0] }, (_, i) => nested(lengths.slice(1), start + i));

for (const lengths of [[2, 3], [1, 3, 4], [2, 2, 2], [2, 3, 4], [4, 3, 2]]) {
  const written = digits(lengths);
  const found = read(file(lengths, written)).data.a;
  const kept = new Set(found.flat(9)).size;
  const right = JSON.stringify(found) === JSON.stringify(nested(lengths));
  console.log(`${lengths.join(" x ")}: ${right ? "right" : `wrong, ${kept} of ${written.length} elements left`}; ${JSON.stringify(found)}`);
  assert.equal(right, lengths.length === 2 || lengths[0] === 1);
  if (!right) assert.ok(kept < written.length && found.flat(9).length === written.length);
}
JS
node "$work/run.mjs"
