import type { Random } from "../../src/base/random.js";
import { lawFrom, type TermSpec } from "../../src/identification/index.js";
import type { EnergyModel } from "../../src/records/index.js";
import type { LawModel } from "../../src/records/law/model.js";

interface LawGiven extends Partial<LawModel> {
  /** Drawn where they are left out. */
  readonly coefficients?: readonly number[];
  readonly random?: Random;
  readonly covariance?: readonly number[];
  readonly spreads?: readonly number[];
  readonly tick?: number;
}

/** A law with the given terms in `d` coordinates, as if it had been learned. */
export function lawModel(
  d: number,
  terms: readonly TermSpec[],
  { coefficients, random, covariance, spreads, tick = 1, ...given }: LawGiven,
): EnergyModel & { readonly law: LawModel } {
  const inputs = Math.max(0, ...terms.flatMap((spec) => (spec.kind === "input" ? spec.inputs.map((i) => i + 1) : [])));
  const { count } = lawFrom(d, terms, () => {}, inputs);
  const law: LawModel = {
    law: {
      dimension: d,
      terms,
      coefficients: Float64Array.from(coefficients ?? Array.from({ length: count }, () => random?.normal() ?? 0)),
      covariance: Float64Array.from(covariance ?? new Array<number>(count * count).fill(0)),
      tick,
      spreads: Float64Array.from(spreads ?? new Array<number>(2 * d).fill(1)),
      looseness: 0,
      inputs,
    },
    active: Array.from({ length: d }, (_, c) => c),
    rest: new Float64Array(d),
    energyScale: 1,
    velocities: {
      kind: "none",
      model: { factors: [], count: 0, lag: false },
      factors: [],
      lag: { value: 0, deviation: 0 },
      smoothed: { value: 0, deviation: 0 },
    },
    draws: [],
    ...given,
  };
  const all = law.rest.length;
  const quantity = { name: "x", unit: "" };
  const coordinates = Array.from({ length: all }, () => ({
    body: 0,
    slot: 0 as const,
    position: quantity,
    momentum: quantity,
  }));
  const space = { bodies: all, dimension: all, coordinates, surplus: [] };
  return { space, time: { name: "t", unit: "s" }, terms: [], draws: [], law };
}

export const linear = (...coefficients: number[]) => ({ kind: "linear", coefficients }) as const;
