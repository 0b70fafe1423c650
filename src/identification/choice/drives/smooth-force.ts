import { forceSpread, type SmoothedRecord } from "../../prepare/smoothed.js";
import type { TermChoice } from "../fitting/candidate.js";

/** How far beyond a record's end a smooth force of time is thought to go on, relative to its length: the motion is predicted there, under forces that nobody knows. */
const BEYOND = 0.3;

/** A force of time on a coordinate, a sum of cubic B-splines at equal distances, with a size that is found by evidence. */
export function smoothForce(record: SmoothedRecord, coordinate: number, spacing: number): TermChoice {
  const direction = Array.from({ length: record.dimension }, (_, k) => (k === coordinate ? 1 : 0));
  const { start, end } = spanOf(record);
  const count = Math.ceil(((1 + BEYOND) * (end - start)) / spacing) + 3;
  return {
    spec: { kind: "time", direction, knots: Array.from({ length: count }, (_, k) => start + (k - 1) * spacing) },
    deviation: forceSpread(record, coordinate),
    roughness: new Array<number>(count).fill(1),
  };
}

/** A drive as it is for another part of the record that it was chosen for: a smooth force of time reaches over all of it. */
export function overRecord(drive: TermChoice, record: SmoothedRecord): TermChoice {
  const { spec } = drive;
  if (spec.kind !== "time") return drive;
  const [first, second] = spec.knots as [number, number];
  return smoothForce(
    record,
    spec.direction.findIndex((x) => x !== 0),
    second - first,
  );
}

export function spanOf({ motions }: SmoothedRecord): { start: number; end: number } {
  const ends = motions.flatMap(({ times }) => [times[0] as number, times.at(-1) as number]);
  return { start: Math.min(...ends), end: Math.max(...ends) };
}

export function middleOf(record: SmoothedRecord): number {
  const { start, end } = spanOf(record);
  return (start + end) / 2;
}
