import type { ColumnFacts } from "./facts.js";
import { type Kind, sameSubject } from "./meaning.js";
import { momentumNames, stemOf, velocityNames } from "./names.js";
import { sameDimensions, timesPower, type Unit } from "./units/units.js";
import type { Witness } from "./witness.js";

/** From this on a pairing is taken. */
export const ENOUGH = 2.4;
/** Deviation of a factor from what the units say that noise may explain. */
export const FACTOR_TOLERANCE = 0.1;
const SECOND: Unit = { factor: 1, dimensions: { time: 1 } };

/** What a coordinate may be. */
const COORDINATES: ReadonlySet<Kind> = new Set(["position", "angle", "unknown"]);
export const mayBeCoordinate = (facts: ColumnFacts) =>
  COORDINATES.has(facts.meaning.kind) && facts.column.name !== "" && !isSwitch(facts);

/** Rows from which on two different numbers alone are the states of a switch, such as a light gate. */
const SWITCHED = 16;
function isSwitch({ values }: ColumnFacts): boolean {
  const different = new Set<number>();
  for (const value of values) if (!Number.isNaN(value) && different.add(value).size > 2) return false;
  return different.size === 2 && values.length >= SWITCHED;
}

/** Factors between a rate and the change of its quantity that have a cause. */
export const KNOWN_FACTORS: readonly (readonly [factor: number, cause: string])[] = [
  [1, ""],
  [-1, "the opposite direction"],
  [Math.PI / 180, "degrees beside radians per unit of time"],
  [180 / Math.PI, "radians beside degrees per unit of time"],
  [1e-2, "a hundredth, such as cm beside m"],
  [100, "a hundredfold, such as m beside cm"],
  [1e-3, "a thousandth, such as mm beside m or s beside ms"],
  [1000, "a thousandfold, such as m beside mm or ms beside s"],
  [1 / (2 * Math.PI), "turns beside radians"],
  [2 * Math.PI, "radians beside turns"],
  [60, "minutes beside seconds"],
  [1 / 60, "seconds beside minutes"],
];

/** u = factor dq/dt in the numbers of the file, as the two units and that of the time say; undefined where they do not. */
export function declaredFactor(q: ColumnFacts, u: ColumnFacts, time: Unit | undefined): number | undefined {
  if (q.unit === undefined || u.unit === undefined) return undefined;
  return q.unit.factor / (time ?? SECOND).factor / u.unit.factor;
}

/** Whether the units of a quantity and its rate of order 1 or 2 fit; undefined where they do not say. */
export function unitsFit(q: ColumnFacts, u: ColumnFacts, order: 1 | 2): boolean | undefined {
  if (q.unit === undefined || u.unit === undefined) return undefined;
  return sameDimensions(u.unit, timesPower(q.unit, SECOND, -order));
}

/** How well column `u` fits as the velocity of column `q`: by names, units, and the record itself. */
export function velocityScore(q: ColumnFacts, u: ColumnFacts, time: Unit | undefined, witness: Witness): number {
  const fit = unitsFit(q, u, 1);
  const score = rateNameScore(q, u) + (fit === undefined ? 0 : fit ? 2 : -6) + dataScore(q, u, time, witness);
  return fit !== false && isState(q, u, witness) ? Math.max(score, STATE) : score;
}

/** Whether nothing but the record speaks for column `u` as the velocity of column `q`. */
export const byRecordAlone = (q: ColumnFacts, u: ColumnFacts, witness: Witness): boolean =>
  rateNameScore(q, u) === 0 && unitsFit(q, u, 1) === undefined && !isState(q, u, witness);

/** What the components of one array are worth as position and velocity, where the record leaves no doubt. */
const STATE = 3;
const [STATE_SHARE, STATE_FACTOR] = [0.98, 0.03];

/** Whether two columns are a state's components, x1 and x2, y_1 and y_2 or x and y as in books on dynamical systems, of which the record shows the one to be the other's rate of change. */
function isState(q: ColumnFacts, u: ColumnFacts, witness: Witness): boolean {
  const stem = ({ column }: ColumnFacts) => stemOf(column.name);
  const numbered = stem(q) !== undefined && stem(q) === stem(u);
  const lettered = q.column.name === "x" && u.column.name === "y";
  if (!(numbered || lettered) || (q.column.group ?? "") !== (u.column.group ?? "")) return false;
  const evidence = witness.rate(q.index, u.index);
  const proven =
    evidence?.determined === true && evidence.share > STATE_SHARE && Math.abs(evidence.factor - 1) < STATE_FACTOR;
  if (!proven || numbered) return proven;
  // What goes one way, as the distance of a throw, goes in proportion to the sum of nearly anything.
  if (!(Math.min(-u.minimum, u.maximum) > BOTH_WAYS * Math.max(-u.minimum, u.maximum))) return false;
  // On a circle, too, y is the rate of change of x in some unit of time, but x that of y as well.
  const back = witness.rate(u.index, q.index)?.share ?? 1;
  return 1 - back > LESS * (1 - evidence.share) + LEAST;
}

/** The rate of what swings goes both ways, by this share of its largest. */
const BOTH_WAYS = 0.1;
/** Of x, y as the state of an oscillator x leaves so many times more of the changes of y than y of those of x, and this share of them. */
const [LESS, LEAST] = [5, 0.002];

/** How well column `u` fits as the velocity of column `q` by names alone; negative where they deny it, 0 where they say nothing. */
export function rateNameScore(q: ColumnFacts, u: ColumnFacts): number {
  if ((q.column.group ?? "") !== (u.column.group ?? "")) return -8;
  const [own, other] = [q.meaning, u.meaning];
  const listed = velocityNames(q.column.name).some((name) => name.toLowerCase() === u.column.name.toLowerCase())
    ? 3
    : 0;
  const same = sameSubject(own.subject, other.subject);
  const matched = same > 0 ? 2.5 + 1.5 * same : -4;
  const worded =
    own.kind !== "unknown" && sameSubject(own.subject, other.subject) < 0 && other.subject !== "" && own.subject !== "";
  switch (other.kind) {
    case "rate":
      return Math.max(listed, own.subject === other.subject ? 4 : -4);
    case "velocity":
      if (own.kind === "position") return Math.max(listed, matched);
      if (own.kind === "unknown") return Math.max(listed, same >= 0.6 ? 2.5 * same : 0.5);
      return Math.max(Math.min(listed, 1), same === 1 && other.subject !== "" ? 4 : worded ? -4 : 1);
    case "angular velocity":
      if (own.kind === "position") return -1;
      return Math.max(listed, own.kind === "unknown" ? Math.max(0.5, 2.5 * same) : matched);
    case "speed":
      return own.kind === "angle" ? -3 : same >= 0.5 ? 1 : -1;
    case "unknown":
      return listed;
    default:
      return -6;
  }
}

/** Share of a coordinate's changes from which on the record alone names its rate. */
const CLEAR_SHARE = 0.95;

/** Whether the record says so: from 4 for a rate with the factor that the units declare, to -4 for none. */
function dataScore(q: ColumnFacts, u: ColumnFacts, time: Unit | undefined, witness: Witness): number {
  const evidence = witness.rate(q.index, u.index);
  if (evidence === undefined) return 0;
  const { share, determined, factor } = evidence;
  if (share < 0.5) return determined ? -4 : 0;
  const ratio = factor / (declaredFactor(q, u, time) ?? 1);
  if (Math.abs(ratio - 1) < FACTOR_TOLERANCE) return (determined ? 4 : 2.5) * share;
  const near = (known: number) => Math.abs(ratio / known - 1) < FACTOR_TOLERANCE / 2;
  // Beside milliseconds rates a second are usual, and no two coordinates turn so far from row to row.
  if (near(1000) && share > CLEAR_SHARE && determined && witness.step * factor > Math.PI) return 3 * share;
  return KNOWN_FACTORS.some(([known]) => near(known)) ? 2 * share : 0;
}

/** How well column `p` fits as the momentum of column `q`; in one dimension the record has a say. */
export function momentumScore(q: ColumnFacts, p: ColumnFacts, alone: boolean, witness: Witness): number {
  if ((q.column.group ?? "") !== (p.column.group ?? "")) return -8;
  const listed = momentumNames(q.column.name).some((name) => name.toLowerCase() === p.column.name.toLowerCase());
  if (p.meaning.kind !== "momentum" && !(listed && p.meaning.kind === "unknown")) return -8;
  const same = sameSubject(q.meaning.subject, p.meaning.subject);
  const name = listed ? 4 : same > 0 ? 2.5 + 1.5 * same : -4;
  const evidence = alone && p.meaning.subject === "" ? witness.rate(q.index, p.index) : undefined;
  return name + (evidence?.determined === true && evidence.share < 0.3 ? -4 : 0);
}
