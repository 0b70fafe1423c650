import type { SmoothedRecord } from "../prepare/smoothed.js";
import { findFrequencies } from "./drive-search.js";
import { smoothedPoints } from "./fitting/first-coefficients.js";
import type { FittedCandidate } from "./fitting/fitted-candidate.js";
import { spanOf } from "./smooth-force.js";

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
 * Whether a law without any drive, which misses the record, leaves what is in proportion to a coordinate and oscillates, much rather than what a harmonic force would leave: a spring, a length or a field that is changed in time (Mathieu's equation),
 * for which there is no term. Undefined where it does not.
 */
export function pumpingOf(fitted: FittedCandidate, record: SmoothedRecord): Pumping | undefined {
  const { start, end } = spanOf(record);
  const points = smoothedPoints(fitted.seen);
  const best = (pumped: boolean) =>
    findFrequencies(fitted.law, fitted.fit.theta, points, record.tick, (start + end) / 2, pumped)[0];
  const pumping = best(true);
  if (pumping === undefined || pumping.share < EXPLAINS) return undefined;
  return 1 - pumping.share < LEAVES * (1 - (best(false)?.share ?? 0)) ? pumping : undefined;
}
