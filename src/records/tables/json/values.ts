import type { Cell } from "../table.js";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export const isArray = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Parses a text, also with the NaN and Infinity that Python writes although JSON has none, or as Python prints dictionaries. Throws what `JSON.parse` throws. */
export function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    const plain = text.replace(/(?<=[:[,\s])-?(NaN|Infinity)(?=[\s,\]}])/g, "null");
    const printed = /^\s*[[{(\s]*'/.test(text) ? printedByPython(plain) : plain;
    if (printed === text) throw error;
    return JSON.parse(printed) as Json;
  }
}

/** What Python prints of dictionaries, also with numbers and arrays of NumPy, as JSON. */
const printedByPython = (text: string) =>
  text
    .replaceAll("'", '"')
    .replace(/\b(?:np\.|numpy\.)?(?:float|int|uint)\d{1,2}\(([^()]*)\)/g, "$1")
    .replace(/\b(?:np\.|numpy\.)?array\((\[[^()]*\])(?:, dtype=\w+)?\)/g, "$1")
    .replace(/(?<=[:[,(\s])-?(None|nan|inf)(?=[\s,\]})])/g, "null")
    .replace(/(?<=[:[,\s])(True|False)(?=[\s,\]}])/g, (word) => word.toLowerCase())
    .replace(/(?<=\d)\.(?=[\s,\]}])/g, ".0");

/** A cell as number or text; what is neither is missing. */
export function plain(value: Json | undefined): Cell {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return Number(value);
  if (typeof value !== "string") return Number.NaN;
  const number = Number(value);
  return value.trim() !== "" && Number.isFinite(number) && /^[\d.+\-eE]+$/.test(value) ? number : value;
}
