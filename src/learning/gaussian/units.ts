import type { Observations, PhaseSpace } from "../learner.js";

/**
 * Units in which a process on H works: every component of the state about a centre, in units of its spread, and H so that the root
 * mean square of its derivatives in these is 1. Hyperparameters are then numbers near 1 for any system.
 */
export interface EnergyUnits {
  /** [2d] */
  readonly centre: Float64Array;
  /** [2d] */
  readonly spread: Float64Array;
  /** Energy of one unit of H. */
  readonly energy: number;
}

/** A component that hardly moves gets this share of the largest spread among components of its kind. */
const SMALLEST_SPREAD = 0.05;

/** Units for a process that sees numbers alone: every component about its mean, in units of its own spread. */
export function fittingUnits({ dimension }: PhaseSpace, { count, states, derivatives }: Observations): EnergyUnits {
  const size = 2 * dimension;
  const centre = new Float64Array(size);
  const spread = new Float64Array(size);
  for (let a = 0; a < size; a++) {
    for (let i = 0; i < count; i++) centre[a] = (centre[a] as number) + (states[i * size + a] as number) / count;
    for (let i = 0; i < count; i++)
      spread[a] = (spread[a] as number) + ((states[i * size + a] as number) - (centre[a] as number)) ** 2 / count;
    spread[a] = Math.sqrt(spread[a] as number);
  }
  for (const kind of [spread.subarray(0, dimension), spread.subarray(dimension)]) {
    const largest = Math.max(...kind);
    for (let a = 0; a < dimension; a++)
      kind[a] = largest > 0 ? Math.max(kind[a] as number, SMALLEST_SPREAD * largest) : 1;
  }
  const slopes = gradientsOf(dimension, derivatives);
  let square = 0;
  for (let k = 0; k < slopes.length; k++) square += ((slopes[k] as number) * (spread[k % size] as number)) ** 2;
  const energy = Math.sqrt(square / slopes.length);
  return { centre, spread, energy: energy > 0 ? energy : 1 };
}

/**
 * Units for a process that knows bodies: one unit of length for all positions, or distances between bodies would lose their meaning,
 * and one for all momenta; the origin stays where it is. Hyperparameters then mean the same in every system.
 */
export function commonUnits({ dimension }: PhaseSpace, { states, derivatives }: Observations): EnergyUnits {
  const rms = (values: Float64Array, kind: "position" | "momentum") => {
    let [square, count] = [0, 0];
    for (let k = 0; k < values.length; k++)
      if (k % (2 * dimension) < dimension === (kind === "position")) {
        square += (values[k] as number) ** 2;
        count++;
      }
    return Math.sqrt(square / count);
  };
  const position = rms(states, "position") || 1;
  const momentum = rms(states, "momentum") || 1;
  // dH/dp = dq/dt and dH/dq = -dp/dt.
  const energy =
    Math.hypot(rms(derivatives, "position") * momentum, rms(derivatives, "momentum") * position) / Math.SQRT2;
  const spread = Float64Array.from({ length: 2 * dimension }, (_, a) => (a < dimension ? position : momentum));
  return { centre: new Float64Array(2 * dimension), spread, energy: energy || 1 };
}

/** dH/dx = (-dp/dt, dq/dt) of observed derivatives [count][2d]: Hamilton's equations read backwards. */
export function gradientsOf(dimension: number, derivatives: Float64Array): Float64Array {
  const gradients = new Float64Array(derivatives.length);
  for (let from = 0; from < derivatives.length; from += 2 * dimension)
    for (let a = 0; a < dimension; a++) {
      gradients[from + a] = -(derivatives[from + dimension + a] as number);
      gradients[from + dimension + a] = derivatives[from + a] as number;
    }
  return gradients;
}

/** A state in these units. */
export function toUnits({ centre, spread }: EnergyUnits, state: ArrayLike<number>, out: Float64Array): void {
  for (let a = 0; a < out.length; a++) out[a] = ((state[a] as number) - (centre[a] as number)) / (spread[a] as number);
}

/** States [count][2d] in these units. */
export function statesInUnits({ centre, spread }: EnergyUnits, states: Float64Array): Float64Array {
  const size = spread.length;
  return states.map((value, k) => (value - (centre[k % size] as number)) / (spread[k % size] as number));
}

/** dH/dx in these units, from derivatives [count][2d]. */
export function gradientsInUnits({ spread, energy }: EnergyUnits, derivatives: Float64Array): Float64Array {
  const size = spread.length;
  return gradientsOf(size / 2, derivatives).map((value, k) => (value * (spread[k % size] as number)) / energy);
}

/** Turns dH/dx in these units into dx/dt in the observations' own. */
export function fieldFromUnits({ spread, energy }: EnergyUnits, gradient: Float64Array, out: Float64Array): void {
  const d = out.length / 2;
  for (let a = 0; a < d; a++) {
    out[a] = (energy * (gradient[d + a] as number)) / (spread[d + a] as number);
    out[d + a] = (-energy * (gradient[a] as number)) / (spread[a] as number);
  }
}
