import type { FittedCandidate } from "../choice/fitting/fitted-candidate.js";
import { onlyOneWay } from "../choice/one-way/one-way.js";
import { withFixed } from "../law/restricted.js";
import { shapeParameters } from "../law/shape.js";
import type { SmoothedRecord } from "../prepare/smoothed.js";
import { argumentOf } from "./argument.js";
import { partsOf } from "./assemble.js";
import { kinkedSums } from "./kinked-shapes.js";
import { rowsOfFeature } from "./library.js";
import type { Part } from "./part.js";
import { isOpen, type ProjectionTask } from "./project-formulas.js";
import { judgeSums } from "./search.js";

/** Formulas whose only potential, of one number, bends at a point: each sum from the likeliest of its points on the fitted law's accelerations. None where there is another potential. */
export function kinkedFormulas({ fitted, record, coordinates, inputs, target }: ProjectionTask): (readonly Part[])[] {
  const all = partsOf(fitted);
  const [open, ...others] = all.filter(isOpen);
  if (open?.spec.kind !== "potential" || others.length > 0) return [];
  // On a path that is passed once friction bends as well.
  if (onlyOneWay(record)) return [];
  const kept = all.filter((part) => part !== open);
  const argument = argumentOf([rowsOfFeature(open.spec.feature)], record, coordinates);
  return kinkedSums(argument)
    .flatMap((points) => judgeSums(kept, points, record.dimension, inputs, target)[0] ?? [])
    .sort((a, b) => b.evidence - a.evidence)
    .map(({ parts }) => [...kept, ...parts]);
}

/** Rows on either side of a bend, of all, that a formula is believed by. */
const EITHER_SIDE = 0.03;

/** Whether a record goes beyond every bend of a formula, on both sides: where a motion hardly goes, a bend is what an impact or the end of the record left. */
export function bendsWithin(
  { fitted }: { readonly fitted: FittedCandidate },
  { states, dimension: d }: SmoothedRecord,
): boolean {
  const { law, candidate, fit } = fitted;
  return candidate.terms.every(({ spec }, t) => {
    const shape = spec.kind === "restricted" ? spec.term : spec;
    if (shape.kind !== "shape" || (shape.shape.kind !== "contact" && shape.shape.kind !== "edge")) return true;
    const own = shapeParameters(shape.shape);
    const fixed = spec.kind === "restricted" ? spec.fixed : Array.from({ length: own + 1 }, () => null);
    const centre = shape.centred ? (withFixed(fixed, fit.theta, law.offsets[t] as number)[own] as number) : 0;
    const row = shape.groups[0]?.[0] ?? [];
    let [below, all] = [0, 0];
    for (const motion of states)
      for (let k = 0; k < motion.length; k += 2 * d, all++)
        if (row.reduce((z, c, i) => z + c * (motion[k + i] as number), 0) < centre) below++;
    return Math.min(below, all - below) > EITHER_SIDE * all;
  });
}
