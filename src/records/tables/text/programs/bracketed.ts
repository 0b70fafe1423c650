import type { Line, Rewrite } from "../rows.js";

/** A row as Python prints it: "(0.1, 2.3)," or "[[0.1 2.3]". */
const BRACKETED = /^\s*[[(]+\s*([^[\]()]*?)\s*[\])]+,?\s*$/;

/** "# (t, x, v)": names as the rows stand. */
const HEADING = /^\s*#+\s*[[(]+\s*([^[\]()]+?)\s*[\])]+\s*$/;

/** Longer lines are no rows of a few numbers. */
const MOST = 2000;
const innerOf = (text: string) => (text.length < MOST ? BRACKETED.exec(text)?.[1] : undefined);

/** How printed tuples and arrays become rows of a table; undefined for any other text. */
export function bracketedLines(lines: readonly Line[]): Rewrite | undefined {
  const rows = lines.filter(({ text }) => innerOf(text) !== undefined).length;
  if (rows < 3 || rows < 0.8 * lines.length) return undefined;
  return ({ line, text }) => {
    const inner = innerOf(text);
    const heading = HEADING.exec(text.length < MOST ? text : "")?.[1];
    if (heading !== undefined) return [{ line, text: `# ${heading}` }];
    return [{ line, text: inner === undefined ? text : inner.includes(",") ? inner : inner.replace(/\s+/g, ",") }];
  };
}
