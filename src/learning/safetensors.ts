import { UserError } from "../base/errors.js";
import { sha256 } from "../base/sha256.js";
import { formatShape, type Shape, sizeOf } from "../graph/index.js";

// The format of https://github.com/huggingface/safetensors: 8 bytes of header length, a JSON header, then the numbers.

export interface NamedTensor<Reals extends Float32Array | Float64Array = Float32Array> {
  readonly name: string;
  readonly shape: Shape;
  readonly data: Reals;
}

export interface SafetensorsFile<Reals extends Float32Array | Float64Array = Float32Array> {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: readonly NamedTensor<Reals>[];
}

/** What was read from a file. */
export interface ReadSafetensors<Reals extends Float32Array | Float64Array = Float32Array>
  extends SafetensorsFile<Reals> {
  /** The file's digest, which holds; undefined where the file has none, so that damage to it cannot be told. */
  readonly digest: string | undefined;
}

/** Key of the digest in the metadata. */
const DIGEST = "sha256";
/** What stands in the place of the digest while the file's is taken. */
const BLANK = "0".repeat(64);

/**
 * Serialises tensors of 32 or 64 bits and text metadata. The metadata get a further key, `sha256`: the SHA-256 of the whole file with
 * those 64 digits as zeros.
 */
export function encodeSafetensors<Reals extends Float32Array | Float64Array>({
  metadata,
  tensors,
}: SafetensorsFile<Reals>): Uint8Array {
  let offset = 0;
  const entries = tensors.map(({ name, shape, data }) => {
    const start = offset;
    offset += data.byteLength;
    const dtype = data instanceof Float64Array ? "F64" : "F32";
    return [name, { dtype, shape, data_offsets: [start, offset] }] as const;
  });
  const json = JSON.stringify({
    __metadata__: { ...{ [DIGEST]: BLANK }, ...metadata, [DIGEST]: BLANK },
    ...Object.fromEntries(entries),
  });
  // Padded with spaces so that the numbers start at a multiple of eight bytes.
  const header = new TextEncoder().encode(
    json.padEnd(json.length + ((8 - (new TextEncoder().encode(json).length % 8)) % 8)),
  );
  const bytes = new Uint8Array(8 + header.length + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  let position = 8 + header.length;
  for (const { data } of tensors) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position);
    position += data.byteLength;
  }
  bytes.set(new TextEncoder().encode(sha256(bytes)), placeOf(BLANK, bytes.subarray(0, 8 + header.length)));
  return bytes;
}

/**
 * Reads 32-bit tensors and metadata. `UserError` naming `source` and what is wrong for anything else: a digest that does not hold, a
 * number that is not finite.
 */
export function decodeSafetensors(bytes: Uint8Array, source: string): ReadSafetensors {
  return decode(bytes, source, "F32", 4, (buffer) => new Float32Array(buffer));
}

/** The same for 64-bit tensors. */
export function decodeSafetensors64(bytes: Uint8Array, source: string): ReadSafetensors<Float64Array> {
  return decode(bytes, source, "F64", 8, (buffer) => new Float64Array(buffer));
}

function decode<Reals extends Float32Array | Float64Array>(
  bytes: Uint8Array,
  source: string,
  dtype: "F32" | "F64",
  size: 4 | 8,
  wrap: (buffer: ArrayBuffer) => Reals,
): ReadSafetensors<Reals> {
  const fail = (problem: string): never => {
    throw new UserError(`${source}: ${problem}; expected a safetensors file written by metahamilton`);
  };
  if (bytes.length < 8) return fail(`${bytes.length} bytes are too few`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > bytes.length - 8) return fail("truncated, or not safetensors: its header is longer than the file");
  const header = parseHeader(bytes.subarray(8, 8 + headerLength)) ?? fail("its header is not JSON");
  const content = bytes.subarray(8 + headerLength);
  const all = header.__metadata__ ?? {};
  if (!isTextRecord(all)) return fail("its metadata is not text");
  const { [DIGEST]: digest, ...metadata } = all;

  const tensors: NamedTensor<Reals>[] = [];
  const ranges: [start: number, end: number][] = [];
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    if (!isEntry(entry)) return fail(`tensor "${name}" is not described by dtype, shape and data_offsets`);
    const [start, end] = entry.data_offsets;
    if (entry.dtype !== dtype) return fail(`tensor "${name}" has type ${entry.dtype}, not ${dtype}`);
    if (end - start !== size * sizeOf(entry.shape))
      return fail(`tensor "${name}" has ${end - start} bytes for shape ${formatShape(entry.shape)}`);
    if (end > content.length) return fail(`truncated: tensor "${name}" ends at byte ${end} of ${content.length}`);
    ranges.push([start, end]);
    const data = wrap(Uint8Array.from(content.subarray(start, end)).buffer);
    tensors.push({ name, shape: entry.shape, data });
  }
  let total = 0;
  for (const [start, end] of ranges.sort(([a, b], [c, d]) => a - c || b - d)) {
    if (start !== total) return fail(`its tensors overlap or leave a gap at byte ${Math.min(start, total)}`);
    total = end;
  }
  if (total !== content.length) return fail(`${content.length - total} bytes follow the last tensor`);
  if (digest !== undefined && !holds(digest, bytes, 8 + headerLength))
    throw new UserError(
      `${source}: damaged: its SHA-256 is not the one that it was written with; take another copy of it`,
    );
  for (const { name, data } of tensors) {
    const bad = data.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0)
      throw new UserError(`${source}: number ${bad + 1} of tensor "${name}" is ${data[bad]}, expected a finite one`);
  }
  return { metadata, tensors, digest };
}

/** Where a text of ASCII stands in bytes; -1 where it does not. */
const placeOf = (text: string, bytes: Uint8Array) => new TextDecoder("latin1").decode(bytes).indexOf(text);

/** Whether the digest that a file carries in its first `headerEnd` bytes is the file's. */
function holds(digest: string, bytes: Uint8Array, headerEnd: number): boolean {
  const place = digest.length === BLANK.length ? placeOf(digest, bytes.subarray(0, headerEnd)) : -1;
  if (place < 0) return false;
  // Not `slice`, which in a Buffer of Node shares the memory.
  const blanked = Uint8Array.from(bytes);
  blanked.set(new TextEncoder().encode(BLANK), place);
  return sha256(blanked) === digest;
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isTextRecord = (value: unknown): value is Record<string, string> =>
  isRecord(value) && Object.values(value).every((text) => typeof text === "string");

const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);

function isEntry(value: unknown): value is { dtype: string; shape: number[]; data_offsets: [number, number] } {
  if (!isRecord(value) || typeof value.dtype !== "string" || !isSizes(value.shape)) return false;
  const offsets = value.data_offsets;
  return isSizes(offsets) && offsets.length === 2 && (offsets[0] as number) <= (offsets[1] as number);
}
