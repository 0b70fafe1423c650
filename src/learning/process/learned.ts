import type { LearnedSystem } from "../learner.js";
import { type FittedProcess, ProcessPosterior } from "./posterior.js";
import { samplePosterior } from "./sample.js";
import { fieldFromUnits, toUnits, type Units } from "./units.js";

/** A fitted process as a learned system, in the observations' own units. */
export function learnedSystem(process: FittedProcess, units: Units): LearnedSystem {
  const posterior = new ProcessPosterior(process);
  const { stateSize } = process.likelihood.data;
  const [at, other, gradient] = [0, 1, 2].map(() => new Float64Array(stateSize)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const { terms, noise } = process.scales;
  return {
    vectorField(state, out) {
      toUnits(units, state, at);
      posterior.mean.gradient(at, gradient);
      fieldFromUnits(units, gradient, out);
    },
    energy(state) {
      toUnits(units, state, at);
      return units.energy * posterior.mean.energy(at);
    },
    fieldDeviation(state, out) {
      toUnits(units, state, at);
      posterior.gradientDeviation(at, gradient);
      fieldFromUnits(units, gradient, out);
      for (let a = 0; a < out.length; a++) out[a] = Math.abs(out[a] as number);
    },
    energyDeviation(state, reference) {
      toUnits(units, state, at);
      toUnits(units, reference, other);
      return units.energy * posterior.energyDeviation(at, other);
    },
    sampleField(random) {
      const draw = samplePosterior(process, random);
      const [state, slope] = [new Float64Array(stateSize), new Float64Array(stateSize)];
      return (x, out) => {
        toUnits(units, x, state);
        draw(state, slope);
        fieldFromUnits(units, slope, out);
      };
    },
    choices: {
      "log marginal likelihood": process.conditioned.logLikelihood,
      "length scales in units of the spread": terms.flatMap(({ lengths }) => [...lengths]),
      variance: terms.map(({ variance }) => variance),
      "relative noise variance": [...noise],
    },
  };
}
