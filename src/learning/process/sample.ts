import type { Random } from "../../base/random.js";
import type { VectorField } from "../../mechanics/index.js";
import { choleskySolve } from "../../numerics/index.js";
import { featuresOf } from "./features.js";
import { type FittedProcess, ProcessMean } from "./mean.js";
import type { StationaryScales, StationaryTerm } from "./term.js";

/** Random frequencies a term: the prior sample's error falls with their root. */
const FREQUENCIES = 512;

/**
 * Draws dH/dx from the posterior, as a function that can be asked anywhere: a draw from the prior by random Fourier
 * features (Rahimi and Recht 2007), corrected by the kernel at the data for what it gets wrong there (Matheron's rule;
 * Wilson et al. 2020, arXiv 2002.09309). It is the gradient of one H, so its motions conserve an energy.
 */
export function sampleProcess(process: FittedProcess, random: Random): VectorField {
  const { terms, likelihood, scales, conditioned } = process;
  const { data } = likelihood;
  const { count, stateSize, gradients, pairs } = data;
  const noise = conditioned.noise.map((variance) => Math.sqrt(variance) * random.normal());
  const prior = terms.map((term, t) => new PriorSample(term, scales.terms[t] as StationaryScales, stateSize, random));

  const residual = new Float64Array(count * stateSize + pairs.count);
  const drawn = new Float64Array(stateSize);
  const energies = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const state = data.states.subarray(i * stateSize, (i + 1) * stateSize);
    drawn.fill(0);
    for (const sample of prior) {
      sample.addGradient(state, drawn);
      energies[i] = (energies[i] as number) + sample.energy(state);
    }
    for (let a = 0; a < stateSize; a++) {
      const at = i * stateSize + a;
      residual[at] = (gradients[at] as number) - (drawn[a] as number) - (noise[at] as number);
    }
  }
  for (let k = 0; k < pairs.count; k++) {
    const [i, j] = [pairs.points[2 * k] as number, pairs.points[2 * k + 1] as number];
    const observed = -(data.meanDifferences?.[k] ?? 0);
    const drawnAt = (point: number) => (energies[point] as number) + (noise[count * stateSize + point] as number);
    residual[count * stateSize + k] = observed - drawnAt(i) + drawnAt(j);
  }
  const update = new ProcessMean(process, choleskySolve(conditioned.factor, residual));
  return (state, out) => {
    update.gradient(state, out);
    for (const sample of prior) sample.addGradient(state, out);
  };
}

/** H(x) = sqrt(2 v / M) sum of cos(omega . z(x) + b) over M random frequencies. */
class PriorSample {
  readonly #term: StationaryTerm;
  readonly #size: number;
  readonly #frequencies: Float64Array;
  readonly #phases: Float64Array;
  readonly #amplitude: number;
  readonly #features: number;

  constructor(term: StationaryTerm, { variance, lengths }: StationaryScales, stateSize: number, random: Random) {
    this.#term = term;
    this.#size = stateSize;
    this.#features = lengths.length;
    this.#frequencies = new Float64Array(FREQUENCIES * lengths.length);
    this.#phases = new Float64Array(FREQUENCIES);
    this.#amplitude = Math.sqrt((2 * variance) / FREQUENCIES);
    for (let k = 0; k < FREQUENCIES; k++) {
      const factor = term.radial.spectralFactor(random);
      for (let m = 0; m < lengths.length; m++)
        this.#frequencies[k * lengths.length + m] = (factor * random.normal()) / (lengths[m] as number);
      this.#phases[k] = random.between(0, 2 * Math.PI);
    }
  }

  energy(state: Float64Array): number {
    const { z } = featuresOf(this.#term.features, state, this.#size);
    let total = 0;
    for (let k = 0; k < FREQUENCIES; k++) total += Math.cos(this.#angle(z, k));
    return this.#amplitude * total;
  }

  addGradient(state: Float64Array, out: Float64Array): void {
    const { z, jacobians } = featuresOf(this.#term.features, state, this.#size);
    const size = this.#features;
    const slopes = jacobians === undefined ? out : new Float64Array(size);
    for (let k = 0; k < FREQUENCIES; k++) {
      const factor = -this.#amplitude * Math.sin(this.#angle(z, k));
      for (let m = 0; m < size; m++)
        slopes[m] = (slopes[m] as number) + factor * (this.#frequencies[k * size + m] as number);
    }
    if (jacobians === undefined) return;
    for (let m = 0; m < size; m++)
      for (let a = 0; a < out.length; a++)
        out[a] = (out[a] as number) + (slopes[m] as number) * (jacobians[m * out.length + a] as number);
  }

  #angle(z: Float64Array, k: number): number {
    let angle = this.#phases[k] as number;
    const from = k * this.#features;
    for (let m = 0; m < this.#features; m++) angle += (this.#frequencies[from + m] as number) * (z[m] as number);
    return angle;
  }
}
