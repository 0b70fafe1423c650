import type { ColumnChoices, ColumnRoles, CoordinateColumns } from "./columns/roles.js";
import { recogniseColumns } from "./columns/roles.js";
import { type Mass, type Masses, massesOf, placeCoordinates, quantitiesOf } from "./columns/space.js";
import { type Collected, type CollectedMotion, collectMotions } from "./motions.js";
import type { MomentumOrigin, Motion, Recording } from "./recording.js";
import type { ByteSource } from "./source.js";
import { openTable } from "./tables/open.js";
import type { Table, TableColumn } from "./tables/table.js";

/** What the user says about a record. */
export interface ReadOptions extends ColumnChoices {
  /** Masses that turn velocities into momenta. */
  readonly masses?: Masses | undefined;
  /** Leave out rows with a missing number instead of refusing them. */
  readonly skipMissing?: boolean | undefined;
}

/**
 * Reads a record from a file's bytes: the format by the name's ending, the columns by their names. See `openTable`,
 * `recogniseColumns` and `collectMotions` for what is understood and what is refused.
 */
export async function readRecord(source: ByteSource, options: ReadOptions = {}): Promise<Recording> {
  return readTable(await openTable(source, options.time), options);
}

/** The same from an opened table. */
export async function readTable(table: Table, options: ReadOptions = {}): Promise<Recording> {
  const roles = recogniseColumns(table.name, table.columns, options);
  const names = roles.coordinates.map(({ position }) => table.columns[position]?.name ?? "");
  const masses = massesOf(table.name, names, options.masses);
  const time = table.columns[roles.time] as TableColumn;
  const quantities = quantitiesOf(table.columns, roles.coordinates, time, masses);
  const { space, order } = placeCoordinates(quantities);
  const coordinates = order.map((i) => roles.coordinates[i] as CoordinateColumns);
  const wanted = coordinates.flatMap((c) =>
    [c.position, c.momentum, c.velocity, c.force].filter((i) => i !== undefined),
  );
  const collected = await collectMotions(table, roles, wanted, { skipMissing: options.skipMissing ?? false });
  const momenta = originOf(coordinates);
  const ordered = order.map((i) => masses[i] as Mass);
  return {
    source: table.name,
    time,
    space,
    momenta,
    masses: Float64Array.from(ordered, ({ value }) => value),
    motions: collected.motions.map((motion) => toMotion(motion, wanted, coordinates, ordered)),
    rows: collected.rows,
    kept: collected.kept,
    understood: describe(table, roles, coordinates, collected, momenta, options),
  };
}

function originOf(coordinates: readonly CoordinateColumns[]): MomentumOrigin {
  if (coordinates.every(({ momentum }) => momentum !== undefined)) return "given";
  return coordinates.every(({ velocity }) => velocity !== undefined) ? "velocities" : "positions";
}

function toMotion(
  { id, times, values }: CollectedMotion,
  wanted: readonly number[],
  coordinates: readonly CoordinateColumns[],
  masses: readonly Mass[],
): Motion {
  const d = coordinates.length;
  const pick = (key: keyof CoordinateColumns): Float64Array | undefined => {
    const columns = coordinates.map((c) => (c[key] === undefined ? undefined : values[wanted.indexOf(c[key])]));
    if (columns.some((column) => column === undefined)) return undefined;
    return Float64Array.from({ length: times.length * d }, (_, k) => columns[k % d]?.[Math.floor(k / d)] as number);
  };
  const [velocities, given, rates] = [pick("velocity"), pick("momentum"), pick("force")];
  const timesMass = (values: Float64Array | undefined) => values?.map((v, k) => v * (masses[k % d] as Mass).value);
  return {
    id,
    times,
    positions: pick("position") as Float64Array,
    momenta: given ?? timesMass(velocities),
    velocities,
    forces: given === undefined ? timesMass(rates) : rates,
  };
}

function describe(
  table: Table,
  roles: ColumnRoles,
  coordinates: readonly CoordinateColumns[],
  { rows, kept, skipped, motions, motionsFound }: Collected,
  momenta: MomentumOrigin,
  { masses }: ReadOptions,
): string[] {
  const label = (index: number | undefined) => {
    const column = table.columns[index ?? -1];
    return column === undefined ? "" : column.unit === "" ? column.name : `${column.name} [${column.unit}]`;
  };
  const count = (n: number, word: string) => `${n} ${word}${n === 1 ? "" : "s"}`;
  const massWords = masses === undefined ? "mass 1, since none is given" : "the given mass";
  const pairs = coordinates.map((c) => {
    if (momenta === "given") return `${label(c.position)} with momentum ${label(c.momentum)}`;
    if (momenta === "velocities") return `${label(c.position)} with velocity ${label(c.velocity)}`;
    return label(c.position);
  });
  const origin = {
    given: [],
    velocities: [`momenta: velocity times ${massWords}`],
    positions: [`momenta: estimated velocity times ${massWords}`],
  }[momenta];
  const columnsOf = (key: "velocity" | "force") => coordinates.map((c) => c[key]).filter((i) => i !== undefined);
  // Of use only where every coordinate has one.
  const rates = [...(momenta === "given" ? [columnsOf("velocity")] : []), columnsOf("force")]
    .filter((columns) => columns.length === coordinates.length)
    .flat();
  return [
    `${count(rows, "row")} ${table.notes.join(", ")}`.trim(),
    `time: ${label(roles.time)}`,
    `${count(coordinates.length, "coordinate")}: ${pairs.join("; ")}`,
    ...origin,
    ...(rates.length > 0
      ? [`time derivatives in the file, which the fit uses as well: ${rates.map(label).join(", ")}`]
      : []),
    ...(roles.id === undefined ? [] : [`${count(motionsFound, "motion")}, told apart by ${label(roles.id)}`]),
    ...(motionsFound > motions.length ? [`the first ${motions.length} motions are used`] : []),
    ...(skipped > 0 ? [`${count(skipped, "row")} with a missing number left out`] : []),
    ...(kept < rows - skipped && motionsFound === motions.length ? [`an even selection of ${kept} rows is kept`] : []),
    ...(roles.unused.length > 0 ? [`not used: ${roles.unused.map(label).join(", ")}`] : []),
  ];
}
