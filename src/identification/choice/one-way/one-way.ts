import type { SmoothedRecord } from "../../prepare/smoothed.js";
import type { Coordinates } from "../form-builder.js";

/** A motion goes one way where it turns back by no more than this share of its range. */
const TURNS_BACK = 0.02;

/** Whether a record of one coordinate passes every place once, as a fall or a run down does: its speed is then a function of place, which a potential explains as well as friction. */
export const passesOnce = (record: SmoothedRecord, coordinates: Coordinates): boolean =>
  record.dimension === 1 && goesOneWay(record, coordinates);

/**
 * Whether some coordinate passes every place once, as the distance of a throw does: speeds are then functions of it, which a potential can take for friction. An angle that turns on passes the same places at
 * every turn.
 */
export function goesOneWay({ states, ranges }: SmoothedRecord, { kinds }: Coordinates): boolean {
  return kinds.some((kind, i) => {
    const [low, high] = ranges[i] as readonly [number, number];
    return !(kind === "angle" && high - low > 2 * Math.PI) && states.every((own) => isOneWay(own, kinds.length, i));
  });
}

/** Whether a coordinate of a motion, whose states are [time][positions and velocities], goes one way. */
export function isOneWay(own: ArrayLike<number>, dimension: number, coordinate: number): boolean {
  const width = 2 * dimension;
  const positions = Array.from({ length: own.length / width }, (_, row) => own[row * width + coordinate] as number);
  const way = (positions.at(-1) as number) >= (positions[0] as number) ? 1 : -1;
  let [reached, back] = [Number.NEGATIVE_INFINITY, 0];
  for (const q of positions) {
    reached = Math.max(reached, way * q);
    back = Math.max(back, reached - way * q);
  }
  return back <= TURNS_BACK * (reached - way * (positions[0] as number));
}

/** Whether every motion of a record of one coordinate goes one way all the time. */
export const onlyOneWay = ({ states, dimension }: Pick<SmoothedRecord, "states" | "dimension">): boolean =>
  dimension === 1 && states.every((own) => isOneWay(own, 1, 0));

/** What slows down ends with less than this share of its speed at first. */
const SLOWED = 0.9;

/** Whether every motion of one coordinate goes one way and ends slower than it began. */
export const slowsDown = (record: SmoothedRecord): boolean =>
  onlyOneWay(record) &&
  record.states.every((own) => Math.abs(own[own.length - 1] as number) < SLOWED * Math.abs(own[1] as number));
