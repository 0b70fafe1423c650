import { derivativeOf } from "../../identification/index.js";
import type { Recording } from "../recording.js";
import type { LearnedForce } from "./force-kinds.js";
import type { LawModel } from "./model.js";

/** A force at rest below this share of the largest along the motion is none. */
const NONE = 0.1;
/** Dry friction may be larger than it was found to be by so many standard deviations. */
const DEVIATIONS = 3;

/** In words, that a body rests at its end where the learned law would set it moving again; undefined where none does. */
export function stopsAgainst(
  { motions, stops, time, space }: Recording,
  { law, active }: Pick<LawModel, "law" | "active">,
  forces: readonly LearnedForce[],
): string | undefined {
  const d = space.dimension;
  const n = active.length;
  const rates = derivativeOf(law);
  const accelerationsAt = (positions: Float64Array, row: number) => {
    const state = new Float64Array(2 * n);
    active.forEach((c, k) => {
      state[k] = positions[row * d + c] as number;
    });
    return rates(state).subarray(n);
  };
  for (const [m, stop] of (stops ?? []).entries()) {
    const positions = motions[m]?.positions;
    if (stop === undefined || positions === undefined) continue;
    const rows = positions.length / d;
    const held = accelerationsAt(positions, rows - 1);
    for (const [k, c] of active.entries()) {
      let largest = 0;
      for (let i = 0; i < rows; i++) largest = Math.max(largest, Math.abs(accelerationsAt(positions, i)[k] as number));
      const name = space.coordinates[c]?.position.name ?? "";
      const dry = forces.filter(({ kind, coordinate }) => kind === "dry" && coordinate.split(", ").includes(name));
      const holds = dry.reduce((sum, { value, deviation }) => sum + value + DEVIATIONS * deviation, 0);
      if (Math.abs(held[k] as number) <= Math.max(holds, NONE * largest)) continue;
      const unit = time.unit === "" ? "" : ` ${time.unit}`;
      return `${name} rests from ${Number(stop.toPrecision(4))}${unit} on, where the learned law would set it moving again: dry friction that this motion does not show, or something that holds it`;
    }
  }
  return undefined;
}

/** What slowed down was at its end slower than this share of its greatest speed, over this share of its rows: else something stopped it. */
const [SLOW, END] = [0.2, 0.05];

/** A motion goes one way whose ends are this share of its range apart. */
const ONE_WAY = 0.98;

/** Whether the only coordinate of every motion went one way and slowed down to a rest that was seen. */
export function slowsToRest({ motions, stops, space }: Recording): boolean {
  if (space.dimension !== 1 || stops === undefined) return false;
  return motions.every(({ times, positions }, m) => {
    const rows = Math.max(3, Math.ceil(END * times.length));
    if (stops[m] === undefined || times.length < 3 * rows) return false;
    const low = positions.reduce((least, x) => Math.min(least, x), Number.POSITIVE_INFINITY);
    const high = positions.reduce((most, x) => Math.max(most, x), Number.NEGATIVE_INFINITY);
    const way = Math.abs((positions.at(-1) as number) - (positions[0] as number));
    if (way < ONE_WAY * (high - low)) return false;
    const speedFrom = (i: number) =>
      Math.abs((positions[i + rows] as number) - (positions[i] as number)) /
      ((times[i + rows] as number) - (times[i] as number));
    let largest = 0;
    for (let i = 0; i + rows < times.length; i++) largest = Math.max(largest, speedFrom(i));
    return speedFrom(times.length - rows - 1) < SLOW * largest;
  });
}
