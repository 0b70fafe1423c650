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

/** A row of a matrix as MATLAB writes it: "0.1 2.3;", "0.1, 2.3; ..." */
const MATRIX_ROW = /^\s*([-+\d.][-+\d.eE\s,]*?)\s*;\s*(?:\.{3})?\s*$/;

/** How the rows of a matrix in a program become those of a table; undefined for any other text. */
export function matrixLines(lines: readonly Line[]): Rewrite | undefined {
  const rowOf = (text: string) => {
    const row = text.length < MOST ? MATRIX_ROW.exec(text)?.[1] : undefined;
    return row !== undefined && /\d[\s,]+[-+\d.]/.test(row) ? row : undefined;
  };
  const rows = lines.filter(({ text }) => rowOf(text) !== undefined).length;
  if (rows < 3 || rows < 0.8 * lines.length) return undefined;
  return ({ line, text }) => [{ line, text: rowOf(text) ?? text }];
}
