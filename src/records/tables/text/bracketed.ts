import type { Line, Rewrite } from "./rows.js";

/** A row as Python prints it: "(0.1, 2.3)," or "[[0.1 2.3]". */
const BRACKETED = /^\s*[[(]+\s*([^[\]()]*?)\s*[\])]+,?\s*$/;

/** How printed tuples and arrays become rows of a table; undefined for any other text. */
export function bracketedLines(lines: readonly Line[]): Rewrite | undefined {
  const rows = lines.filter(({ text }) => BRACKETED.test(text)).length;
  if (rows < 3 || rows < 0.8 * lines.length) return undefined;
  return ({ line, text }) => {
    const inner = BRACKETED.exec(text)?.[1];
    return [{ line, text: inner === undefined ? text : inner.includes(",") ? inner : inner.replace(/\s+/g, ",") }];
  };
}
