import type { SmoothedRecord } from "../../prepare/smoothed.js";
import { smoothedPoints } from "../fitting/first-coefficients.js";
import type { FittedCandidate } from "../fitting/fitted-candidate.js";
import { findFrequencies } from "./drive-search.js";
import { middleOf } from "./smooth-force.js";

/** An oscillation of a spring or a length, as it shows in what a law without any drive leaves. */
export interface Pumping {
  readonly coordinate: number;
  /** Angular frequency. */
  readonly frequency: number;
  /** Share of the unexplained squares of accelerations that it explains. */
  readonly share: number;
}

/** A pumping explains at least this share, and leaves no more than this share of what the best harmonic force leaves. */
const [EXPLAINS, LEAVES] = [0.5, 0.7];

/**
 * Whether a law without any drive, which misses the record, leaves what is in proportion to a coordinate and oscillates, much rather than what a harmonic force would leave: a spring, a length or a field that is changed in time (Mathieu's equation).
 * Undefined where it does not.
 */
export function pumpingOf({ law, fit, seen }: FittedCandidate, record: SmoothedRecord): Pumping | undefined {
  const points = smoothedPoints(seen);
  const { times, states } = points;
  const d = law.dimension;
  const middle = middleOf(record);
  const found = Array.from({ length: d }, (_, c) => {
    const mean = Array.from(times, (_, i) => states[i * 2 * d + c] as number).reduce((a, b) => a + b, 0) / times.length;
    const factor = { kind: "place", origin: mean } as const;
    return findFrequencies(law, fit.theta, points, record.tick, middle, { c, factor })[0];
  }).filter((peak) => peak !== undefined);
  const pumping = found.sort((a, b) => b.share - a.share)[0];
  if (pumping === undefined || pumping.share < EXPLAINS) return undefined;
  const harmonic = findFrequencies(law, fit.theta, points, record.tick, middle)[0];
  return 1 - pumping.share < LEAVES * (1 - (harmonic?.share ?? 0)) ? pumping : undefined;
}
