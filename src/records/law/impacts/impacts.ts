import { upperMedian } from "../../../numerics/index.js";
import type { Recording } from "../../recording.js";
import { type Stop, suddenTurns, type Turn, weakerTurns } from "./turns.js";

/** Impacts: instants at which the velocity of a coordinate jumps. */
export interface Impacts {
  readonly count: number;
  /** About when, in the record's unit of time. */
  readonly times: readonly number[];
  /** The coordinate that bounces. */
  readonly coordinate: string;
  /** Rows before impacts, by motion: between each and the second one after it. */
  readonly rows: readonly (readonly number[])[];
  /** Share of the kinetic energy along the coordinate that is left after an impact: the median, weighted by the energy before, since of weak impacts little is seen. */
  readonly kept: number;
  /** Whether these are impacts beyond doubt, whatever a law makes of the record. */
  readonly certain: boolean;
}

/** Impacts happen at one place, or at one on either side: within this share of the coordinate's range. */
const ONE_PLACE = 0.15;
/** What is thrown back at a place is so mostly when it comes there; noise turns a smooth swing around suddenly once in a while. */
const MOST_VISITS = 0.5;
/** Weaker ones are within this share of the range of those that were found. */
const NEAR = 0.01;
/** An impact that gives energy is none. */
const MOST_KEPT = 1.05;
/** At more than this share of the rows there are none: the motion is only sampled too rarely. */
const MOST = 0.2;
/** One sudden turn may be many things. */
const FEWEST = 2;
/** Beyond doubt there are so many sharp turns, most of all, none of which keeps more than this share of the energy: a comet turns around its sun as suddenly, and loses none. */
const [FEWEST_SHARP, SHARE_SHARP, LOSES] = [3, 0.6, 0.95];

/**
 * Instants at which a coordinate turns around from one row to the next though it hardly changes its velocity elsewhere, all of them at one place or at one on either side: a ball on a floor, a cart
 * between two walls, a pendulum against a stop. One entry for every coordinate that does.
 */
export function impactsOf({ motions, space }: Recording): Impacts[] {
  const d = space.dimension;
  return space.coordinates.flatMap(({ position: { name } }, c): Impacts[] => {
    const turns = motions.map((motion) => suddenTurns(motion, d, c));
    const range = rangeOf(motions, d, c);
    const sides = ([1, -1] as const).flatMap((way) => stopAt(way, turns, motions, d, c, range));
    const all = motions.map((motion, m) => {
      const own = (turns[m] as Turn[]).filter(({ way }) => sides.some((side) => side.way === way));
      const weaker = sides.flatMap((side) => weakerTurns(motion, d, c, side, own));
      return [...own, ...weaker].sort((a, b) => a.row - b.row);
    });
    const found = all.flat();
    const kept = found.flatMap(({ velocities }) =>
      velocities === undefined ? [] : [{ share: (velocities[1] / velocities[0]) ** 2, weight: velocities[0] ** 2 }],
    );
    const left = weightedMedian(kept);
    const rows = motions.reduce((sum, { times }) => sum + times.length, 0);
    if (found.length < FEWEST || found.length > MOST * rows || !(left <= MOST_KEPT) || kept.length === 0) return [];
    return [
      {
        count: found.length,
        times: found.map(({ time }) => time),
        coordinate: name,
        rows: all.map((own) => own.map(({ row }) => row)),
        kept: left,
        certain: areCertain(found),
      },
    ];
  });
}

/** The share below which at most half of the weight lies. */
function weightedMedian(values: readonly { readonly share: number; readonly weight: number }[]): number {
  const half = values.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let below = 0;
  for (const { share, weight } of [...values].sort((a, b) => a.share - b.share)) {
    below += weight;
    if (below >= half) return share;
  }
  return 0;
}

function areCertain(found: readonly Turn[]): boolean {
  const sharp = found.flatMap(({ sharp: own, velocities }) => (own && velocities !== undefined ? [velocities] : []));
  return (
    sharp.length >= Math.max(FEWEST_SHARP, SHARE_SHARP * found.length) &&
    sharp.every(([arrives, leaves]) => (leaves / arrives) ** 2 <= LOSES)
  );
}

/** The stop that throws back what goes one way: one place, at which it is thrown back mostly when it comes there. None where there is no such place. */
function stopAt(
  way: 1 | -1,
  turns: readonly (readonly Turn[])[],
  motions: Recording["motions"],
  d: number,
  c: number,
  range: number,
): Stop[] {
  const own = turns.map((some) => some.filter((turn) => turn.way === way));
  const places = own.flat().map(({ place }) => place);
  const [low, high] = [Math.min(...places), Math.max(...places)];
  if (places.length === 0 || high - low > ONE_PLACE * range) return [];
  const place = upperMedian(places);
  // After the last one that could be seen there may be many that were too weak.
  const reached = motions.reduce((sum, { positions }, m) => {
    const last = own[m]?.at(-1)?.row;
    return last === undefined
      ? sum
      : sum + visits(positions.subarray(0, (last + 2) * d), d, c, place, ONE_PLACE * range);
  }, 0);
  if (places.length < MOST_VISITS * reached) return [];
  return [{ way, isNear: (at) => at >= low - NEAR * range && at <= high + NEAR * range }];
}

function rangeOf(motions: Recording["motions"], d: number, c: number): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { positions } of motions)
    for (let k = c; k < positions.length; k += d) {
      low = Math.min(low, positions[k] as number);
      high = Math.max(high, positions[k] as number);
    }
  return high - low;
}

/** How often a coordinate comes near a place. */
function visits(positions: Float64Array, d: number, c: number, place: number, near: number): number {
  let count = 0;
  let inside = false;
  for (let k = c; k < positions.length; k += d) {
    const is = Math.abs((positions[k] as number) - place) < near;
    if (is && !inside) count++;
    inside = is;
  }
  return count;
}
