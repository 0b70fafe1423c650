import type { Line, Rewrite } from "../rows.js";

const RULE = /^\*+$/;
/** "*        0 *    0.0000 *   0.12010 *": a row as ROOT's `TTree::Scan` prints it. */
const ROW = /^\*(.+)\*$/;

/** How rows that ROOT prints between asterisks become those of a table; undefined for any other text. */
export function rootLines(lines: readonly Line[]): Rewrite | undefined {
  const top = lines.findIndex(({ text }) => RULE.test(text.trim()));
  const heading = lines[top + 1]?.text.trim() ?? "";
  if (top < 0 || !/^\*\s+Row\s+\*/.test(heading) || !RULE.test(lines[top + 2]?.text.trim() ?? "")) return undefined;
  return ({ line, text }) => {
    const bare = text.trim();
    const cells = RULE.test(bare) ? undefined : ROW.exec(bare)?.[1];
    // Rules, "Type <CR> to continue" and "==> 1000 selected entries".
    if (cells === undefined) return [];
    return [
      {
        line,
        text: cells
          .split("*")
          .map((cell) => cell.trim())
          .join("\t"),
      },
    ];
  };
}
