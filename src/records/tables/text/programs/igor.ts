import type { Line } from "../rows.js";

/** A line of Igor's text: WAVES names the columns, rows stand between BEGIN and END, and lines that begin with X are commands. */
export function igorLine({ line, text }: Line): readonly Line[] {
  const names = /^WAVES(?:\/[^\s]*)*\s+(.*)$/i.exec(text)?.[1];
  if (names !== undefined) {
    const waves = Array.from(names.matchAll(/'([^']*)'|[^\s,]+/g), ([whole, quoted]) => quoted ?? whole);
    return [{ line, text: waves.join("\t") }];
  }
  return /^(IGOR|BEGIN|END|X\b.*)\s*$/i.test(text) ? [] : [{ line, text: text.trim().replace(/\s+/g, "\t") }];
}

/** Whether a text is one of Igor. */
export const isIgor = (lines: readonly Line[]) => /^IGOR\s*$/.test(lines[0]?.text ?? "");
