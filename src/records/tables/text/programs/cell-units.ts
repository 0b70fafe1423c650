import { parseUnit } from "../../../columns/units/units.js";
import { type Line, type Rewrite, splitCells } from "../rows.js";

/** A number with its unit: "28.6°", "0,12 m", "-3.1 deg/s". Durations in words have a reader of their own. */
const VALUE =
  /^([-+\u2212]?\d[\d.,]*(?:[eE][-+]?\d+)?)\s*((?!(?:sec|min|hr|days?|yrs?)$)[\p{Letter}°µ%][^\d\s,;]{0,11}(?:\^?[-\d])?)$/u;
/** Longer lines are no rows of a few numbers. */
const MOST = 2000;

/** How rows of which some columns repeat their unit in every cell become rows of numbers, with the units in the heading above. Undefined for any other text. */
export function cellUnitLines(lines: readonly Line[]): Rewrite | undefined {
  for (const delimiter of ["\t", ";", ","] as const) {
    const cellsOf = ({ line, text }: Line): string[] | undefined => {
      if (text.length > MOST || !text.includes(delimiter)) return undefined;
      try {
        return splitCells("", line, text, delimiter).map((cell) => cell.trim());
      } catch {
        return undefined;
      }
    };
    const last = lines.at(-1);
    const units = (last === undefined ? undefined : cellsOf(last))?.map((cell) => VALUE.exec(cell)?.[2]);
    if (units === undefined || units.every((unit) => unit === undefined || parseUnit(unit) === undefined)) continue;
    const isRow = (cells: readonly string[] | undefined) =>
      cells?.length === units.length &&
      cells.every((cell, i) => units[i] === undefined || cell === "" || VALUE.exec(cell)?.[2] === units[i]) &&
      cells.some((cell) => /^[-+\u2212]?\d/.test(cell));
    const first = lines.findIndex((line) => isRow(cellsOf(line)));
    const heading = lines[first - 1];
    if (heading === undefined || cellsOf(heading)?.length !== units.length) continue;
    if (lines.slice(first).filter((line) => isRow(cellsOf(line))).length < 0.8 * (lines.length - first)) continue;
    const joined = (line: number, cells: readonly string[]) => [{ line, text: cells.join(delimiter) }];
    return (line) => {
      const cells = cellsOf(line);
      if (cells === undefined || line.line < heading.line) return [line];
      if (line.line === heading.line)
        return joined(
          line.line,
          cells.map((cell, i) => (units[i] === undefined ? cell : `${cell} [${units[i]}]`)),
        );
      if (!isRow(cells)) return [line];
      return joined(
        line.line,
        cells.map((cell, i) => (units[i] === undefined ? cell : (VALUE.exec(cell)?.[1] ?? ""))),
      );
    };
  }
  return undefined;
}
