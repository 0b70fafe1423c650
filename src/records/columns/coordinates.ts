import { UserError } from "../../base/errors.js";
import { type ColumnChoices, listed } from "./choose.js";
import { type CoordinateColumns, columnsOf, type Search } from "./coordinate-columns.js";
import { withoutDerived } from "./derived.js";
import type { ColumnFacts } from "./facts.js";
import { hintFor } from "./hints.js";
import { type Kind, sameSubject } from "./meaning.js";
import { accelerationNames, isCoordinateName, rateNames } from "./names.js";
import { withoutPartial } from "./partial.js";
import {
  byRecordAlone,
  declaredFactor,
  ENOUGH,
  FACTOR_TOLERANCE,
  mayBeCoordinate,
  momentumScore,
  unitsFit,
  velocityScore,
} from "./score.js";
import { parseUnit, sameDimensions, type Unit } from "./units/units.js";

export interface FoundCoordinates {
  readonly coordinates: readonly CoordinateColumns[];
  readonly notes: readonly string[];
}

/** The coordinates that the user names, with the partners named or found. */
export function namedCoordinates(
  search: Search,
  { coordinates, momenta, velocities }: ColumnChoices & { readonly coordinates: readonly string[] },
  chosen: (name: string, option: string) => number,
): FoundCoordinates {
  for (const [option, list] of [
    ["option momenta", momenta],
    ["option velocities", velocities],
  ] as const)
    if (list !== undefined && list.length !== coordinates.length)
      throw new UserError(
        `${search.file}: ${option} names ${list.length} columns for ${coordinates.length} coordinates`,
      );
  const positions = coordinates.map((name) => chosen(name, "option coordinates"));
  const given = {
    momenta: momenta?.map((name) => chosen(name, "option momenta")),
    velocities: velocities?.map((name) => chosen(name, "option velocities")),
  };
  const taken = new Set([...search.taken, ...positions, ...(given.momenta ?? []), ...(given.velocities ?? [])]);
  const { pairs } = partners(search, positions, taken);
  const found = positions.map((position, i) => ({
    position,
    momentum: given.momenta?.[i] ?? pairs.get(position)?.momentum,
    velocity: given.velocities?.[i] ?? pairs.get(position)?.velocity,
  }));
  return { coordinates: withDerivatives(search, found), notes: [] };
}

/** Coordinates by names, units and the record; see `recogniseColumns`. */
export function recogniseCoordinates(search: Search, choices: ColumnChoices): FoundCoordinates {
  const { file, facts, taken } = search;
  if (choices.momenta !== undefined || choices.velocities !== undefined)
    throw new UserError(`${file}: option momenta and option velocities need option coordinates, in the same order`);
  const possible = facts.filter((column) => !taken.has(column.index) && numeric(column) && mayBeCoordinate(column));
  const { pairs, notes } = partners(
    search,
    possible.map(({ index }) => index),
    taken,
  );
  const paired = new Set([...pairs.values()].flatMap(columnsOf));
  const single = possible.filter((column) => !paired.has(column.index) && isSingle(column));
  const alone = pairs.size === 0 ? (single.length > 0 ? single : onlyOne(search, possible)) : [];
  if (pairs.size === 0 && alone.length === 0) {
    const hint = hintFor(facts) || "name them with option coordinates, and option momenta or option velocities";
    throw new UserError(
      `${file}: no coordinates recognised among ${listed(facts.map(({ column }) => column))}; ${hint}`,
    );
  }
  const partial =
    pairs.size > 0
      ? withoutPartial(search, pairs, single)
      : { coordinates: alone.map(({ index }) => ({ position: index })), notes: [] };
  const kept = withoutDerived(search, partial.coordinates);
  return {
    coordinates: withDerivatives(search, uniform(file, kept.coordinates)),
    notes: [...notes, ...partial.notes, ...kept.notes],
  };
}

/** Whether a column holds numbers; of a few rows its name decides, so that a bad cell is found and not passed over. */
const numeric = ({ numbers, texts, missing, meaning }: ColumnFacts) =>
  numbers > texts || (numbers + texts + missing < 8 && meaning.kind !== "unknown");

/** Whether a column without partner is a coordinate by its name or unit. */
const isSingle = ({ meaning, column }: ColumnFacts) =>
  isCoordinateName(column.name) || meaning.kind === "position" || meaning.kind === "angle";

/** The one column of numbers beside the time; also a voltage, such as that of a potentiometer or, with its current beside it, of a capacitor. */
function onlyOne({ facts, taken }: Search, possible: readonly ColumnFacts[]): readonly ColumnFacts[] {
  const numbers = facts.filter(
    (column) => !taken.has(column.index) && column.numbers > 0 && !BESIDE.has(column.meaning.kind),
  );
  const isVoltage = ({ unit, column }: ColumnFacts) =>
    unit === undefined ? VOLTAGE.test(column.name) : sameDimensions(unit, VOLT);
  const isCurrent = ({ unit }: ColumnFacts) => unit !== undefined && sameDimensions(unit, AMPERE);
  if (numbers.filter((column) => !isCurrent(column)).length !== 1) return [];
  return possible.length === 1 && numbers.length === 1 ? possible : numbers.filter(isVoltage);
}
/** What may stand beside the one quantity of a record without being another. */
const BESIDE: ReadonlySet<Kind> = new Set(["counter", "uncertainty"]);
const VOLT = parseUnit("V") as Unit;
const AMPERE = parseUnit("A") as Unit;
const VOLTAGE = /^(voltage|volts?|spannung|tension|voltaje|tensione|spanning)\b/i;

/** Momenta for all, velocities for all, or neither; throws for a mixture. */
function uniform(file: string, found: readonly CoordinateColumns[]): readonly CoordinateColumns[] {
  if (new Set(found.map((c) => c.momentum !== undefined)).size === 1) return found;
  if (found.every((c) => c.velocity !== undefined)) return found.map((c) => ({ ...c, momentum: undefined }));
  throw new UserError(
    `${file}: some coordinates have momenta, others only velocities; name the columns with option coordinates and option velocities`,
  );
}

/** Among more columns of unknown kind none is taken for another's velocity by the record alone. */
const MOST_NAMELESS = 6;

export const isMany = (facts: readonly ColumnFacts[]): boolean =>
  facts.filter((other) => other.meaning.kind === "unknown" && numeric(other)).length > MOST_NAMELESS;

interface Pairing {
  readonly position: number;
  readonly partner: number;
  readonly kind: "momentum" | "velocity";
  readonly score: number;
}

/** The best partners of the given positions, each column used once. */
function partners(
  search: Search,
  positions: readonly number[],
  taken: ReadonlySet<number>,
): { pairs: Map<number, CoordinateColumns>; notes: string[] } {
  const { facts, witness, time } = search;
  const pairings: Pairing[] = [];
  const alone = positions.filter((position) => isSingle(facts[position] as ColumnFacts)).length <= 1;
  const plane = (group: string | undefined) =>
    positions.filter((i) => facts[i]?.meaning.kind === "position" && facts[i]?.column.group === group).length > 1;
  // Of many columns that say nothing of themselves some fit by chance.
  const many = isMany(facts);
  // A velocity of x and y that names neither is rather their speed, unless the record says otherwise.
  const isUndecided = (q: ColumnFacts, v: ColumnFacts) =>
    v.meaning.kind === "velocity" && v.meaning.subject === "" && q.meaning.kind === "position" && plane(q.column.group);
  for (const position of positions) {
    const q = facts[position] as ColumnFacts;
    for (const other of facts) {
      const partner = other.index;
      if (partner === position || taken.has(partner) || !numeric(other) || !complete(q, other)) continue;
      const score = velocityScore(q, other, time, witness) - (isUndecided(q, other) ? 1.5 : 0);
      if (!many || !byRecordAlone(q, other, witness)) pairings.push({ position, partner, kind: "velocity", score });
      pairings.push({ position, partner, kind: "momentum", score: momentumScore(q, other, alone, witness) });
    }
  }
  const isRate = new Set(
    pairings.filter(({ kind, score }) => kind === "velocity" && score > 3.5).map(({ partner }) => partner),
  );
  const rates = provenRates(search, pairings);
  const ranked = pairings
    .filter(({ position }) => !rates.has(position))
    // What is itself a rate of something is rather that.
    .map((pairing) => (isRate.has(pairing.position) ? { ...pairing, score: pairing.score - 1.5 } : pairing))
    .filter(({ score }) => score >= ENOUGH)
    .sort((a, b) => b.score - a.score || a.position - b.position || a.partner - b.partner);
  const used = new Set<number>();
  const pairs = new Map<number, CoordinateColumns>();
  const notes: string[] = [];
  for (const { position, partner, kind, score } of ranked) {
    const known = pairs.get(position);
    if (
      used.has(partner) ||
      pairs.has(partner) ||
      (used.has(position) && known === undefined) ||
      known?.[kind] !== undefined
    ) {
      const better = known?.[kind];
      const bestScore =
        pairings.find((p) => p.position === position && p.partner === better && p.kind === kind)?.score ?? score;
      if (better !== undefined && !used.has(partner) && bestScore - score < 1)
        notes.push(
          `${label(facts, partner)} would fit ${label(facts, position)} nearly as well as ${label(facts, better)}`,
        );
      continue;
    }
    pairs.set(position, { ...known, position, [kind]: partner });
    used.add(partner);
    used.add(position);
  }
  return {
    pairs: new Map([...pairs].sort(([a], [b]) => a - b)),
    notes: [...notes, ...disproved(search, positions, used)],
  };
}

/** Share of a coordinate's changes from which on its rate of change, with the factor that the units declare, is beyond doubt. */
const PROVEN = 0.98;

/**
 * Columns that the record shows to be the rate of change of one that is itself none's: they are no coordinates, though another column be named
 * after their own rate of change, as der(w) beside phi and w.
 */
function provenRates({ facts, witness, time }: Search, pairings: readonly Pairing[]): ReadonlySet<number> {
  const proven = pairings.filter(({ position, partner, kind, score }) => {
    if (kind !== "velocity" || score < ENOUGH) return false;
    const evidence = witness.rate(position, partner);
    const declared = declaredFactor(facts[position] as ColumnFacts, facts[partner] as ColumnFacts, time) ?? 1;
    return (
      evidence?.determined === true &&
      evidence.share > PROVEN &&
      Math.abs(evidence.factor / declared - 1) < FACTOR_TOLERANCE
    );
  });
  const rates = new Set(proven.map(({ partner }) => partner));
  return new Set(proven.filter(({ position }) => !rates.has(position)).map(({ partner }) => partner));
}

/** Partners by name that the record denies. */
function disproved(
  { facts, taken, witness, time }: Search,
  positions: readonly number[],
  used: ReadonlySet<number>,
): string[] {
  return positions.flatMap((position) =>
    facts.flatMap((other) => {
      const q = facts[position] as ColumnFacts;
      if (used.has(other.index) || taken.has(other.index) || other.index === position || used.has(position)) return [];
      const evidence = witness.rate(position, other.index);
      if (!(evidence?.determined === true && evidence.share < 0.5)) return [];
      if (velocityScore(q, other, time, witness) + 4 < 3.5) return [];
      return [
        `${label(facts, other.index)} is not used: it explains ${Math.round(100 * evidence.share)} % of how ${label(facts, position)} changes`,
      ];
    }),
  );
}

/** Whether a partner is there in most of the rows in which the position is. */
function complete(q: ColumnFacts, partner: ColumnFacts): boolean {
  let [both, own] = [0, 0];
  for (let i = 0; i < q.values.length; i++) {
    if (Number.isNaN(q.values[i])) continue;
    own++;
    if (!Number.isNaN(partner.values[i])) both++;
  }
  return both >= 0.7 * own || own < 8;
}

const label = (facts: readonly ColumnFacts[], index: number) => facts[index]?.column.name ?? "";

/** Accelerations, and rates of momenta, beside the coordinates. */
function withDerivatives(search: Search, found: readonly CoordinateColumns[]): CoordinateColumns[] {
  const { facts, taken, witness } = search;
  const used = new Set([...taken, ...found.flatMap(columnsOf)]);
  const names = facts.map(({ column }) => column.name);
  const find = (fits: (column: ColumnFacts) => boolean) => {
    const column = facts.find((other) => !used.has(other.index) && numeric(other) && fits(other));
    if (column !== undefined) used.add(column.index);
    return column?.index;
  };
  const named = (list: readonly string[], { column }: ColumnFacts) =>
    list.some((name) => name.toLowerCase() === column.name.toLowerCase());
  return found.map(({ position, momentum, velocity }) => {
    const q = facts[position] as ColumnFacts;
    const v = velocity === undefined ? undefined : (facts[velocity] as ColumnFacts);
    const isAcceleration = (other: ColumnFacts) => {
      if (!complete(q, other) || (q.column.group ?? "") !== (other.column.group ?? "")) return false;
      const { kind, subject } = other.meaning;
      const worded =
        (kind === "acceleration" || kind === "angular acceleration" || kind === "second rate") &&
        sameSubject(q.meaning.subject, subject) >= 0.5;
      if (!worded && (v === undefined || !named(accelerationNames(q.column.name, v.column.name), other))) return false;
      const evidence = v === undefined ? undefined : witness.rate(v.index, other.index);
      return unitsFit(q, other, 2) !== false && !(evidence?.determined === true && evidence.share < 0.5);
    };
    const acceleration = find(isAcceleration);
    const rates = momentum === undefined ? [] : rateNames(names[momentum] as string);
    const force =
      momentum === undefined
        ? velocity === undefined
          ? undefined
          : acceleration
        : find((other) => named(rates, other));
    return { position, momentum, velocity, force, acceleration };
  });
}
