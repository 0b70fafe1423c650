import { gunzipSync } from "fflate";
import type { CompressionCodec, Compressors, DecodedArray, PageHeader } from "hyparquet";
import { parquetHeader, readPage } from "hyparquet/src/column.js";
import { convert } from "hyparquet/src/convert.js";
import { deltaBinaryUnpack } from "hyparquet/src/delta.js";
import { crc32 } from "../../../base/crc32.js";
import { unpackSnappy } from "../packed/snappy.js";
import { unzstdAtMost } from "../packed/zstd.js";

/** What the reader knows of a column. The package's own name for it stands where programs that check declarations do not find it. */
type ColumnDecoder = Parameters<typeof readPage>[2];

// hyparquet decodes pages, but trusts what they say of themselves: a run length of billions would be written out. So every page
// is checked here first, and decoded from a buffer of its own, beyond whose end nothing can be read.

const MAX_PAGE_BYTES = 64 << 20;
const MAX_HEADER_BYTES = 64 << 10;
const ENCODINGS: readonly unknown[] = [
  "PLAIN",
  "PLAIN_DICTIONARY",
  "RLE_DICTIONARY",
  "RLE",
  "BYTE_STREAM_SPLIT",
  "DELTA_BINARY_PACKED",
  "DELTA_LENGTH_BYTE_ARRAY",
  "DELTA_BYTE_ARRAY",
];
const KINDS: readonly unknown[] = ["DATA_PAGE", "DATA_PAGE_V2", "DICTIONARY_PAGE"];

/** Decodes a column chunk of `rows` rows of a column that is no list; throws an `Error` for pages that contradict themselves. */
export function readChunk(bytes: Uint8Array, rows: number, decoder: ColumnDecoder): unknown[] {
  const values: unknown[] = [];
  let dictionary: DecodedArray | undefined;
  let at = 0;
  while (values.length < rows) {
    if (at >= bytes.length) throw new Error(`its pages hold ${values.length} of ${rows} rows`);
    const head = bytes.subarray(at, at + MAX_HEADER_BYTES);
    const reader = { view: new DataView(head.buffer, head.byteOffset, head.length), offset: 0 };
    const header = parquetHeader(reader);
    const start = at + reader.offset;
    const { compressed_page_size: packed } = header;
    if (!(packed >= 0) || start + packed > bytes.length) throw new Error("a page is cut off");
    at = start + packed;
    if (!KINDS.includes(header.type)) continue;
    const stored = bytes.subarray(start, at);
    // Of the page as it is stored, without its header; the format keeps it as a signed number.
    if (header.crc !== undefined && header.crc >>> 0 !== crc32(stored))
      throw new Error("a page is damaged: its checksum differs");
    const page = unpackPage(stored, header, decoder);
    const count = checkPage(page, decoder, rows - values.length);
    const { data } = readPage(
      { view: new DataView(page.bytes.buffer), offset: 0 },
      page.header,
      { ...decoder, codec: "UNCOMPRESSED" },
      dictionary,
      undefined,
      0,
    );
    if (data === undefined) continue;
    if (header.type === "DICTIONARY_PAGE") dictionary = convert(data, decoder);
    else for (let i = 0; i < Math.min(count, data.length); i++) values.push(bare(data[i]));
  }
  if (values.length !== rows) throw new Error(`its pages hold ${values.length} rows, expected ${rows}`);
  return values;
}

/** A field of a structure comes in a list for every structure that might be missing. */
function bare(value: unknown): unknown {
  return Array.isArray(value) ? bare(value[0]) : value;
}

interface Page {
  /** Fills its buffer. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The header of the page as it is now: not compressed. */
  readonly header: PageHeader;
}

/** The page in a buffer of its own, without compression. Levels of the second version are never compressed. */
function unpackPage(packed: Uint8Array, header: PageHeader, { codec, compressors }: ColumnDecoder): Page {
  const size = header.uncompressed_page_size;
  if (!(size >= 0 && size <= MAX_PAGE_BYTES))
    throw new Error(`a page claims ${size} bytes, at most ${MAX_PAGE_BYTES} are read`);
  const second = header.type === "DATA_PAGE_V2" ? header.data_page_header_v2 : undefined;
  const levels = second === undefined ? 0 : second.repetition_levels_byte_length + second.definition_levels_byte_length;
  if (!(levels >= 0 && levels <= Math.min(size, packed.length)))
    throw new Error("a page's levels are longer than the page");
  const bytes = new Uint8Array(size);
  bytes.set(packed.subarray(0, levels));
  const plain = second?.is_compressed === false || codec === "UNCOMPRESSED";
  const content = plain
    ? packed.subarray(levels)
    : decompress(packed.subarray(levels), size - levels, codec, compressors);
  if (content.length !== size - levels)
    throw new Error(`a page has ${content.length + levels} bytes, its header says ${size}`);
  bytes.set(content, levels);
  const unpacked = { ...header, compressed_page_size: size };
  if (second !== undefined) unpacked.data_page_header_v2 = { ...second, is_compressed: false };
  return { bytes, header: unpacked };
}

function decompress(
  packed: Uint8Array,
  size: number,
  codec: CompressionCodec,
  compressors: Compressors | undefined,
): Uint8Array {
  if (size === 0) return new Uint8Array(0);
  switch (codec) {
    case "SNAPPY":
      return unpackSnappy(packed, size);
    case "GZIP":
      return gunzipSync(packed, { out: new Uint8Array(size) });
    case "ZSTD":
      return unzstdAtMost(packed, MAX_PAGE_BYTES, size);
    default: {
      const unpack = compressors?.[codec];
      if (unpack === undefined) throw new Error(`it is compressed with ${codec}, which is not read`);
      return unpack(packed, size);
    }
  }
}

/** Throws unless the page's counts fit its rows and its runs its counts; returns its values. `rows`: how many are still missing. */
function checkPage({ bytes, header }: Page, { schemaPath, type: physical }: ColumnDecoder, rows: number): number {
  const { type } = header;
  const described =
    type === "DATA_PAGE"
      ? header.data_page_header
      : type === "DATA_PAGE_V2"
        ? header.data_page_header_v2
        : header.dictionary_page_header;
  if (described === undefined) throw new Error("a page is not described");
  const { num_values: count, encoding } = described;
  if (!ENCODINGS.includes(encoding)) throw new Error(`encoding ${encoding} is not read, but ${ENCODINGS.join(", ")}`);
  if (type === "DICTIONARY_PAGE") {
    if (!(count >= 0 && count <= bytes.length))
      throw new Error(`a dictionary claims ${count} values in ${bytes.length} bytes`);
    return count;
  }
  if (!(count >= 0 && count <= rows)) throw new Error(`a page claims ${count} values, ${rows} rows are left`);
  // Levels say how much of the path is there: none, a structure, its field.
  const levels = schemaPath.filter(({ element }) => element.repetition_type !== "REQUIRED").length;
  const bits = Math.ceil(Math.log2(levels + 1));
  const optional = levels > 0;
  let data = 0;
  const second = header.data_page_header_v2;
  if (type === "DATA_PAGE_V2" && second !== undefined) {
    data = second.repetition_levels_byte_length + second.definition_levels_byte_length;
    if (!(second.num_nulls >= 0 && second.num_nulls <= count))
      throw new Error(`a page claims ${second.num_nulls} nulls`);
    if (optional) checkRuns(bytes, second.repetition_levels_byte_length, data, bits, count);
  } else if (optional) {
    const length = new DataView(bytes.buffer).getUint32(0, true);
    data = 4 + length;
    if (data > bytes.length) throw new Error("a page's levels are longer than the page");
    checkRuns(bytes, 4, data, bits, count);
  }
  if (encoding === "PLAIN_DICTIONARY" || encoding === "RLE_DICTIONARY") {
    const width = bytes[data];
    // A page of nulls alone may end before its indices.
    if (width === undefined) return count;
    if (width > 32) throw new Error(`a page's indices are ${width} bits wide`);
    if (width > 0) checkRuns(bytes, data + 1, bytes.length, width, count, true);
  }
  if (encoding === "RLE") {
    if (physical !== "BOOLEAN") throw new Error("runs that hold no booleans");
    // A length of four bytes comes first.
    if (data + 4 > bytes.length) throw new Error("its runs are cut off");
    checkRuns(bytes, data + 4, bytes.length, 1, count, true);
  }
  if (String(encoding).startsWith("DELTA_")) checkDeltas(bytes, data, count, String(encoding));
  return count;
}

/** The sizes that a list of differences (DELTA_BINARY_PACKED) claims; of texts, that what their prefixes repeat fits a page. */
function checkDeltas(bytes: Uint8Array, from: number, count: number, encoding: string): void {
  if (count === 0 || from >= bytes.length) return;
  const reader = { view: new DataView(bytes.buffer), offset: from };
  checkBlocks(bytes, reader.offset);
  if (encoding === "DELTA_BINARY_PACKED") return;
  const lengths = new Int32Array(count);
  deltaBinaryUnpack(reader, count, lengths);
  let total = lengths.reduce((sum, length) => sum + Math.max(0, length), 0);
  if (encoding === "DELTA_BYTE_ARRAY") {
    checkBlocks(bytes, reader.offset);
    const suffixes = new Int32Array(count);
    deltaBinaryUnpack(reader, count, suffixes);
    total += suffixes.reduce((sum, length) => sum + Math.max(0, length), 0);
  }
  if (total > MAX_PAGE_BYTES) throw new Error(`texts of ${total} bytes in a page`);
}

/** Numbers in a block, and blocks within it that have a width each. */
const [MAX_BLOCK, MAX_MINIBLOCKS] = [1 << 16, 1 << 9];

function checkBlocks(bytes: Uint8Array, from: number): void {
  let at = from;
  const size = () => {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error("a list of differences is cut off");
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new Error("a list of differences has no size");
  };
  const [block, miniblocks] = [size(), size()];
  if (!(block > 0 && block <= MAX_BLOCK && miniblocks > 0 && miniblocks <= MAX_MINIBLOCKS && block % miniblocks === 0))
    throw new Error(`differences in blocks of ${block} in ${miniblocks} parts`);
}

/** Runs of indices may be filled up beyond the page's values, as DuckDB writes them. */
const MAX_FILL = 1 << 16;

/** Walks the run-length and bit-packed runs in bytes[from...to]: together they may hold `count` numbers, filled up to eight. */
function checkRuns(bytes: Uint8Array, from: number, to: number, width: number, count: number, fewer = false): void {
  let at = from;
  let seen = 0;
  while (seen < count && at < to) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined || at > to || shift > 28) throw new Error("a run is cut off");
      header += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    const run = Math.floor(header / 2);
    if (header % 2 === 1) {
      if (run > Math.ceil((count + (fewer ? MAX_FILL : 0)) / 8) + 1)
        throw new Error(`a run of ${8 * run} values among ${count}`);
      seen += 8 * run;
      at += run * width;
    } else {
      if (seen + run > count + (fewer ? MAX_FILL : 0)) throw new Error(`a run of ${run} values among ${count}`);
      seen += run;
      at += Math.ceil(width / 8);
    }
  }
  if (seen < count && !fewer) throw new Error(`its levels are ${seen}, expected ${count}`);
}
