import { type Random, randomStream } from "../../../src/base/random.js";
import { generateTrajectories } from "../../../src/dataset/index.js";
import { commonUnits, gradientsInUnits, statesInUnits } from "../../../src/learning/gaussian/units.js";
import { observe, phaseSpaceOf } from "../../../src/learning/index.js";
import { structureData } from "../../../src/learning/structure/given.js";
import { StructureLikelihood } from "../../../src/learning/structure/likelihood.js";
import { structureTerms } from "../../../src/learning/structure/term.js";
import type { System } from "../../../src/mechanics/index.js";

/** A trajectory of a system and some of its points, in the process's units. */
export function sampledPoints(system: System, points: number, random: Random) {
  const set = generateTrajectories(system, { count: 1, seed: random.integer(1000), split: "train", tolerance: 1e-10 });
  const space = phaseSpaceOf(system);
  const chosen = random.choose(set.times.length, points);
  const observations = observe(set, 0, chosen);
  const units = commonUnits(space, observations);
  const given = {
    stateSize: 2 * system.dimension,
    count: points,
    states: statesInUnits(units, observations.states),
    gradients: gradientsInUnits(units, observations.derivatives),
  };
  return { set, space, observations, units, given, data: structureData(given), chosen };
}

/** The likelihood of some points of a system, with hyperparameters drawn around 1. */
export function drawnLikelihood(system: System, points: number, name: string) {
  const random = randomStream(1, name);
  const sampled = sampledPoints(system, points, random);
  const likelihood = new StructureLikelihood(structureTerms(sampled.space), sampled.data);
  const { layout } = likelihood;
  const theta = Float64Array.from({ length: layout.size }, (_, i) =>
    i < layout.noise ? 0.5 * random.normal() : -2 + 0.2 * random.normal(),
  );
  return { ...sampled, likelihood, theta, random };
}
