import { UserError } from "../base/errors.js";
import type { Quantity } from "../mechanics/index.js";
import type { CoordinateColumns } from "./columns/coordinate-columns.js";
import { type ColumnFacts, columnFacts } from "./columns/facts.js";
import { namedFromEnd } from "./columns/from-end.js";
import { heldInputs } from "./columns/held.js";
import { ownTimes, withAligned } from "./columns/made/aligned.js";
import { alongAxis, turningAxis } from "./columns/made/axis.js";
import { circleOf, withAngleOf } from "./columns/made/circle.js";
import { clockOf, withClock } from "./columns/made/clock.js";
import { datedTimes, withDates } from "./columns/made/dated.js";
import { dayFirstDates, withDayFirst } from "./columns/made/day-first.js";
import { velocityAlone, withIntegral } from "./columns/made/integrated.js";
import { rotationOf, withRotation } from "./columns/made/rotation.js";
import { type RoleChoices, recogniseColumns, recogniseTime } from "./columns/roles.js";
import { kindsOf, type Mass, type Masses, massesOf, placeCoordinates } from "./columns/space.js";
import { timeScale } from "./columns/time.js";
import { type Conversions, conversionsOf } from "./columns/units/convert.js";
import { fileUnitsOf } from "./columns/units/file-units.js";
import { periodOf } from "./columns/wrapped.js";
import { cleanRecord } from "./motions/clean.js";
import { type CollectedMotion, collectMotions, type WantedColumn } from "./motions/collect.js";
import { armRecord } from "./motions/markers/arms.js";
import { motionFilter } from "./motions/wanted.js";
import type { MomentumOrigin, Motion, Recording } from "./recording.js";
import { widened } from "./tables/long.js";
import type { Table } from "./tables/table.js";
import { describe, pushesOf } from "./understood.js";

/** What the user says about a record. */
export interface ReadOptions extends RoleChoices {
  /** Masses that turn velocities into momenta. */
  readonly masses?: Masses | undefined;
  /** Columns of points that are arms from a pivot: their angles become the coordinates. Found without being named, too. */
  readonly markers?: readonly string[] | undefined;
  /** Leave points as they are. */
  readonly cartesian?: boolean | undefined;
  /** Motions to take, by name or number; "0..9" for a range of numbers. */
  readonly motions?: readonly string[] | undefined;
  /** `false`: refuse rows with a missing number instead of leaving them out. */
  readonly skipMissing?: boolean | undefined;
}

/** A column of a coordinate: where it stands among the wanted ones. */
interface Placed {
  readonly key: keyof CoordinateColumns;
  readonly coordinate: number;
}

/**
 * Reads a record from an opened table: the columns by what they are. See `recogniseColumns`, `conversionsOf` and `collectMotions` for
 * what is understood and what is refused.
 */
export async function readTable(table: Table, given: ReadOptions = {}): Promise<Recording> {
  const options = given.rate === undefined && given.time === undefined ? { ...given, rate: table.rate } : given;
  const written = await columnFacts(table);
  if (written.every(({ numbers, instants, texts, missing }) => numbers + instants + texts + missing === 0))
    throw new UserError(`${table.name}: a heading but no rows of numbers`);
  const wide = options.id === undefined ? await widened(table, written) : undefined;
  if (wide !== undefined) return readTable(wide, options);
  const dayFirst = await dayFirstDates(table, written);
  if (dayFirst.length > 0) return readTable(withDayFirst(table, dayFirst), options);
  const dated = options.time === undefined ? await datedTimes(table, written) : undefined;
  if (dated !== undefined) return readTable(withDates(table, dated), options);
  const apart = options.time === undefined ? ownTimes(written) : [];
  if (apart.length > 0) return readTable(await withAligned(table, apart), options);
  const circle = options.coordinates === undefined ? circleOf(written) : undefined;
  if (circle !== undefined) return readTable(withAngleOf(table, circle), options);
  const alone = options.coordinates === undefined ? velocityAlone(table.name, written) : undefined;
  const turned = options.coordinates === undefined && alone === undefined ? rotationOf(table.name, written) : undefined;
  const { time, keys } = recogniseTime(table.name, written, options, table.identity);
  const clock = options.rate === undefined ? clockOf(written, time, keys, alone ?? turned?.columns[0]) : undefined;
  if (clock !== undefined) return readTable(withClock(table, clock), options);
  if (turned !== undefined) return readTable(withRotation(table, turned), options);
  if (alone !== undefined) {
    const scale = timeScale(table, time === undefined ? undefined : written[time], options);
    const axis = turningAxis(alone, written);
    const along = axis === undefined ? table : alongAxis(table, axis);
    return readTable(await withIntegral(along, axis?.main ?? alone, scale), options);
  }
  const { markers = options.coordinates } = options;
  const roles = recogniseColumns(table.name, written, { ...options, coordinates: markers }, table.identity);
  const fromEnd = namedFromEnd(written, roles);
  const facts = fromEnd ?? written;
  const timeFacts = roles.time === undefined ? undefined : facts[roles.time];
  const scale = timeScale(table, timeFacts, options);
  const names = coordinateNames(roles.coordinates.map(({ position }) => facts[position] as ColumnFacts));
  const masses = massesOf(table.name, names, options.masses);
  const conversions = conversionsOf(facts, roles.coordinates, scale.unit, roles.witness);
  const quantities = quantitiesOf(names, roles.coordinates, conversions, facts, scale.unit, masses);
  const { space, order } = placeCoordinates(quantities);
  const { wanted, places } = wantedColumns(facts, roles.coordinates, conversions);
  const inputs = roles.inputs.map(
    (column): WantedColumn => ({ column, factor: 1, sentinels: facts[column]?.sentinels ?? [] }),
  );
  const held = heldInputs(
    table.name,
    facts.map(({ column }) => column),
    roles.inputs,
    options.held,
  );
  const collected = await collectMotions(table, scale, [...wanted, ...inputs], {
    id: roles.id,
    descending: roles.descending,
    refuseMissing: options.skipMissing === false,
    takes: options.motions === undefined ? undefined : motionFilter(options.motions),
  });
  const momenta = originOf(roles.coordinates);
  const layout = { order, places, inputs: inputs.length, masses };
  const motions = collected.motions.map((motion) => toMotion(motion, layout));
  const fileUnits = fileUnitsOf(facts, roles.coordinates, order, conversions, scale.unit, momenta);
  const pushes = pushesOf(facts, roles).map((index) => (facts[index] as ColumnFacts).column.name);
  const record = cleanRecord({
    source: table.name,
    time: { name: scale.name, unit: scale.unit },
    space,
    coordinateKinds: kindsOf(
      order.map((i) => facts[(roles.coordinates[i] as CoordinateColumns).position] as ColumnFacts),
    ),
    inputs: roles.inputs.map((i, k) => ({
      ...plainQuantity(facts[i] as ColumnFacts),
      ...(held === undefined ? {} : { held: held[k] }),
    })),
    ...(pushes.length > 0 ? { pushes } : {}),
    momenta,
    ...(table.integrated === true ? { integrated: true } : {}),
    ...velocityQuantities(facts, roles.coordinates, order, conversions),
    masses: Float64Array.from(order, (i) => (masses[i] as Mass).value),
    ...(options.masses === undefined ? {} : { massesGiven: true }),
    ...(fileUnits === undefined ? {} : { fileUnits }),
    motions,
    rows: collected.rows,
    kept: motions.reduce((total, { times }) => total + times.length, 0),
    understood: describe({
      table,
      facts,
      roles,
      scale,
      conversions,
      collected,
      momenta,
      places,
      massesGiven: options.masses !== undefined,
      namedFromEnd: fromEnd !== undefined,
    }),
    columns: facts.map(({ column }) => column),
    roles: { time: roles.time, id: roles.id, coordinates: roles.coordinates, inputs: roles.inputs },
  });
  if (options.cartesian === true) return record;
  return armRecord(record, options.markers !== undefined) ?? record;
}

/** Names and units of the velocities, where every coordinate has them. */
function velocityQuantities(
  facts: readonly ColumnFacts[],
  coordinates: readonly CoordinateColumns[],
  order: readonly number[],
  { coordinates: conversions }: Conversions,
): Pick<Recording, "velocities"> {
  const found = order.flatMap((i): Quantity[] => {
    const column = coordinates[i]?.velocity;
    if (column === undefined) return [];
    const { name, unit } = (facts[column] as ColumnFacts).column;
    return [{ name, unit: conversions[i]?.velocity?.unit ?? unit }];
  });
  return found.length === order.length ? { velocities: found } : {};
}

/** Names of coordinates: with the track where two are called the same. */
function coordinateNames(positions: readonly ColumnFacts[]): string[] {
  const names = positions.map(({ column }) => column.name);
  return positions.map(({ column }, i) =>
    names.indexOf(column.name) === names.lastIndexOf(column.name) || column.group === undefined
      ? (names[i] as string)
      : `${column.name} ${column.group}`,
  );
}

const plainQuantity = ({ column }: ColumnFacts): Quantity => ({ name: column.name, unit: column.unit });

function wantedColumns(
  facts: readonly ColumnFacts[],
  coordinates: readonly CoordinateColumns[],
  { coordinates: conversions }: Conversions,
) {
  const wanted: WantedColumn[] = [];
  const places: Placed[] = [];
  coordinates.forEach((c, coordinate) => {
    for (const key of ["position", "momentum", "velocity", "force", "acceleration"] as const) {
      const column = c[key];
      if (column === undefined) continue;
      const { sentinels } = facts[column] as ColumnFacts;
      const period = key === "position" ? periodOf(facts[column] as ColumnFacts) : undefined;
      wanted.push({ column, factor: conversions[coordinate]?.[key]?.factor ?? 1, sentinels, period });
      places.push({ key, coordinate });
    }
  });
  return { wanted, places };
}

/** Names and units of every coordinate: from the columns, or mass times velocity. */
function quantitiesOf(
  names: readonly string[],
  coordinates: readonly CoordinateColumns[],
  { coordinates: conversions }: Conversions,
  facts: readonly ColumnFacts[],
  timeUnit: string,
  masses: readonly Mass[],
) {
  return coordinates.map(({ momentum, velocity }, i) => {
    const name = names[i] as string;
    const { position, momentum: p, velocity: v } = conversions[i] as Conversions["coordinates"][number];
    const q = { name, unit: position.unit };
    if (momentum !== undefined)
      return { position: q, momentum: { name: (facts[momentum] as ColumnFacts).column.name, unit: p?.unit ?? "" } };
    const rate = q.unit === "" || timeUnit === "" ? "" : `${q.unit}/${timeUnit}`;
    const speed = velocity === undefined || v?.unit === "" ? rate : (v?.unit ?? "");
    const unit = [masses[i]?.unit ?? "", speed].filter((text) => text !== "").join(" ");
    return { position: q, momentum: { name: `p_${name}`, unit } };
  });
}

function originOf(coordinates: readonly CoordinateColumns[]): MomentumOrigin {
  if (coordinates.every(({ momentum }) => momentum !== undefined)) return "given";
  return coordinates.every(({ velocity }) => velocity !== undefined) ? "velocities" : "positions";
}

interface MotionLayout {
  /** Which coordinate of the file each of the space is. */
  readonly order: readonly number[];
  readonly places: readonly Placed[];
  /** Columns after those of the coordinates. */
  readonly inputs: number;
  /** By coordinate of the file. */
  readonly masses: readonly Mass[];
}

function toMotion({ id, times, values }: CollectedMotion, { order, places, inputs, masses }: MotionLayout): Motion {
  const interleave = (columns: readonly (Float64Array | undefined)[]): Float64Array | undefined => {
    if (columns.length === 0 || columns.includes(undefined)) return undefined;
    const joined = new Float64Array(times.length * columns.length);
    columns.forEach((column, c) => {
      for (let i = 0; i < times.length; i++) joined[i * columns.length + c] = column?.[i] as number;
    });
    return joined;
  };
  const pick = (key: keyof CoordinateColumns) =>
    interleave(order.map((i) => values[places.findIndex((place) => place.key === key && place.coordinate === i)]));
  const [velocities, accelerations, given] = [pick("velocity"), pick("acceleration"), pick("momentum")];
  const timesMass = (rates: Float64Array | undefined) =>
    rates?.map((v, k) => v * (masses[order[k % order.length] as number] as Mass).value);
  return {
    id,
    times,
    positions: pick("position") as Float64Array,
    momenta: given ?? timesMass(velocities),
    velocities,
    accelerations,
    forces: given !== undefined ? pick("force") : velocities === undefined ? undefined : timesMass(accelerations),
    inputs: interleave(values.slice(places.length, places.length + inputs)),
  };
}
