import type { Line, Rewrite } from "../rows.js";

/** A list of lists as Mathematica, C and Julia's vectors of tuples in braces write it, one or many to a line: "{{0., 0.5}, {0.02, 0.49}," */
const ROW = /\{([^{}]*)\}/g;
/** What may stand beside the rows. */
const BESIDE = /^[\s,;{}]*$/;

const rowsOf = (text: string) => Array.from(text.matchAll(ROW), ([, inner = ""]) => inner.trim());

/** How lists in braces become rows of a table; undefined for any other text. */
export function bracesLines(lines: readonly Line[]): Rewrite | undefined {
  const [first] = lines;
  if (first === undefined || !/^\s*(\w+\s*=\s*)?\{\s*[{\d.-]/.test(first.text)) return undefined;
  const fits = ({ text }: Line) => BESIDE.test(text.replace(/^\s*\w+\s*=\s*/, "").replace(ROW, ""));
  const found = lines.filter(fits);
  if (found.length < 0.8 * lines.length || found.flatMap(({ text }) => rowsOf(text)).length < 3) return undefined;
  return (line) => (fits(line) ? rowsOf(line.text).map((text) => ({ line: line.line, text })) : [line]);
}
