import { UserError } from "../../base/errors.js";
import { quote } from "../../base/text.js";
import type { TableColumn } from "../tables/table.js";
import { chosenColumn, withArrays } from "./choose.js";

/** What stands for no column. */
const NONE = "none";

/**
 * Whether each of the columns `inputs` is said to keep its value until the next row; undefined where nothing is said. Throws `UserError` for a column that is no input.
 */
export function heldInputs(
  file: string,
  columns: readonly TableColumn[],
  inputs: readonly number[],
  held: readonly string[] | undefined,
): boolean[] | undefined {
  if (held === undefined) return undefined;
  if (inputs.length === 0)
    throw new UserError(`${file}: option held says how inputs go on, but there are none: name them with option inputs`);
  const none = held.length === 1 && held[0] === NONE && !inputs.some((i) => columns[i]?.name === NONE);
  const named = none ? [] : withArrays(columns, held).map((name) => chosenColumn(file, columns, name, "option held"));
  const other = named.findIndex((index) => !inputs.includes(index));
  if (other >= 0) {
    const names = inputs.map((i) => quote(columns[i]?.name ?? "")).join(", ");
    throw new UserError(
      `${file}: option held names ${quote(held[other] as string)}, which is no input; the inputs are ${names}`,
    );
  }
  return inputs.map((index) => named.includes(index));
}
