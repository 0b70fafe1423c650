import { realPower } from "../../numerics/index.js";
import { counts, LEAST_LEFT, LONGEST, MOST } from "../shooting/noise.js";
import type { FittedCandidate } from "./fitting/fitted-candidate.js";
import { rowsIn, whitenessOf } from "./shares.js";
import { SMALL_LOOSENESS } from "./task.js";

/** Residuals are white unless their steps are smaller than chance allows: by so many standard deviations, and at most this. */
const [DEVIATIONS, WHITE] = [4, 0.8];
/** They hang together for longer than errors do by so many standard deviations. */
const BEYOND = 3;

/** Whether a law leaves so much of a record that a force may explain it. */
export const leavesSome = ({ fit, seen }: FittedCandidate): boolean =>
  fit.noise.some((noise, c) => noise >= LEAST_LEFT * ((seen.columnSpreads[c] as number) || 1));

/** Whether a law leaves more of a record than noise: segments that do not form one motion, or residuals that hang together, more or for longer than errors do. */
export function misfits(fitted: FittedCandidate): boolean {
  const { fit } = fitted;
  if (!leavesSome(fitted)) return false;
  if (fit.looseness > SMALL_LOOSENESS) return true;
  return hangsTogether(fitted);
}

/** Whether what a law leaves hangs together: more than errors of measurements may, or for longer than such as die away from row to row. */
export function hangsTogether({ fit, seen }: FittedCandidate): boolean {
  const count = fit.linearisation.residuals.reduce(
    (sum, own) => sum + own.reduce((inner, r) => inner + (Number.isNaN(r) ? 0 : 1), 0),
    0,
  );
  const together = 1 - whitenessOf(fit);
  if (together <= Math.max(1 - WHITE, DEVIATIONS / Math.sqrt(count))) return false;
  const span = LONGEST * seen.tick;
  const rows = Math.max(...fit.problem.motions.map(({ times }) => rowsIn(times, span)));
  if (together > MOST || rows === 1) return true;
  return 1 - whitenessOf(fit, span) > realPower(together, rows) + BEYOND / Math.sqrt(count);
}

/** Residuals that hang together are less white than this; a law that leaves this share of them has explained what they are. */
const [TOGETHER, LEFT] = [0.5, 1 / 3];

/** Whether a richer law draws the segments together that a simpler one leaves apart, or takes away most of what the simpler one leaves of the measurements, where that hangs together. */
export const explains = ({ fit }: FittedCandidate, { fit: simpler }: FittedCandidate): boolean =>
  fit.looseness <= Math.max(SMALL_LOOSENESS, simpler.looseness / 3) ||
  (whitenessOf(simpler) < TOGETHER &&
    counts(fit.problem).every((n, c) => n === 0 || (fit.noise[c] as number) <= LEFT * (simpler.noise[c] as number)));
