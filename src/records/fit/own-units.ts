import type { WaveTerm, WeightedTerm } from "./energy-model.js";
import type { ModelUnits } from "./scaled.js";

/** A term in the record's own units: z = (x - centre) / spread, H = energy h. */
export function ownTerm(
  { components, variance, lengths, centres, weights }: WeightedTerm,
  { centre, spread, energy }: ModelUnits,
): WeightedTerm {
  const size = components.length;
  const scale = (k: number) => spread[components[k % size] as number] as number;
  return {
    components,
    variance: variance * energy,
    lengths: lengths.map((length, a) => length * scale(a)),
    centres: centres.map((value, k) => value * scale(k) + (centre[components[k % size] as number] as number)),
    weights: weights.map((value, k) => value * scale(k)),
  };
}

/** Waves in the record's own units. */
export function ownWaves(wave: WaveTerm, { centre, spread, energy }: ModelUnits): WaveTerm {
  const { components } = wave;
  const size = components.length;
  const scale = (k: number) => spread[components[k % size] as number] as number;
  return {
    ...wave,
    centre: wave.centre.map((value, a) => value * scale(a) + (centre[components[a] as number] as number)),
    frequencies: wave.frequencies.map((value, k) => value / scale(k)),
    amplitudes: wave.amplitudes.map((value) => value * energy),
  };
}

/** A state in the record's own units. */
export function ownState(state: ArrayLike<number>, { centre, spread }: ModelUnits): Float64Array {
  return spread.map((scale, a) => (state[a] as number) * scale + (centre[a] as number));
}
