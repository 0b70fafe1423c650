import type { CoordinateColumns } from "./columns/coordinate-columns.js";
import type { ColumnFacts } from "./columns/facts.js";
import { quotedName } from "./columns/names.js";
import type { ColumnRoles } from "./columns/roles.js";
import type { TimeScale } from "./columns/time.js";
import type { Conversions } from "./columns/units/convert.js";
import { measures } from "./columns/units/units.js";
import type { Collected } from "./motions/collect.js";
import type { MomentumOrigin } from "./recording.js";
import type { Table } from "./tables/table.js";

/** What is known of a record after it was read. */
export interface Understanding {
  readonly table: Table;
  readonly facts: readonly ColumnFacts[];
  readonly roles: ColumnRoles;
  readonly scale: TimeScale;
  readonly conversions: Conversions;
  readonly collected: Collected;
  readonly momenta: MomentumOrigin;
  /** Of the collected columns of coordinates. */
  readonly places: readonly { readonly key: keyof CoordinateColumns; readonly coordinate: number }[];
  readonly massesGiven: boolean;
  /** Whether the heading has fewer names than columns and names the last ones. */
  readonly namedFromEnd: boolean;
}

const count = (n: number, word: string) => `${n} ${word}${n === 1 ? "" : "s"}`;

/** How a file was understood, a sentence each. */
export function describe(known: Understanding): string[] {
  const { table, facts, roles, scale, conversions, collected, momenta, massesGiven } = known;
  const label = (index: number | undefined) => {
    const column = facts[index ?? -1]?.column;
    if (column === undefined) return "";
    const twice = facts.filter((other) => other.column.name === column.name).length > 1;
    const name = column.name === "" ? `column ${(index ?? 0) + 1}, without a name` : column.name;
    const full = twice && column.group !== undefined ? `${name} ${column.group}` : name;
    return column.unit === "" ? full : `${full} [${column.unit}]`;
  };
  const { rows, kept, skipped, repeated, motions, motionsFound, restarts } = collected;
  const { coordinates } = roles;
  const pairs = coordinates.map((c) => {
    if (momenta === "given") return `${label(c.position)} with momentum ${label(c.momentum)}`;
    if (momenta === "velocities") return `${label(c.position)} with velocity ${label(c.velocity)}`;
    return label(c.position);
  });
  const massWords = massesGiven ? "the given mass" : "mass 1, since none is given";
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
  const accelerations = coordinates.map((c) => c.acceleration).filter((i) => i !== undefined);
  const told = roles.id === undefined ? "" : `, told apart by ${label(roles.id)}`;
  const pushes = pushesOf(facts, roles);
  // Of text the first note goes on with the sentence.
  const notes = table.notes.join(", ");
  const joint = notes === "" ? "" : notes.startsWith("separated by") ? " " : ", ";
  return [
    `${count(rows, "row")}${joint}${notes}`,
    ...(known.namedFromEnd ? ["the heading has fewer names than columns: they are those of the last ones"] : []),
    ...(scale.column === undefined ? [] : [`time: ${label(scale.column)}`]),
    ...scale.notes,
    `${count(coordinates.length, "coordinate")}: ${pairs.join("; ")}`,
    ...roles.notes,
    ...conversions.notes,
    ...unwrappedNotes(known),
    ...origin,
    ...(rates.length > 0
      ? [`time derivatives in the file, which the fit uses as well: ${rates.map(label).join(", ")}`]
      : []),
    ...(momenta === "positions" && accelerations.length > 0
      ? [`accelerations: ${accelerations.map(label).join(", ")}`]
      : []),
    ...(roles.inputs.length > 0 ? [`acts from outside: ${roles.inputs.map(label).join(", ")}`] : []),
    ...(roles.id === undefined && motionsFound === 1 ? [] : [`${count(motionsFound, "motion")}${told}`]),
    ...(restarts > 0 ? [`the time starts anew ${count(restarts, "time")}, each time a new motion`] : []),
    ...(roles.descending ? ["times run backwards in the file; the rows are taken in the opposite order"] : []),
    ...(motionsFound > motions.length ? [`the first ${motions.length} motions are used`] : []),
    ...(skipped > 0 ? [`${count(skipped, "row")} with a missing number left out`] : []),
    ...(repeated > 0
      ? [`${count(repeated, "row")} left out that repeat${repeated === 1 ? "s" : ""} the one before`]
      : []),
    ...(collected.standing > 0 ? [`${count(collected.standing, "row")} with the time of the one before left out`] : []),
    ...(collected.thinned ? [`an even selection of ${kept} rows is kept`] : []),
    ...(pushes.length > 0
      ? [
          `if ${pushes.map(label).join(" or ")} acts from outside, say so: option inputs ${quotedName(facts[pushes[0] as number]?.column.name ?? "")}`,
        ]
      : []),
    ...(roles.unused.length > 0 ? [`not used: ${roles.unused.map(label).join(", ")}`] : []),
  ];
}

/** Columns that are not used and may act from outside, where none is said to. */
export const pushesOf = (
  facts: readonly ColumnFacts[],
  { inputs, unused, coordinates }: ColumnRoles,
): readonly number[] => {
  const isCircuit = coordinates.some(({ position }) => facts[position]?.unit?.dimensions.current !== undefined);
  return inputs.length > 0 ? [] : unused.filter((index) => mayPush(facts[index] as ColumnFacts, isCircuit));
};

/** What may act on the system from outside: a force, a torque or a control that changes; beside what is no circuit also a current. */
function mayPush({ meaning, column, unit, minimum, maximum }: ColumnFacts, isCircuit: boolean): boolean {
  if (!(maximum > minimum)) return false;
  if (meaning.kind === "force" || meaning.kind === "acceleration") return true;
  if (/^[mk]?N[ ·*⋅]?m$/.test(column.unit) || ACTING.test(column.name.replaceAll("_", " "))) return true;
  return !isCircuit && unit !== undefined && measures(unit, "current") && /^i\d*$/i.test(column.name);
}

/** Names of what acts on a machine: controls, torques, forces and voltages by their symbols, and the voltage or current of a motor, though not of what feeds all. */
const ACTING =
  /^(u|tau|τ)$|^(u|f|m|i|tau|τ) [mk]?(nm?|v|a)$|\b(drive|driving|control|input|motor|actuator|antrieb|stellgr|excitation|shaker|u ?cmd)|^(?!.*(bat|supply|vcc|\bbus\b|akku)).*\b(voltage|volts|spannung|tensione?|voltaje|current|strom|pwm|duty|throttle|effort\d*|thrust)\b/i;

function unwrappedNotes({ facts, roles, collected, places }: Understanding): string[] {
  return collected.jumps.flatMap((jumps, i) => {
    const place = places[i];
    if (jumps === 0 || place === undefined) return [];
    const { column } = facts[(roles.coordinates[place.coordinate] as CoordinateColumns).position] as ColumnFacts;
    return [`${column.name} begins anew after a whole turn: ${count(jumps, "jump")} taken back`];
  });
}
