import { energyPairs } from "../gaussian/energy-rows.js";
import { evenIndices, pickRows } from "../gaussian/subset.js";
import type { StructureData } from "./likelihood.js";
import { firstNoiseModel, type Observed } from "./linearize.js";

/** What is observed, and which points share a motion [count]. */
export interface Given extends Observed {
  readonly motions?: ArrayLike<number> | undefined;
}

/** The observations as rows where they were observed. */
export function structureData(given: Given): StructureData {
  const { stateSize, count, states, gradients, motions } = given;
  const pairs = energyPairs(count, motions);
  return {
    stateSize,
    count,
    states,
    gradients,
    energies: new Float64Array(count),
    pairs,
    noise: firstNoiseModel(given),
  };
}

/** Evenly chosen points with at most `components` observed components; the data themselves where they have no more. */
export function subsetOf(given: Given, components: number): Given {
  const { stateSize, count } = given;
  const kept = Math.max(2, Math.floor(components / stateSize));
  if (kept >= count) return given;
  const indices = evenIndices(count, kept);
  const pick = (values: Float64Array) => pickRows(values, stateSize, indices);
  return {
    stateSize,
    count: kept,
    states: pick(given.states),
    gradients: pick(given.gradients),
    motions: indices.map((i) => given.motions?.[i] ?? 0),
  };
}
