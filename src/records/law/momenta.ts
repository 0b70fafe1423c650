import type { FittedCandidate, SmoothedRecord } from "../../identification/index.js";
import type { MomentaCheck } from "../adaptation.js";

/** What a law leaves of momenta, and of the positions beside them, is no more than so many times what a smooth curve leaves, or than this share of their size. */
const [TIMES, SHARE] = [3, 1e-3];

/**
 * Whether a law with momenta p = M(q) v explains a record about as well as smooth curves of time do; undefined where it has no momenta. Those that it does not explain belong to
 * an energy that is not quadratic in them, or to a magnetic force.
 */
export function momentaCheck({ fit }: FittedCandidate, record: SmoothedRecord): MomentaCheck | undefined {
  if (fit.problem.velocities.momenta !== true) return undefined;
  const parts = Array.from(fit.noise, (noise, c) => {
    const [smooth, size] = [record.noise[c] as number, record.columnSpreads[c] as number];
    return { left: noise / (size || 1), explained: noise <= Math.max(TIMES * smooth, SHARE * size) };
  });
  return {
    explained: parts.every(({ explained }) => explained),
    left: Math.max(...parts.map(({ left }) => left)),
  };
}
