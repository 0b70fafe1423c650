import { argumentOf } from "./argument.js";
import { partsOf } from "./assemble.js";
import { kinkedSums } from "./kinked-shapes.js";
import { rowsOfFeature } from "./library.js";
import type { Part } from "./part.js";
import { isOpen, type ProjectionTask } from "./project-formulas.js";
import { begunAt, type FoundParts, judge } from "./search.js";

/** Formulas whose only potential, of one number, bends at a point: each sum from the likeliest of its points on the fitted law's accelerations. None where there is another potential. */
export function kinkedFormulas({ fitted, record, coordinates, inputs, target }: ProjectionTask): (readonly Part[])[] {
  const all = partsOf(fitted);
  const [open, ...others] = all.filter(isOpen);
  if (open?.spec.kind !== "potential" || others.length > 0) return [];
  const kept = all.filter((part) => part !== open);
  const argument = argumentOf([rowsOfFeature(open.spec.feature)], record, coordinates);
  const own = kept.reduce((sum, { start }) => sum + start.length, 0);
  return kinkedSums(argument)
    .flatMap((points) => {
      const found = points
        .map((parts) => judge(kept, parts, record.dimension, inputs, target))
        .filter((one): one is FoundParts => one !== undefined);
      const best = found.sort((a, b) => b.evidence - a.evidence)[0];
      return best === undefined ? [] : [best];
    })
    .sort((a, b) => b.evidence - a.evidence)
    .map(({ parts, theta }) => [...kept, ...begunAt(parts, theta.subarray(own))]);
}
