import { energiesOf, type FeatureSpec, type LearnedLaw } from "../../../identification/index.js";
import type { LawModel } from "../model.js";

interface FormulaDrawn {
  readonly model: LawModel;
  readonly formula?: LearnedLaw | undefined;
  /** Where the record has been, [rows][active]. */
  readonly seen: readonly (readonly number[])[];
}

/** A formula's potential of one coordinate, less its value at `lowest`; nothing for sums and differences of coordinates. */
export function formulaPotential(
  drawn: FormulaDrawn,
  feature: FeatureSpec,
  x: readonly number[],
  lowest: number,
): { formula?: number[] } {
  if (feature.kind !== "linear") return {};
  const [first, ...others] = feature.coefficients.flatMap((e, i) => (e === 0 ? [] : [{ e, i }]));
  if (first === undefined || others.length > 0) return {};
  const { e, i } = first;
  const heights = resting(drawn, [lowest, ...x], (z, q) => {
    q[i] = z / e;
  });
  if (heights === undefined) return {};
  const [low = 0, ...own] = heights;
  return { formula: own.map((height) => height - low) };
}

/** Steps of finite differences, relative to the range. */
const STEP = 1e-4;

/** A formula's force along the distance of the only body from a place; nothing for distances between bodies. */
export function formulaForce(drawn: FormulaDrawn, feature: FeatureSpec, x: readonly number[]): { formula?: number[] } {
  if (feature.kind !== "distance") return {};
  const at = feature.components.map((row) => row.findIndex((e) => e !== 0));
  const single = feature.components.every((row, k) => row.every((e, i) => e === (i === at[k] ? 1 : 0)));
  if (!single || at.length !== drawn.model.law.dimension) return {};
  const step = STEP * ((x.at(-1) as number) - (x[0] as number));
  const sides = x.flatMap((z) => [z - step, z + step]);
  const heights = resting(drawn, sides, (z, q) => {
    at.forEach((i, k) => {
      q[i] = (feature.origin[k] as number) + (k === 0 ? z : 0);
    });
  });
  if (heights === undefined) return {};
  return { formula: x.map((_, k) => ((heights[2 * k] as number) - (heights[2 * k + 1] as number)) / (2 * step)) };
}

/** The formula's energies at rest, where `place` puts the variable into the mean of all places. */
function resting(
  { model, formula, seen }: FormulaDrawn,
  variable: readonly number[],
  place: (z: number, q: number[]) => void,
): number[] | undefined {
  if (formula === undefined) return undefined;
  const d = model.law.dimension;
  const mean = Array.from({ length: d }, (_, i) => seen.reduce((sum, q) => sum + (q[i] as number) / seen.length, 0));
  const states = variable.flatMap((z) => {
    const q = [...mean];
    place(z, q);
    return [...q, ...mean.map(() => 0)];
  });
  return Array.from(energiesOf(formula, Float64Array.from(states)), (energy) => model.energyScale * energy);
}
