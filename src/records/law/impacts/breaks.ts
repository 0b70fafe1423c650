import type { TermSpec } from "../../../identification/index.js";
import { FEWEST_SAMPLES } from "../../adaptation.js";
import { keptRows } from "../../motions/kept-rows.js";
import type { Motion, Recording } from "../../recording.js";
import { collisionsOf } from "./collisions.js";
import { impactsOf } from "./impacts.js";

/** Where a record is broken by impacts or collisions. */
export interface Breaks {
  /** What they do, in words. */
  readonly reason: string;
  /** Rows before them, by motion. */
  readonly rows: readonly (readonly number[])[];
  /** Whether the record itself shows them beyond doubt, so that no law needs to have been held against it before. */
  readonly certain: boolean;
  /** Whether it is bodies that collide with one another. */
  readonly collide: boolean;
}

const BETWEEN = "an energy, friction and a drive describe only the motion between";

/** Impacts on something at rest, or collisions of two bodies; undefined where there are none. */
export const breaksOf = (record: Recording): Breaks | undefined => impactsIn(record) ?? collisionsIn(record);

/** Why a record is broken, in words, beside a law of the whole with some terms. Arms that hang from one another change their speeds against one another at every swing: they do not collide. */
export const reasonBeside = (
  breaks: Breaks | undefined,
  terms: readonly { readonly spec: TermSpec }[],
): string | undefined => (breaks?.collide === true && terms.some(couples) ? undefined : breaks?.reason);

/** Whether a term is a mass that depends on place and couples two coordinates. */
export const couples = ({ spec }: { readonly spec: TermSpec }): boolean =>
  spec.kind === "kinetic" &&
  spec.basis !== undefined &&
  spec.pattern.some((value, k) => value !== 0 && k % (Math.sqrt(spec.pattern.length) + 1) !== 0);

/** The first times at which something happens, in words. */
function when({ time }: Recording, times: readonly number[]): string {
  const first = times.slice(0, 5).map((t) => String(Number(t.toPrecision(3))));
  return `at ${first.join(", ")}${times.length > 5 ? ", ..." : ""}${time.unit === "" ? "" : ` ${time.unit}`}`;
}

/** Impacts on something at rest; undefined where there are none. Takes one look at every row. */
export function impactsIn(record: Recording): Breaks | undefined {
  const impacts = impactsOf(record);
  if (impacts.length === 0) return undefined;
  const each = impacts.map(({ count, coordinate, kept, times }) => {
    const often = count === 1 ? "once" : `${count} times`;
    const energy = impacts.length > 1 ? "kinetic energy along it" : "kinetic energy";
    return `${coordinate} is thrown back ${often} (${when(record, times)}), and keeps about ${Math.round(100 * kept)} % of its ${energy} each time`;
  });
  return {
    rows: record.motions.map((_, m) => joined(impacts.map((one) => one.rows[m] ?? []))),
    reason: `${each.join("; ")}: ${BETWEEN} impacts`,
    certain: impacts.some(({ certain }) => certain),
    collide: false,
  };
}

function collisionsIn(record: Recording): Breaks | undefined {
  const collisions = collisionsOf(record);
  if (collisions === undefined) return undefined;
  const { coordinates, times, rows, massRatio, restitution } = collisions;
  const [one, other] = coordinates;
  const often = times.length === 1 ? "" : ` ${times.length} times`;
  const first = times.length === 1 ? "" : " at first";
  const masses = `the mass of ${other} is ${Number(massRatio.toPrecision(2))} times that of ${one} if nothing else acts on them`;
  const left = `about ${Math.round(100 * Math.abs(restitution))} % of their relative speed is left${first}`;
  return {
    rows,
    certain: false,
    collide: true,
    reason: `${one} and ${other} collide${often} (${when(record, times)}): ${masses}, ${left}; ${BETWEEN} collisions`,
  };
}

/** Rows of several coordinates as those of one: impacts on two walls may come together. */
function joined(rows: readonly (readonly number[])[]): number[] {
  const all = rows.flat().sort((a, b) => a - b);
  return all.filter((row, k) => k === 0 || row > (all[k - 1] as number) + 1);
}

/** Looks for breaks when first asked for them. */
export function breaksIn(record: Recording): () => Breaks | undefined {
  let found: { readonly breaks: Breaks | undefined } | undefined;
  return () => {
    found ??= { breaks: breaksOf(record) };
    return found.breaks;
  };
}

/** Motions that are fitted together at most. */
const MOST_FLIGHTS = 64;

/**
 * The motion between impacts, each flight a motion of its own; undefined where fewer than two are long enough.
 */
export function flightsOf(record: Recording, breaks: Breaks): Recording | undefined {
  const motions = record.motions.flatMap((motion, m): Motion[] => {
    const N = motion.times.length;
    const cuts = breaks.rows[m] ?? [];
    const flights = [...cuts, N - 1].map((last, k): [number, number] => [
      k === 0 ? 0 : (cuts[k - 1] as number) + 2,
      last,
    ]);
    const lengths = flights.slice(0, -1).map(([first, last]) => last - first);
    const [first, last] = flights.pop() as [number, number];
    flights.push([first, Math.min(last, first + longestNext(lengths))]);
    return flights
      .filter(([from, to]) => to - from + 1 >= FEWEST_SAMPLES)
      .map(([from, to], k) => ({
        ...keptRows(motion, (row) => row >= from && row <= to),
        id: `${motion.id === "" ? "" : `${motion.id}, `}flight ${k + 1}`,
      }));
  });
  if (motions.length < 2) return undefined;
  const all = motions.slice(0, MOST_FLIGHTS);
  const understood = [...record.understood, `the motion between impacts is learned as ${all.length} motions`];
  return {
    ...record,
    stops: undefined,
    understood,
    motions: all,
    kept: all.reduce((sum, { times }) => sum + times.length, 0),
  };
}

/** Rows that may follow the last impact before another one that was not seen: flights that become shorter and shorter do so in proportion. The first is only a part of one. */
function longestNext(lengths: readonly number[]): number {
  const whole = lengths.slice(1);
  const [before, last] = whole.slice(-2);
  const shrinks = whole.every((length, k) => k === 0 || length <= (whole[k - 1] as number));
  return before === undefined || last === undefined || !shrinks
    ? Number.POSITIVE_INFINITY
    : Math.floor(last ** 2 / before) - 1;
}
