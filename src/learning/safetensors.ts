import { UserError } from "../base/errors.js";
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

/** Serialises tensors of 32 or 64 bits and text metadata. */
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
  const json = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) });
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
  return bytes;
}

/** Reads 32-bit tensors and metadata; `UserError` naming `source` and what is wrong for anything else. */
export function decodeSafetensors(bytes: Uint8Array, source: string): SafetensorsFile {
  return decode(bytes, source, "F32", 4, (buffer) => new Float32Array(buffer));
}

/** The same for 64-bit tensors. */
export function decodeSafetensors64(bytes: Uint8Array, source: string): SafetensorsFile<Float64Array> {
  return decode(bytes, source, "F64", 8, (buffer) => new Float64Array(buffer));
}

function decode<Reals extends Float32Array | Float64Array>(
  bytes: Uint8Array,
  source: string,
  dtype: "F32" | "F64",
  size: 4 | 8,
  wrap: (buffer: ArrayBuffer) => Reals,
): SafetensorsFile<Reals> {
  const fail = (problem: string): never => {
    throw new UserError(`${source}: ${problem}; expected a safetensors file written by metahamilton`);
  };
  if (bytes.length < 8) return fail(`${bytes.length} bytes are too few`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > bytes.length - 8) return fail("truncated, or not safetensors: its header is longer than the file");
  const header = parseHeader(bytes.subarray(8, 8 + headerLength)) ?? fail("its header is not JSON");
  const content = bytes.subarray(8 + headerLength);

  const tensors: NamedTensor<Reals>[] = [];
  let total = 0;
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    if (!isEntry(entry)) return fail(`tensor "${name}" is not described by dtype, shape and data_offsets`);
    const [start, end] = entry.data_offsets;
    if (entry.dtype !== dtype) return fail(`tensor "${name}" has type ${entry.dtype}, not ${dtype}`);
    if (end - start !== size * sizeOf(entry.shape))
      return fail(`tensor "${name}" has ${end - start} bytes for shape ${formatShape(entry.shape)}`);
    if (end > content.length) return fail(`truncated: tensor "${name}" ends at byte ${end} of ${content.length}`);
    total = Math.max(total, end);
    tensors.push({
      name,
      shape: entry.shape,
      data: wrap(Uint8Array.from(content.subarray(start, end)).buffer),
    });
  }
  if (total !== content.length) return fail(`${content.length - total} bytes follow the last tensor`);
  const metadata = header.__metadata__ ?? {};
  if (!isTextRecord(metadata)) return fail("its metadata is not text");
  return { metadata, tensors };
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
