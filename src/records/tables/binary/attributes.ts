import type { NamedArray } from "../named-array.js";
import type { Cell, CountedTime } from "../table.js";

/** Attributes of a variable by name, as numbers, texts or lists of these. */
export type VariableAttributes = Readonly<Record<string, unknown>>;

/**
 * A variable as the climate and forecast conventions mean it (https://cfconventions.org): fill values become NaN, packed numbers are
 * scaled and shifted, and the unit is that of `units`, of "seconds since 2026-01-01" the seconds.
 */
export function decodedArray(
  array: Pick<NamedArray, "name" | "shape" | "data" | "group" | "labels" | "units">,
  attributes: VariableAttributes,
): NamedArray {
  const written = textOf(attributes.units) ?? textOf(attributes.unit) ?? textOf(attributes.Units) ?? "";
  const unit = written.replace(/\s+since\s.*$/i, "");
  const counts = countedSince(written);
  const fills = [attributes._FillValue, attributes.missing_value].flatMap(numbersOf);
  const [scale = 1] = numbersOf(attributes.scale_factor);
  const [offset = 0] = numbersOf(attributes.add_offset);
  if (fills.length === 0 && scale === 1 && offset === 0) return { ...array, unit, counts };
  const value = (cell: Cell): Cell => {
    if (typeof cell === "string") return cell;
    const number = Number(cell);
    return fills.includes(number) ? Number.NaN : number * scale + offset;
  };
  return { ...array, unit, data: Array.from({ length: array.data.length }, (_, i) => value(array.data[i] as Cell)) };
}

/** "nanoseconds since 2026-01-01" and finer than seconds alike, which the table brings to seconds. */
function countedSince(unit: string): CountedTime | undefined {
  const word = /^(milli|micro|nano)seconds?\s+since\s/i.exec(unit)?.[1]?.toLowerCase();
  const units = { milli: "ms", micro: "us", nano: "ns" } as const;
  return word === undefined ? undefined : { kind: "duration", unit: units[word as keyof typeof units] };
}

/** A text, also where it comes as a list of one. */
export function textOf(value: unknown): string | undefined {
  const one = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return typeof one === "string" ? one : undefined;
}

function numbersOf(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (typeof value === "bigint") return [Number(value)];
  // Zarr writes what JSON cannot as text, or as the bytes of a number.
  if (value === "NaN") return [Number.NaN];
  if (typeof value === "string" && /^[A-Za-z0-9+/]{11}=$/.test(value)) {
    const bytes = Uint8Array.from(atob(value), (character) => character.charCodeAt(0));
    return [new DataView(bytes.buffer).getFloat64(0, true)];
  }
  if (ArrayBuffer.isView(value) && "length" in value) return Array.from(value as unknown as ArrayLike<number>, Number);
  return Array.isArray(value) ? value.flatMap(numbersOf) : [];
}
