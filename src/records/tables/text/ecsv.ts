import type { Delimiter, Line } from "./rows.js";

/** What the header of an ECSV file says (https://github.com/astropy/astropy-APEs/blob/main/APE6.rst). */
export interface EcsvHeader {
  readonly delimiter: Delimiter;
  /** By column. */
  readonly units: ReadonlyMap<string, string>;
}

/** The entries of a column, in flow or block style: `{name: t, unit: s, datatype: float64}`, or a line each. */
const NAME = /^\{?\s*name:\s*("[^"]*"|'[^']*'|[^,}\n]+)/;
const UNIT = /[\s,]unit:\s*(?:!\S+\s*\{unit:\s*)?("[^"]*"|'[^']*'|[^,}\n]+)/;

/** The header in the comments of an ECSV file; undefined for any other text. */
export function ecsvHeader(lines: readonly Line[]): EcsvHeader | undefined {
  if (!/^#\s*%ECSV/.test(lines[0]?.text ?? "")) return undefined;
  const comments = lines.filter(({ text }) => text.startsWith("#")).map(({ text }) => text.replace(/^# ?/, ""));
  const header = comments.join("\n");
  const units = new Map<string, string>();
  for (const column of header.split(/^- */m).slice(1)) {
    const [name, unit] = [NAME.exec(column)?.[1], UNIT.exec(column)?.[1]];
    if (name !== undefined && unit !== undefined) units.set(bare(name), bare(unit));
  }
  return { delimiter: /^delimiter:\s*['"]?,/m.test(header) ? "," : " ", units };
}

const bare = (text: string) => text.trim().replace(/^(["'])(.*)\1$/, "$2");
