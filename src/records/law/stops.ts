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
      const largest = Math.max(
        ...Array.from({ length: rows }, (_, i) => Math.abs(accelerationsAt(positions, i)[k] as number)),
      );
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
