import type { Random } from "../../base/random.js";
import { type EnergyUnits, fittingUnits, gradientsOf, toUnits } from "../gaussian/units.js";
import type { Learner } from "../learner.js";
import { checkObservations } from "../observe.js";
import { derivativeRows, linearSystem, type StateBasis } from "./basis.js";
import { evidenceRidge } from "./ridge.js";

export interface RandomFeaturesOptions {
  /** Number of features. */
  readonly features?: number;
  /** Sizes of the random weights, for states in units of their spread; the one of highest evidence is taken. */
  readonly scales?: readonly number[];
}

/**
 * A network whose hidden layer stays random: H = sum_k w_k tanh(omega_k . (u - c_k)) with normal omega_k, centres c_k at
 * random points of the observations, u the state in units of its spread. Only w is learned, in closed form (random
 * features: Rahimi and Recht 2007; extreme learning machines: Huang, Zhu and Siew 2006), with the ridge and the size of the
 * omega_k of highest evidence.
 */
export function randomFeatures({ features = 300, scales = [0.25, 0.5, 1] }: RandomFeaturesOptions = {}): Learner {
  return {
    name: "random-features",
    title: "Random features, closed form",
    async adapt(space, observations, { random, signal, onProgress }) {
      checkObservations(space, observations);
      const units = fittingUnits(space, observations);
      const gradients = gradientsOf(space.dimension, observations.derivatives);
      // In the units in which components are alike, so is the noise taken to be.
      const weights = units.spread.map((spread) => spread / units.energy);
      const y = gradients.map((value, k) => value * (weights[k % weights.length] as number));
      const fits = [];
      for (const scale of scales) {
        signal?.throwIfAborted();
        const basis = tanhBasis(units, observations.states, features, scale, random);
        const rows = derivativeRows(basis, observations.states).map(
          (v, k) => v * (weights[k % weights.length] as number),
        );
        fits.push({ scale, basis, ...evidenceRidge(rows, y) });
        onProgress?.(fits.length, scales.length);
      }
      const best = fits.reduce((a, b) => (b.logEvidence > a.logEvidence ? b : a));
      const { basis, scale, ridge, logEvidence } = best;
      return linearSystem(basis, best.weights, { "size of weights": scale, ridge, "log evidence": logEvidence });
    },
  };
}

function tanhBasis(units: EnergyUnits, states: Float64Array, size: number, scale: number, random: Random): StateBasis {
  const stateSize = units.spread.length;
  const count = states.length / stateSize;
  const omega = Float64Array.from({ length: size * stateSize }, () => scale * random.normal());
  const offset = new Float64Array(size);
  const u = new Float64Array(stateSize);
  for (let k = 0; k < size; k++) {
    const point = random.integer(count);
    toUnits(units, states.subarray(point * stateSize, (point + 1) * stateSize), u);
    for (let a = 0; a < stateSize; a++)
      offset[k] =
        (offset[k] as number) - (omega[k * stateSize + a] as number) * ((u[a] as number) + random.normal() / 2);
  }
  return {
    size,
    stateSize,
    evaluate(state, values, gradients) {
      toUnits(units, state, u);
      for (let k = 0; k < size; k++) {
        let argument = offset[k] as number;
        for (let a = 0; a < stateSize; a++) argument += (omega[k * stateSize + a] as number) * (u[a] as number);
        const value = Math.tanh(argument);
        values[k] = value;
        const slope = 1 - value * value;
        for (let a = 0; a < stateSize; a++)
          gradients[k * stateSize + a] = (slope * (omega[k * stateSize + a] as number)) / (units.spread[a] as number);
      }
    },
  };
}
