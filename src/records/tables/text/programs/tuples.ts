import { type Delimiter, type Line, type Rewrite, splitCells } from "../rows.js";

/** A point as Python prints it in a cell: "(392, 85)", "[0.1 0.2]", "Vec2d(0.1, 0.2)"; at most of three numbers. */
const POINT = /^(?:\p{Letter}\w{0,19})?[([]\s*([-+\d.eE]+(?:(?:\s*,\s*|\s+)[-+\d.eE]+){1,2})\s*,?\s*[)\]]$/u;
/** The same as Unreal Engine writes it: "X=12.5 Y=0.0 Z=200.1". */
const LABELLED = /^\(?X=([-+\d.eE]+)[\s,]+Y=([-+\d.eE]+)(?:[\s,]+Z=([-+\d.eE]+))?\)?$/i;
const AXES = ["x", "y", "z"] as const;
/** Longer lines are no rows of a few numbers. */
const MOST = 2000;

function numbersOf(cell: string): string[] | undefined {
  const text = cell.trim();
  const labelled = LABELLED.exec(text)?.slice(1);
  return labelled?.filter((part) => part !== undefined) ?? POINT.exec(text)?.[1]?.split(/\s*,\s*|\s+/);
}

/** How points in single cells become a column for each of their numbers, "position" those of position_x and position_y. Undefined for any other text. */
export function pointLines(lines: readonly Line[]): Rewrite | undefined {
  const [heading, ...rows] = lines;
  if (heading === undefined || rows.length < 3 || rows.every(({ text }) => !/[([=]/.test(text))) return undefined;
  for (const delimiter of [",", ";", "\t"] as const) {
    const first = cellsOf(rows[0] as Line, delimiter);
    const counts = first?.map((cell) => numbersOf(cell)?.length ?? 1);
    if (first === undefined || first.length < 2 || counts === undefined || counts.every((count) => count === 1))
      continue;
    const fits = (line: Line) =>
      cellsOf(line, delimiter)?.every((cell, i) => counts[i] === 1 || isPoint(cell, counts[i]));
    if (rows.filter(fits).length < 0.8 * rows.length) continue;
    return (line) => {
      const cells = cellsOf(line, delimiter);
      if (cells === undefined || cells.length !== counts.length) return [line];
      const wide = cells.flatMap((cell, i) => {
        const count = counts[i] ?? 1;
        if (count === 1) return [quoted(cell, delimiter)];
        if (line.line === heading.line) return AXES.slice(0, count).map((axis) => quoted(`${cell}_${axis}`, delimiter));
        return numbersOf(cell) ?? AXES.slice(0, count).map(() => "");
      });
      return [{ line: line.line, text: wide.join(delimiter) }];
    };
  }
  return undefined;
}

/** Whether a cell holds so many numbers, or nothing. */
const isPoint = (cell: string, count = 1) => cell.trim() === "" || numbersOf(cell)?.length === count;

function cellsOf({ line, text }: Line, delimiter: Delimiter): string[] | undefined {
  if (text.length > MOST) return undefined;
  try {
    return splitCells("", line, text.trim(), delimiter);
  } catch {
    return undefined;
  }
}

const quoted = (cell: string, delimiter: string) =>
  cell.includes('"') || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;
