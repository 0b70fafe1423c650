import { UserError } from "../../../base/errors.js";
import { isValue } from "./dialect.js";
import { isComment, type Line, splitCells } from "./rows.js";

/** A table that lies on its side has few lines, each with its name and many numbers. */
const [MOST_LINES, FEWEST_NUMBERS] = [64, 8];

/** The text of a table whose rows are the quantities, with rows and columns exchanged; undefined for any other. `lines`: the whole of it. */
export function turnedText(name: string, lines: readonly Line[]): string | undefined {
  const filled = lines.filter(({ text }) => text.trim() !== "" && !isComment(text));
  if (filled.length < 2 || filled.length > MOST_LINES) return undefined;
  for (const delimiter of ["\t", ";", ","] as const) {
    const rows = filled.map(({ line, text }) => cellsOf(name, line, text, delimiter));
    const width = rows[0]?.length ?? 0;
    const lies = rows.every(
      ([title = "", ...cells]) =>
        cells.length === width - 1 &&
        cells.length >= Math.max(FEWEST_NUMBERS, 2 * filled.length) &&
        /\p{Letter}/u.test(title) &&
        !isValue(title) &&
        cells.every(isValue),
    );
    if (!lies) continue;
    const quoted = (cell: string) => (/[\t"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
    return Array.from({ length: width }, (_, i) => rows.map((row) => quoted(row[i] as string)).join("\t")).join("\n");
  }
  return undefined;
}

function cellsOf(name: string, line: number, text: string, delimiter: "\t" | ";" | ","): string[] {
  try {
    return splitCells(name, line, text, delimiter);
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}
