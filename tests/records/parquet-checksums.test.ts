import { crc32 } from "node:zlib";
import { ByteWriter } from "hyparquet-writer";
import { writePageHeader } from "hyparquet-writer/src/datapage.js";
import { expect, test } from "vitest";
import { readChunk } from "../../src/records/tables/parquet/pages.js";

const numbers = Float64Array.of(0.25, -1.5, 3, 4.125);

/** A column chunk of one page of doubles, as a writer with checksums leaves it: the CRC-32 of the page as a signed number. */
function chunk(content: Uint8Array, crc: number | undefined): Uint8Array {
  const writer = new ByteWriter();
  writePageHeader(writer, {
    type: "DATA_PAGE",
    uncompressed_page_size: content.length,
    compressed_page_size: content.length,
    ...(crc === undefined ? {} : { crc: crc | 0 }),
    data_page_header: {
      num_values: numbers.length,
      encoding: "PLAIN",
      definition_level_encoding: "RLE",
      repetition_level_encoding: "RLE",
    },
  });
  writer.appendBytes(content);
  return writer.getBytes();
}

const element = { name: "x", type: "DOUBLE", repetition_type: "REQUIRED" } as const;
const leaf = { element, children: [], count: 4, path: ["x"] };
const root = {
  element: { name: "schema", num_children: 1, repetition_type: "REQUIRED" as const },
  children: [leaf],
  count: 4,
  path: [],
};
const read = (bytes: Uint8Array) =>
  readChunk(bytes, numbers.length, {
    ...{ pathInSchema: ["x"], type: "DOUBLE", element, codec: "UNCOMPRESSED" },
    schemaPath: [root, leaf],
    parsers: {} as never,
  });

test("pages of Parquet are held against their checksums, where they have them", () => {
  const content = new Uint8Array(numbers.buffer.slice(0));
  expect(read(chunk(content, crc32(content)))).toEqual([...numbers]);
  expect(read(chunk(content, undefined))).toEqual([...numbers]);
  for (let bit = 0; bit < 8 * content.length; bit += 7) {
    const damaged = content.slice();
    damaged[bit >> 3] = (damaged[bit >> 3] as number) ^ (1 << (bit & 7));
    expect(() => read(chunk(damaged, crc32(content)))).toThrow(/checksum/);
  }
});
