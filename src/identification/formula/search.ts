import { type Inputs, prepareCandidate } from "../choice/fitting/candidate.js";
import { firstTheta, nonlinearOf } from "./assemble.js";
import { costOf, type Part } from "./part.js";
import { project, type Target } from "./target.js";

/** Parts together, and how well they explain a target. */
export interface FoundParts {
  readonly parts: readonly Part[];
  /** Coefficients of the kept parts, then of the own ones. */
  readonly theta: Float64Array;
  /** Log marginal likelihood of the target, less what the parts cost. */
  readonly evidence: number;
}

/** How far a search goes: sums of at most so many parts; sums of each length that are tried further. */
export interface SearchWidth {
  readonly longest: number;
  /** Of one part, and of more. */
  readonly widths: readonly [number, number];
}

/** Holds parts, beside others that are kept, against a target. Undefined where they cannot explain it. */
export function judge(
  kept: readonly Part[],
  parts: readonly Part[],
  dimension: number,
  inputs: Inputs | undefined,
  target: Target,
): FoundParts | undefined {
  const all = [...kept, ...parts];
  const { law, beliefs } = prepareCandidate({ name: "", terms: all }, dimension, inputs);
  const projection = project(law, beliefs, firstTheta(all), nonlinearOf(all, law), target);
  if (projection === undefined) return undefined;
  return { parts, theta: projection.theta, evidence: projection.evidence - costOf(parts) };
}

/**
 * Sums of library parts that explain a target beside the kept parts, the best of each length first: forward from nothing, the best few of every length going on. Every part
 * of a sum begins from what it was in the shorter one.
 */
export function searchSums(
  kept: readonly Part[],
  library: readonly Part[],
  dimension: number,
  inputs: Inputs | undefined,
  target: Target,
  { longest, widths }: SearchWidth,
): FoundParts[] {
  const nothing = judge(kept, [], dimension, inputs, target);
  const found: FoundParts[] = nothing === undefined ? [] : [nothing];
  let beam: readonly (readonly Part[])[] = [[]];
  for (let length = 1; length <= longest; length++) {
    const tried = new Map<string, FoundParts>();
    for (const base of beam)
      for (const part of library) {
        if (base.some(({ name }) => name === part.name)) continue;
        const sum = judge(kept, [...base, part], dimension, inputs, target);
        if (sum === undefined) continue;
        const key = [...base, part]
          .map(({ name }) => name)
          .sort()
          .join(" + ");
        if (sum.evidence > (tried.get(key)?.evidence ?? Number.NEGATIVE_INFINITY)) tried.set(key, sum);
      }
    const best = [...tried.values()].sort((a, b) => b.evidence - a.evidence).slice(0, widths[length === 1 ? 0 : 1]);
    const own = kept.reduce((sum, { start }) => sum + start.length, 0);
    const settled = best.map((sum) => ({ ...sum, parts: begunAt(sum.parts, sum.theta.subarray(own)) }));
    found.push(...settled);
    beam = settled.map(({ parts }) => parts);
    if (beam.length === 0) break;
  }
  return found;
}

/** The same for each of several sums, the likeliest first, whose parts begin at what was found for them. */
export function judgeSums(
  kept: readonly Part[],
  sums: readonly (readonly Part[])[],
  dimension: number,
  inputs: Inputs | undefined,
  target: Target,
): FoundParts[] {
  const own = kept.reduce((sum, { start }) => sum + start.length, 0);
  return sums
    .flatMap((parts) => judge(kept, parts, dimension, inputs, target) ?? [])
    .map((found) => ({ ...found, parts: begunAt(found.parts, found.theta.subarray(own)) }))
    .sort((a, b) => b.evidence - a.evidence);
}

/** Parts that begin at coefficients found for them, one after the other. */
export function begunAt(parts: readonly Part[], theta: Float64Array): Part[] {
  let at = 0;
  return parts.map((part) => {
    const start = [...theta.subarray(at, at + part.start.length)];
    at += part.start.length;
    return { ...part, start };
  });
}
