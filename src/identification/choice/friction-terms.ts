import type { TermSpec } from "../law/spec.js";
import type { SmoothedRecord } from "../prepare/smoothed.js";
import type { TermChoice } from "./candidate.js";
import type { Coordinates } from "./form-builder.js";

/** A friction for every coordinate, or one for the directions of every body. */
export function frictionTerms(
  record: SmoothedRecord,
  { kinds, bodies }: Coordinates,
  kind: Extract<TermSpec, { kind: "friction" }>["law"],
): TermChoice[] {
  const d = record.dimension;
  const unit = (i: number) => Array.from({ length: d }, (_, k) => (k === i ? 1 : 0));
  const groups = [...new Set(bodies)].map((body) => bodies.flatMap((own, i) => (own === body ? [i] : [])));
  return groups.flatMap((group) => {
    const together = group.length > 1 && group.every((i) => kinds[i] !== "angle");
    const sets = together ? [group] : group.map((i) => [i]);
    return sets.map((set): TermChoice => {
      const speed = Math.hypot(...set.map((i) => record.spreads[d + i] as number));
      const force = Math.max(...set.map((i) => record.accelerationSpreads[i] as number));
      const power = { dry: 0, viscous: 1, quadratic: 2, cubic: 3 }[kind];
      return {
        spec: { kind: "friction", directions: set.map(unit), law: kind, smoothing: DRY_SMOOTHING * speed },
        deviation: force / speed ** power,
      };
    });
  });
}

/** Dry friction changes sign over this share of the speeds' spread. */
const DRY_SMOOTHING = 0.01;
