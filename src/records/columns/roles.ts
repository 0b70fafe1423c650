import { UserError } from "../../base/errors.js";
import { quote } from "../../base/text.js";
import type { TableColumn } from "../tables/table.js";
import {
  accelerationNames,
  isCoordinateName,
  isIdentityName,
  isTimeName,
  momentumNames,
  rateNames,
  velocityNames,
} from "./names.js";

/** Names that the user gives instead of having them recognised. */
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
}

/** A coordinate and its columns, as indices. */
export interface CoordinateColumns {
  readonly position: number;
  readonly momentum?: number | undefined;
  /** dq/dt. */
  readonly velocity?: number | undefined;
  /** dp/dt; where there is no momentum but a velocity, the acceleration. */
  readonly force?: number | undefined;
  /** d2q/dt2, beside momenta as well. */
  readonly acceleration?: number | undefined;
}

/** What every column is for. */
export interface ColumnRoles {
  readonly time: number;
  readonly id: number | undefined;
  readonly coordinates: readonly CoordinateColumns[];
  readonly inputs: readonly number[];
  readonly unused: readonly number[];
}

/**
 * Finds out what the columns mean, by the names that people use and what the user says. Throws `UserError` where that is
 * not certain: no time, no coordinates, some coordinates with momenta or velocities and some without.
 */
export function recogniseColumns(
  file: string,
  columns: readonly TableColumn[],
  choices: ColumnChoices = {},
): ColumnRoles {
  const names = columns.map(({ name }) => name);
  const listed = names.map(quote).join(", ");
  const chosen = (name: string, option: string): number => {
    const index = names.indexOf(name);
    if (index < 0) throw new UserError(`${file}: ${option} names ${quote(name)}, but the columns are ${listed}`);
    return index;
  };
  const time = choices.time === undefined ? names.findIndex(isTimeName) : chosen(choices.time, "--time");
  if (time < 0)
    throw new UserError(`${file}: no column of times, such as t or time, among ${listed}; name it with --time`);
  const foundId = names.findIndex((name) => isIdentityName(name));
  const id = choices.id === undefined ? (foundId < 0 ? undefined : foundId) : chosen(choices.id, "--id");
  const inputs = (choices.inputs ?? []).map((name) => chosen(name, "--input"));
  const taken = new Set<number>([time, ...(id === undefined ? [] : [id]), ...inputs]);
  const coordinates =
    choices.coordinates === undefined
      ? recogniseCoordinates(file, names, taken, choices)
      : namedCoordinates(file, names, taken, choices, chosen);
  const used = new Set([...taken, ...coordinates.flatMap(columnsOf)]);
  return { time, id, coordinates, inputs, unused: names.flatMap((_, i) => (used.has(i) ? [] : [i])) };
}

/** All columns that a coordinate has. */
export const columnsOf = (c: CoordinateColumns) => [c.position, c.momentum, c.velocity, c.force, c.acceleration];

type Chosen = (name: string, option: string) => number;

function namedCoordinates(
  file: string,
  names: readonly string[],
  taken: ReadonlySet<number>,
  { coordinates = [], momenta, velocities }: ColumnChoices,
  chosen: Chosen,
): CoordinateColumns[] {
  for (const [option, list] of [
    ["--momenta", momenta],
    ["--velocities", velocities],
  ] as const)
    if (list !== undefined && list.length !== coordinates.length)
      throw new UserError(`${file}: ${option} names ${list.length} columns for ${coordinates.length} coordinates`);
  const positions = coordinates.map((name) => chosen(name, "--coordinates"));
  const find = finder(names, new Set([...taken, ...positions]));
  return positions.map((position, i) => {
    const name = names[position] as string;
    const momentum = momenta === undefined ? find(momentumNames(name)) : chosen(momenta[i] as string, "--momenta");
    const velocity =
      velocities === undefined ? find(velocityNames(name)) : chosen(velocities[i] as string, "--velocities");
    return withForce({ position, momentum, velocity }, names, find);
  });
}

function recogniseCoordinates(
  file: string,
  names: readonly string[],
  taken: ReadonlySet<number>,
  choices: ColumnChoices,
): CoordinateColumns[] {
  if (choices.momenta !== undefined || choices.velocities !== undefined)
    throw new UserError(`${file}: --momenta and --velocities need --coordinates, in the same order`);
  // A short name such as p or v1 belongs to the first coordinate that may have it, so x,y,px,py are matched before z,p.
  const claimed = new Set(taken);
  const partners = new Map<number, CoordinateColumns>();
  const rates = new Set(names.flatMap((name) => rateNames(name)));
  // Momenta first: p with dp/dt beside it looks like a coordinate with its velocity, unless its coordinate is found before.
  for (const needed of ["momentum", "velocity"] as const)
    names.forEach((name, position) => {
      if (claimed.has(position) || rates.has(name)) return;
      const find = finder(names, new Set([...claimed, position]));
      const found = withForce(
        { position, momentum: find(momentumNames(name)), velocity: find(velocityNames(name)) },
        names,
        find,
      );
      if (found[needed] === undefined) return;
      partners.set(position, found);
      for (const index of columnsOf(found)) if (index !== undefined) claimed.add(index);
    });
  const single = names.flatMap((name, i) => (!claimed.has(i) && isCoordinateName(name) ? [i] : []));
  if (partners.size === 0 && single.length === 0)
    throw new UserError(
      `${file}: no coordinates recognised among ${names.map(quote).join(", ")}; name them with --coordinates, and --momenta or --velocities`,
    );
  if (partners.size > 0 && single.length > 0) {
    const lonely = single.map((i) => quote(names[i] as string)).join(", ");
    const paired = [...partners.keys()].map((i) => names[i]).join(",");
    throw new UserError(
      `${file}: ${lonely} without momentum or velocity beside coordinates that have one; leave it out with --coordinates ${paired}`,
    );
  }
  const found =
    partners.size > 0
      ? [...partners.values()].sort((a, b) => a.position - b.position)
      : single.map((position) => ({ position }));
  const kinds = new Set(found.map((c: CoordinateColumns) => c.momentum !== undefined));
  if (kinds.size > 1)
    throw new UserError(
      `${file}: some coordinates have momenta, others only velocities; name the columns with --coordinates and --velocities`,
    );
  return found;
}

/** Finds the first free column with one of some names, exactly or but for capitals. */
function finder(
  names: readonly string[],
  taken: ReadonlySet<number>,
): (wanted: readonly string[]) => number | undefined {
  const lower = names.map((name) => name.toLowerCase());
  return (wanted) => {
    for (const list of [names, lower])
      for (const name of wanted) {
        const index = list.findIndex(
          (other, i) => other === (list === names ? name : name.toLowerCase()) && !taken.has(i),
        );
        if (index >= 0) return index;
      }
    return undefined;
  };
}

function withForce(
  { position, momentum, velocity }: CoordinateColumns,
  names: readonly string[],
  find: (wanted: readonly string[]) => number | undefined,
): CoordinateColumns {
  const name = names[position] as string;
  const acceleration = velocity === undefined ? undefined : find(accelerationNames(name, names[velocity] as string));
  const force = momentum === undefined ? acceleration : find(rateNames(names[momentum] as string));
  return { position, momentum, velocity, force, acceleration };
}
