import type { Line, Rewrite } from "../rows.js";

/** A line as the serial monitor of a microcontroller's editor keeps it: the time of day before what was sent. */
const STAMP = /^(\d{1,2}:\d\d:\d\d[.,]\d+) -> ?/;
/** What a serial plotter draws: "angle:0.5 omega:-1.2". */
const PAIR = /([\p{Letter}_][\p{Letter}\d_ .()/°²^-]*?)\s*[:=]\s*([-+]?\d[\d.]*(?:[eE][-+]?\d+)?)(?=[\s,;]|$)/gu;
const PAIRS = new RegExp(`^\\s*(?:${PAIR.source}[\\s,;]*)+$`, "u");
/** Longer lines are none of a serial monitor. */
const MOST = 500;

/** How the lines of a serial monitor or plotter become those of a table; undefined for any other text. */
export function serialLines(lines: readonly Line[]): Rewrite | undefined {
  const share = (fits: (text: string) => boolean) => lines.filter(({ text }) => fits(text)).length / lines.length;
  const stamped = lines.length > 2 && share((text) => STAMP.test(text)) > 0.8;
  const bare = (text: string) => (stamped ? text.replace(STAMP, "") : text);
  const paired = lines.length > 2 && share((text) => text.length < MOST && PAIRS.test(bare(text))) > 0.8;
  if (paired) return pairs(lines, bare);
  return stamped ? (line) => [{ ...line, text: line.text.replace(STAMP, "") }] : undefined;
}

function pairs(lines: readonly Line[], bare: (text: string) => string): Rewrite {
  const pairsOf = (text: string) => [...text.matchAll(PAIR)];
  const first = lines.find(({ text }) => text.length < MOST && PAIRS.test(bare(text)));
  const names = pairsOf(bare(first?.text ?? "")).map(([, name = ""]) => name.trim());
  return ({ line, text }) => {
    const found = text.length < MOST ? pairsOf(bare(text)) : [];
    // What else was sent is left out, or refused, as in any table.
    if (found.length === 0) return [{ line, text }];
    const values = new Map(found.map(([, name = "", value = ""]) => [name.trim(), value]));
    const row = { line, text: names.map((name) => values.get(name) ?? "").join("\t") };
    return line === first?.line ? [{ line, text: names.join("\t") }, row] : [row];
  };
}
