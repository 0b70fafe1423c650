import type { Delimiter, Line } from "./rows.js";

/** What the header of an ECSV file says (https://github.com/astropy/astropy-APEs/blob/main/APE6.rst). */
export interface EcsvHeader {
  readonly delimiter: Delimiter;
  /** By column. */
  readonly units: ReadonlyMap<string, string>;
}

/** A column as astropy writes it: one flow mapping, `{name: t, unit: s, datatype: float64}`. */
const COLUMN = /\{\s*name:\s*("[^"]*"|'[^']*'|[^,}\n]+),\s*unit:\s*(?:!\S+\s*\{unit:\s*)?("[^"]*"|'[^']*'|[^,}\n]+)/g;

/** The header in the comments of an ECSV file; undefined for any other text. */
export function ecsvHeader(lines: readonly Line[]): EcsvHeader | undefined {
  if (!/^#\s*%ECSV/.test(lines[0]?.text ?? "")) return undefined;
  const comments = lines.filter(({ text }) => text.startsWith("#")).map(({ text }) => text.replace(/^# ?/, ""));
  const header = comments.join("\n");
  const units = new Map<string, string>();
  for (const [, name = "", unit = ""] of header.matchAll(COLUMN)) units.set(bare(name), bare(unit));
  return { delimiter: /^delimiter:\s*['"]?,/m.test(header) ? "," : " ", units };
}

const bare = (text: string) => text.trim().replace(/^(["'])(.*)\1$/, "$2");
