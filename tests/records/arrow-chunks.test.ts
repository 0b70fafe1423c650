import { describe, expect, test } from "vitest";
import { type ArrowChunk, checkChunks, type Layout } from "../../src/records/tables/binary/arrow-chunks.js";

const chunk = (length: number, rest: Partial<ArrowChunk>): ArrowChunk => ({ length, nullCount: 0, stride: 1, ...rest });
const held: readonly [Layout, number, Partial<ArrowChunk>][] = [
  ["values", 60, { values: new Float64Array(60) }],
  ["values", 15, { values: new Uint32Array(60), stride: 4 }],
  ["bits", 64, { values: new Uint8Array(8) }],
  ["offsets", 60, { valueOffsets: new Int32Array(61), values: new Uint8Array(7) }],
  ["values", 16, { values: new Float64Array(60), nullCount: 2, nullBitmap: new Uint8Array(2) }],
  ["values", 16, { nullCount: 16, nullBitmap: new Uint8Array(2) }],
];

describe("chunks of an Arrow column", () => {
  test.each(held)("kept as %s may have %i rows and no more", (layout, rows, rest) => {
    checkChunks("x", layout, [chunk(rows, rest)]);
    const more = chunk(rows + 1, rest.nullCount === rows ? { ...rest, nullCount: rows + 1 } : rest);
    expect(() => checkChunks("x", layout, [chunk(rows, rest), more])).toThrow(
      `column "x" claims ${rows + 1} rows in a chunk and holds ${rows}`,
    );
  });
});
