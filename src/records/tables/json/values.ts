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
    const plain = /^\s*[[{\s]*'/.test(text) ? printedByPython(text) : text.replace(NOT_JSON, "null");
    if (plain === text) throw error;
    return JSON.parse(plain) as Json;
  }
}

const NOT_JSON = /(?<=[:[,\s])-?(NaN|Infinity)(?=[\s,\]}])/g;

/** What Python prints of dictionaries, also with numbers and arrays of NumPy, as JSON. In one pass, since such a text may be long. */
const printedByPython = (text: string) =>
  text.replace(
    /'|\b(?:np\.|numpy\.)?(?:array|(?:float|int|uint)\d{1,2})\(|(?:, dtype=\w+)?\)|-?\b(?:None|nan|inf|NaN|Infinity)\b|\b(?:True|False)\b|(?<=\d)\.(?=[\s,\])}])/g,
    (part) => {
      if (part === "'") return '"';
      if (part === ".") return "";
      if (/[()]$/.test(part)) return "";
      return part === "True" ? "true" : part === "False" ? "false" : "null";
    },
  );

/** A cell as number or text; what is neither is missing. */
export function plain(value: Json | undefined): Cell {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return Number(value);
  if (typeof value !== "string") return Number.NaN;
  const number = Number(value);
  return value.trim() !== "" && Number.isFinite(number) && /^[\d.+\-eE]+$/.test(value) ? number : value;
}
