import { UserError } from "../../base/errors.js";
import { quote } from "../../base/text.js";
import type { TableColumn } from "../tables/table.js";

/** Names that the user gives instead of having them recognised; a number counts columns from 1. */
export interface ColumnChoices {
  readonly time?: string | undefined;
  /** Tells trajectories apart. */
  readonly id?: string | undefined;
  readonly coordinates?: readonly string[] | undefined;
  /** Conjugate to the coordinates, in their order. */
  readonly momenta?: readonly string[] | undefined;
  /** Of the coordinates, in their order. */
  readonly velocities?: readonly string[] | undefined;
  /** What acts on the system from outside, such as a force. */
  readonly inputs?: readonly string[] | undefined;
  /** Those of the inputs that keep their value until the next row, as what a controller gives out; "none" where all go on in straight lines. Found from the record where it is left out. */
  readonly held?: readonly string[] | undefined;
}

/** More columns are counted in messages. */
const MOST_LISTED = 24;

/** Columns as messages list them. */
export function listed(columns: readonly TableColumn[]): string {
  const names = columns
    .slice(0, MOST_LISTED)
    .map(({ name }, i) => (name === "" ? `(column ${i + 1} without a name)` : quote(name)));
  const more = columns.length - names.length;
  return `${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** The column that the user means: by its name, its whole heading, either in other capitals, or its number. */
export function chosenColumn(file: string, columns: readonly TableColumn[], text: string, option: string): number {
  const squeeze = (value: string) => value.replace(/\s+/g, " ").trim();
  const wanted = squeeze(text);
  const full = ({ name, unit }: TableColumn) => (unit === "" ? name : `${name} [${unit}]`);
  const tries: ((column: TableColumn) => boolean)[] = [
    ({ name }) => name === text,
    ({ name, heading, nameFromEnd }) => nameFromEnd === wanted || squeeze(heading ?? name) === wanted,
    // As the coordinates of several bodies are called.
    ({ name, group }) => group !== undefined && `${name} ${group}` === wanted,
    (column) => full(column) === wanted || full(column).replace("[", "(").replace("]", ")") === wanted,
    ({ name, heading }) =>
      squeeze(heading ?? name).toLowerCase() === wanted.toLowerCase() || name.toLowerCase() === wanted.toLowerCase(),
  ];
  for (const fits of tries) {
    const found = columns.findIndex(fits);
    if (found >= 0) return found;
  }
  const number = /^#?(\d+)$/.exec(wanted)?.[1];
  if (number !== undefined && Number(number) >= 1 && Number(number) <= columns.length) return Number(number) - 1;
  throw new UserError(`${file}: ${option} names ${quote(text)}, but the columns are ${listed(columns)}`);
}

/** The names with those of an array, such as "tau" for "tau_1" and "tau_2", replaced by those of its columns. */
export function withArrays<Names extends readonly string[] | undefined>(
  columns: readonly TableColumn[],
  names: Names,
): Names | string[] {
  if (names === undefined) return names;
  return names.flatMap((text) => {
    if (columns.some(({ name, heading }) => name === text || heading === text)) return [text];
    const parts = columns.filter(
      ({ name }) => name.startsWith(`${text}_`) && /^\d+$/.test(name.slice(text.length + 1)),
    );
    return parts.length > 1 ? parts.map(({ name }) => name) : [text];
  });
}
