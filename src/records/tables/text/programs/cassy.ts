import type { Line, Rewrite } from "../rows.js";

/** A column as CASSY Lab defines it: "Weg" s_A1 / m. */
const COLUMN = /^"([^"]*)"\s*([^/]*?)\s*(?:\/\s*(.*))?$/;

/** How the text of CASSY Lab (LD Didactic) becomes a table: ranges and digits in lines of their own, then `DEF=` with the columns. Undefined for any other text. */
export function cassyLines(lines: readonly Line[]): Rewrite | undefined {
  const definition = lines.slice(0, 12).find(({ text }) => text.startsWith("DEF="));
  if (definition === undefined || !/^MIN=/.test(lines[0]?.text ?? "")) return undefined;
  const columns = definition.text
    .slice(4)
    .split("\t")
    .map((text) => {
      const [, word = "", symbol = "", unit = ""] = COLUMN.exec(text.trim()) ?? [];
      return { word, symbol, unit: unit.trim() };
    });
  const twice = (word: string) => columns.filter((column) => column.word === word).length > 1;
  const heading = columns
    .map(({ word, symbol, unit }) => {
      const name = word === "" ? symbol : twice(word) ? `${word} ${symbol}` : word;
      return unit === "" ? name : `${name} [${unit}]`;
    })
    .join("\t");
  return ({ line, text }) => {
    if (line === definition.line) return [{ line, text: heading }];
    return /^\s*(MIN|MAX|SCALE|DEC)=/.test(text) ? [] : [{ line, text }];
  };
}
