import { UserError } from "../../../base/errors.js";
import { quote } from "../../../base/text.js";
import { meaningOf } from "../../columns/meaning.js";
import { parseUnit } from "../../columns/units/units.js";
import type { TableColumn } from "../table.js";
import { parseHeading } from "./heading.js";

// Rows above the names that tell tracks, runs and bodies apart: "Masse A" over the first of its columns (Tracker, merged cells of Excel), or
// over each of them (DeepLabCut, OptiTrack, columns of pandas with levels).

/** How many cells of a row are titles of something that is known. */
export const known = (cells: readonly string[]) =>
  cells.filter((cell) => {
    const { name, unit } = parseHeading(cell);
    return name !== "" && meaningOf(name, parseUnit(unit)).kind !== "unknown";
  }).length;

/** Whether a title stands over several columns, once over the first or again over each. */
export const isGroupRow = (cells: readonly string[]) => hasGaps(cells) || repeatsOver(cells) !== undefined;

const hasGaps = (cells: readonly string[]) =>
  cells.length > 2 &&
  cells.filter((cell) => cell === "").length >= cells.length / 3 &&
  known(cells) < 2 &&
  !cells.some((cell) => /^t(ime)?$/i.test(cell));

/** Cells that repeat beside each other, without the row's own title in the first column; undefined for any other row. */
function repeatsOver(cells: readonly string[]): readonly string[] | undefined {
  const own = cells[0] !== "" && cells[0] !== cells[1] ? ["", ...cells.slice(1)] : cells;
  const filled = own.filter((cell) => cell !== "");
  const runs = filled.filter((cell, i) => cell !== filled[i - 1]);
  const distinct = new Set(filled).size;
  return filled.length > 1 && runs.length === distinct && 2 * distinct <= filled.length ? own : undefined;
}

/** Titles of quantities rather than of bodies. */
const QUANTITY =
  /^(rotation|quaternion|orientation|position|velocity|acceleration|mean marker error|marker quality)s?$/i;

/** Adds to columns the groups that rows of titles above them name, the uppermost first. */
export function withGroups(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): TableColumn[] {
  const levels = distinctLevels(rows.flatMap(expanded));
  return columns.map((column, i) => {
    if (column.name === "") return column;
    const titles = levels.map((level) => level[i] ?? "").filter((title) => title !== "");
    const quantity = titles.find((title) => QUANTITY.test(title));
    const group = titles.filter((title) => title !== quantity).join(" ");
    const named = quantity === undefined ? column : { ...column, ...titled(column, quantity, i, levels, columns) };
    return group === "" ? named : { ...named, group };
  });
}

/** "Rotation" over X, Y, Z and W is a quaternion. */
function titled(
  column: TableColumn,
  quantity: string,
  index: number,
  levels: readonly (readonly string[])[],
  columns: readonly TableColumn[],
): Pick<TableColumn, "name"> {
  const together = columns.filter((_, i) => levels.every((level) => level[i] === level[index]));
  const four = together.some(({ name }) => /^w$/i.test(name));
  return { name: `${four ? "Quaternion" : quantity} ${column.name}` };
}

/** A row's title for every column; none where all columns have the same. */
function expanded(cells: readonly string[]): (readonly string[])[] {
  const own = repeatsOver(cells);
  if (own !== undefined) return new Set(own.filter((cell) => cell !== "")).size > 1 ? [own] : [];
  let title = "";
  return [
    cells.map((cell) => {
      if (cell !== "") title = cell;
      return title;
    }),
  ];
}

/** Without levels that divide the columns as one above does. */
function distinctLevels(levels: readonly (readonly string[])[]): (readonly string[])[] {
  const shape = (level: readonly string[]) => level.map((cell) => level.indexOf(cell)).join();
  return levels.filter((level, i) => levels.findIndex((other) => shape(other) === shape(level)) === i);
}

/** The times of LabVIEW, which it may write again before every channel. */
const X_VALUE = /^x_value$/i;

/**
 * Repeated sets of names become groups; other names that occur twice are refused. Names without letters, such as the question marks that an
 * encoding left of Greek ones, are none.
 */
export function distinct(file: string, line: number, written: readonly TableColumn[]): TableColumn[] {
  const columns = written.map((column, i) => {
    const again = X_VALUE.test(column.name) && written.findIndex(({ name }) => X_VALUE.test(name)) < i;
    return again || /^[^\p{Letter}\p{Number}]+$/u.test(column.name) ? { ...column, name: "" } : column;
  });
  const key = ({ name, group }: TableColumn) => `${group ?? ""}\n${name}`;
  const keys = columns.map(key);
  const twice = columns.findIndex((column, i) => column.name !== "" && keys.indexOf(key(column)) < i);
  if (twice < 0) return columns;
  const grouped = repeats(columns);
  if (grouped !== undefined) return grouped;
  // One quantity in two units.
  const unlike = columns.map((column, i) => {
    const first = columns[keys.indexOf(keys[i] as string)] as TableColumn;
    return first === column || column.name === "" || column.unit === first.unit || column.heading === undefined
      ? column
      : { ...column, name: column.heading };
  });
  if (
    new Set(unlike.filter(({ name }) => name !== "").map(key)).size === unlike.filter(({ name }) => name !== "").length
  )
    return unlike;
  throw new UserError(
    `${file}, line ${line}: columns ${keys.indexOf(keys[twice] as string) + 1} and ${twice + 1} are both called ${quote(columns[twice]?.name ?? "")}`,
  );
}

/** t,x,y,x,y as two tracks with one time, t,x,v,t,x,v as two runs, also with columns without names between; undefined for any other repetition. */
function repeats(columns: readonly TableColumn[]): TableColumn[] | undefined {
  const named = columns.flatMap(({ name }, i) => (name === "" ? [] : [i]));
  const name = (i: number) => columns[named[i] as number]?.name;
  for (const shared of [0, 1])
    for (let size = 2; 2 * size <= named.length - shared; size++) {
      if ((named.length - shared) % size !== 0) continue;
      const same = named.every((_, i) => i < shared || name(i) === name(shared + ((i - shared) % size)));
      if (!same) continue;
      return columns.map((column, i) => {
        const at = named.indexOf(i);
        return at < shared ? column : { ...column, group: String(Math.floor((at - shared) / size) + 1) };
      });
    }
  return undefined;
}
