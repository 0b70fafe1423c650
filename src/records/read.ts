import { armRecord } from "./arms.js";
import { cleanRecord } from "./clean.js";
import type { ColumnChoices, ColumnRoles, CoordinateColumns } from "./columns/roles.js";
import { columnsOf, recogniseColumns } from "./columns/roles.js";
import {
  kindOf,
  type Mass,
  type Masses,
  massesOf,
  placeCoordinates,
  quantitiesOf,
  type RecordedQuantities,
} from "./columns/space.js";
import { type Collected, type CollectedMotion, collectMotions } from "./motions.js";
import type { MomentumOrigin, Motion, Recording } from "./recording.js";
import type { ByteSource } from "./source.js";
import { openTable } from "./tables/open.js";
import type { Table, TableColumn } from "./tables/table.js";

/** What the user says about a record. */
export interface ReadOptions extends ColumnChoices {
  /** Masses that turn velocities into momenta. */
  readonly masses?: Masses | undefined;
  /** Columns of points that are arms from a pivot: their angles become the coordinates. Found without being named, too. */
  readonly markers?: readonly string[] | undefined;
  /** Leave points as they are. */
  readonly cartesian?: boolean | undefined;
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
  const { markers = options.coordinates } = options;
  const roles = recogniseColumns(table.name, table.columns, { ...options, coordinates: markers });
  const names = roles.coordinates.map(({ position }) => table.columns[position]?.name ?? "");
  const masses = massesOf(table.name, names, options.masses);
  const time = table.columns[roles.time] as TableColumn;
  const quantities = quantitiesOf(table.columns, roles.coordinates, time, masses);
  const { space, order } = placeCoordinates(quantities);
  const coordinates = order.map((i) => roles.coordinates[i] as CoordinateColumns);
  const wanted = [...coordinates.flatMap((c) => columnsOf(c).filter((i) => i !== undefined)), ...roles.inputs];
  const collected = await collectMotions(table, roles, wanted, { skipMissing: options.skipMissing ?? false });
  const momenta = originOf(coordinates);
  const ordered = order.map((i) => masses[i] as Mass);
  const record = cleanRecord({
    source: table.name,
    time,
    space,
    coordinateKinds: order.map((i) => kindOf((quantities[i] as RecordedQuantities).position)),
    inputs: roles.inputs.map((i) => table.columns[i] as TableColumn),
    momenta,
    ...velocityQuantities(table, coordinates),
    masses: Float64Array.from(ordered, ({ value }) => value),
    motions: collected.motions.map((motion) =>
      toMotion(motion, wanted, { coordinates, inputs: roles.inputs, masses: ordered }),
    ),
    rows: collected.rows,
    kept: collected.kept,
    understood: describe(table, roles, coordinates, collected, momenta, options),
  });
  if (options.cartesian === true) return record;
  return armRecord(record, options.markers !== undefined) ?? record;
}

function velocityQuantities(
  { columns }: Table,
  coordinates: readonly CoordinateColumns[],
): Pick<Recording, "velocities"> {
  const found = coordinates.map(({ velocity }) => (velocity === undefined ? undefined : columns[velocity]));
  return found.every((column) => column !== undefined) ? { velocities: found } : {};
}

function originOf(coordinates: readonly CoordinateColumns[]): MomentumOrigin {
  if (coordinates.every(({ momentum }) => momentum !== undefined)) return "given";
  return coordinates.every(({ velocity }) => velocity !== undefined) ? "velocities" : "positions";
}

interface MotionColumns {
  readonly coordinates: readonly CoordinateColumns[];
  readonly inputs: readonly number[];
  readonly masses: readonly Mass[];
}

function toMotion(
  { id, times, values }: CollectedMotion,
  wanted: readonly number[],
  { coordinates, inputs, masses }: MotionColumns,
): Motion {
  const interleave = (indices: readonly (number | undefined)[]): Float64Array | undefined => {
    if (indices.length === 0 || indices.includes(undefined)) return undefined;
    const columns = indices.map((index) => values[wanted.indexOf(index as number)] as Float64Array);
    const joined = new Float64Array(times.length * columns.length);
    columns.forEach((column, c) => {
      for (let i = 0; i < times.length; i++) joined[i * columns.length + c] = column[i] as number;
    });
    return joined;
  };
  const pick = (key: keyof CoordinateColumns) => interleave(coordinates.map((c) => c[key]));
  const [velocities, accelerations, given] = [pick("velocity"), pick("acceleration"), pick("momentum")];
  const timesMass = (rates: Float64Array | undefined) =>
    rates?.map((v, k) => v * (masses[k % coordinates.length] as Mass).value);
  return {
    id,
    times,
    positions: pick("position") as Float64Array,
    momenta: given ?? timesMass(velocities),
    velocities,
    accelerations,
    forces: given === undefined ? timesMass(accelerations) : pick("force"),
    inputs: interleave(inputs),
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
  const partners = (key: "velocity" | "force") => coordinates.map((c) => c[key]).filter((i) => i !== undefined);
  // Of use only where every coordinate has one.
  const rates = [...(momenta === "given" ? [partners("velocity")] : []), partners("force")]
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
    ...(roles.inputs.length > 0 ? [`acts from outside: ${roles.inputs.map(label).join(", ")}`] : []),
    ...(roles.id === undefined ? [] : [`${count(motionsFound, "motion")}, told apart by ${label(roles.id)}`]),
    ...(motionsFound > motions.length ? [`the first ${motions.length} motions are used`] : []),
    ...(skipped > 0 ? [`${count(skipped, "row")} with a missing number left out`] : []),
    ...(kept < rows - skipped && motionsFound === motions.length ? [`an even selection of ${kept} rows is kept`] : []),
    ...(roles.unused.length > 0 ? [`not used: ${roles.unused.map(label).join(", ")}`] : []),
  ];
}
