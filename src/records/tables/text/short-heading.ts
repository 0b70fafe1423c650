import type { TableColumn } from "../table.js";
import { known } from "./groups.js";
import { commentText, isComment, type Line } from "./rows.js";

/** A symbol as formulas have it: "x1", "dx", "v_2". */
const SYMBOL = /^\p{Letter}{1,3}(_?\d+)?'*$/u;

/**
 * Numbered columns with the names of a last comment that has fewer of them, as Schmidt and Lipson's records do: "% x v" above run, time,
 * position and velocity. Whether they are meant for the last columns, the record must show: see `namedFromEnd`.
 */
export function withShortHeading(columns: readonly TableColumn[], above: readonly Line[]): readonly TableColumn[] {
  const last = above.at(-1);
  if (last === undefined || !isComment(last.text)) return columns;
  const names = commentText(last.text)
    .trim()
    .split(/[\s,;]+/);
  const first = columns.length - names.length;
  const symbols = names.every((name) => SYMBOL.test(name) || known([name]) > 0) && new Set(names).size === names.length;
  if (first < 1 || names.length < 2 || !symbols) return columns;
  return columns.map((column, i) => (i < first ? column : { ...column, nameFromEnd: names[i - first] as string }));
}
