import type { Random } from "../../base/random.js";
import { choleskySolve } from "../../numerics/index.js";
import { addWaves, type WaveTerm, type WeightedTerm } from "./energy-model.js";
import type { ProcessFit } from "./fit.js";
import { meanOf } from "./motion-process.js";

/** A draw of H and of the initial states from what a fit leaves possible, in the units of the fit. */
export interface FitDraw {
  readonly terms: readonly WeightedTerm[];
  readonly waves: readonly WaveTerm[];
  readonly initialStates: Float64Array;
}

/** Waves that stand for a term's prior. */
const WAVES = 128;

/**
 * Matheron's rule: a draw from the prior (random Fourier features, Rahimi and Recht 2007) plus the mean that the
 * measurements less this draw's own call for (Wilson et al. 2020, "pathwise conditioning").
 */
export function drawFit({ record, design, rowsOfTerms, scales, conditioned }: ProcessFit, random: Random): FitDraw {
  const size = record.noise.length;
  const M = design.nodeTimes.length;
  const waves = scales.terms.map((term) => priorWaves(term, random));
  const initial = Float64Array.from({ length: design.initialMeans.length }, () => random.normal());
  const left = design.residuals.slice();
  design.rows.forEach(({ stretch, component }, r) => {
    let value = scales.noise * (record.noise[component] as number) * random.normal();
    for (let b = 0; b < size; b++)
      value += (design.initialWeights[r * size + b] as number) * (initial[stretch * size + b] as number);
    left[r] = (left[r] as number) - value;
  });
  waves.forEach((wave, t) => {
    const { components } = wave;
    const width = M * components.length;
    const slopes = new Float64Array(width);
    const slope = new Float64Array(size);
    for (let j = 0; j < M; j++) {
      slope.fill(0);
      addWaves(wave, design.nodes.subarray(j * size, (j + 1) * size), slope);
      components.forEach((c, a) => {
        slopes[j * components.length + a] = slope[c] as number;
      });
    }
    const P = rowsOfTerms[t] as Float64Array;
    for (let r = 0; r < left.length; r++) {
      let total = 0;
      for (let k = 0; k < width; k++) total += (P[r * width + k] as number) * (slopes[k] as number);
      left[r] = (left[r] as number) - total;
    }
  });
  const { terms, initialStates } = meanOf(record, design, rowsOfTerms, scales, choleskySolve(conditioned.factor, left));
  return { terms, waves, initialStates: initialStates.map((value, k) => value + (initial[k] as number)) };
}

function priorWaves(
  { components, variance, lengths }: { components: readonly number[]; variance: number; lengths: Float64Array },
  random: Random,
): WaveTerm {
  const size = components.length;
  return {
    components,
    centre: new Float64Array(size),
    frequencies: Float64Array.from({ length: WAVES * size }, (_, k) => random.normal() / (lengths[k % size] as number)),
    phases: Float64Array.from({ length: WAVES }, () => random.between(0, 2 * Math.PI)),
    // Normal amplitudes on top of random phases: the draw is Gaussian also with few waves.
    amplitudes: Float64Array.from({ length: WAVES }, () => Math.sqrt((2 * variance) / WAVES) * random.normal()),
  };
}
