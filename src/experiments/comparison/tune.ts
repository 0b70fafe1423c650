import { randomStream } from "../../base/random.js";
import { choosePoints, generateTrajectories, knownSystem } from "../../dataset/index.js";
import { type Learner, observe, phaseSpaceOf, type Untuned } from "../../learning/index.js";
import { fieldError, mean } from "../../measure/index.js";
import type { ContestantContext } from "./contestant.js";

/** What every candidate is judged on: so many validation trajectories of the held-out system, so many points of each. */
const BUDGET = { trajectories: 3, points: 20 } as const;

const chosen = new Map<string, Promise<Learner>>();

/**
 * The candidate with the lowest mean log relative error of the field along validation trajectories, never a test one. Chosen once
 * for a method, a system and a seed, at one number of points without noise.
 */
export function tuned(baseline: Untuned, { heldOut, seed }: ContestantContext): Promise<Learner> {
  const key = `${baseline.name} ${heldOut} ${seed}`;
  const known = chosen.get(key) ?? search(baseline, heldOut, seed);
  chosen.set(key, known);
  return known;
}

async function search({ name, candidates }: Untuned, heldOut: string, seed: number): Promise<Learner> {
  const system = knownSystem(heldOut);
  const set = generateTrajectories(system, { count: BUDGET.trajectories, seed, split: "validation" });
  let best: { learner: Learner; error: number } | undefined;
  for (const learner of candidates) {
    const errors: number[] = [];
    for (let i = 0; i < BUDGET.trajectories; i++) {
      const random = randomStream(seed, "support points", heldOut, "validation", i);
      const seen = observe(set, i, choosePoints(set, BUDGET.points, random).supportIndices);
      const adapted = await learner.adapt(phaseSpaceOf(system), seen, { random: randomStream(seed, name, heldOut, i) });
      const error = fieldError(adapted.vectorField, set, i);
      errors.push(Number.isFinite(error) ? Math.log(error) : Number.POSITIVE_INFINITY);
      await adapted.close?.();
    }
    const error = mean(errors);
    if (best === undefined || error < best.error) best = { learner, error };
  }
  return (best as { learner: Learner }).learner;
}
