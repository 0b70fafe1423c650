import type { Line, Rewrite } from "../rows.js";

/** How a table that is framed by lines of boxes, as Polars and DuckDB print it, becomes one with bars; undefined for any other text. */
export function boxedLines(lines: readonly Line[]): Rewrite | undefined {
  const inBox = lines.filter(({ text }) => /^\s*[│┃|].*[│┆┃]\s*$/.test(text)).length;
  if (inBox < 3 || inBox < 0.8 * lines.length) return undefined;
  return ({ line, text }) => {
    if (/^[\s┌┐└┘├┤┬┴┼─━═╞╪╡╭╮╰╯┏┓┗┛┡┩╇]+$/.test(text)) return [];
    return [{ line, text: text.replace(/[│┆┃]/g, "|") }];
  };
}
