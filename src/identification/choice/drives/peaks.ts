import type { DriveFactor } from "../../law/drive.js";
import type { SmoothedRecord } from "../../prepare/smoothed.js";
import { smoothedPoints } from "../fitting/first-coefficients.js";
import type { FittedCandidate } from "../fitting/fitted-candidate.js";
import type { ChoiceTask } from "../task.js";
import { type FoundFrequency, findFrequencies } from "./drive-search.js";
import { middleOf } from "./smooth-force.js";

/** Harmonic forces in what a law leaves of a record's accelerations, the largest first. */
export const peaksOf = ({ law, fit, seen }: FittedCandidate, record: SmoothedRecord): FoundFrequency[] =>
  findFrequencies(law, fit.theta, smoothedPoints(seen), record.tick, middleOf(record));

/** What forces that oscillate may be in proportion to: of an angle its sine and cosine, of a length its distance from where it is 0, or from its mean if it never is. */
function factorsOf({ record, coordinates }: ChoiceTask, c: number): DriveFactor[] {
  const kind = coordinates.kinds[c];
  const [low, high] = record.ranges[c] as readonly [number, number];
  const place = { kind: "place", origin: low < 0 && high > 0 ? 0 : (low + high) / 2 } as const;
  const turning = [
    { kind: "sine", origin: 0 },
    { kind: "cosine", origin: 0 },
  ] as const;
  return [
    ...(kind === "angle" ? [] : [place]),
    ...(kind === "length" ? [] : turning),
    { kind: "velocity", origin: 0 } as const,
  ];
}

/**
 * Forces in proportion to a place, an angle's sine or cosine or a velocity that oscillate, where these explain more of what a law leaves than any harmonic force does: a spring, a length or a field that is changed in time, a pivot that is
 * shaken (Mathieu's equation). The largest first.
 */
export function pumpedPeaks(fitted: FittedCandidate, task: ChoiceTask): FoundFrequency[] {
  const { law, fit, seen } = fitted;
  const { record } = task;
  const points = smoothedPoints(seen);
  const plain = peaksOf(fitted, record)[0]?.share ?? 0;
  const all = Array.from({ length: law.dimension }, (_, c) => factorsOf(task, c).map((factor) => ({ c, factor })));
  return all
    .flat()
    .flatMap(({ c, factor }) => findFrequencies(law, fit.theta, points, record.tick, middleOf(record), { c, factor }))
    .filter(({ share }) => share > plain)
    .sort((a, b) => b.share - a.share);
}
