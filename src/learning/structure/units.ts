import type { Observations, PhaseSpace } from "../learner.js";
import { gradientsOf } from "../process/units.js";

/**
 * Units in which a structured process works. Unlike a process that only sees numbers, it needs one unit of length for all
 * positions, or distances between bodies would lose their meaning, and one for all momenta; the origin stays where it is.
 * The energy unit makes the root mean square of dH/dx 1. Hyperparameters then mean the same in every system.
 */
export interface Units {
  readonly position: number;
  readonly momentum: number;
  readonly energy: number;
}

export function unitsOf({ dimension }: PhaseSpace, { states, derivatives }: Observations): Units {
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
  return { position, momentum, energy: energy || 1 };
}

/** States [count][2d] in these units. */
export function statesInUnits({ position, momentum }: Units, states: Float64Array, dimension: number): Float64Array {
  return states.map((value, k) => value / (k % (2 * dimension) < dimension ? position : momentum));
}

/** dH/dx = (-dp/dt, dq/dt) in these units, from derivatives [count][2d]: Hamilton's equations read backwards. */
export function gradientsInUnits(units: Units, derivatives: Float64Array, dimension: number): Float64Array {
  return gradientsOf(dimension, derivatives).map(
    (value, k) => (value * (k % (2 * dimension) < dimension ? units.position : units.momentum)) / units.energy,
  );
}

/** dH/dx in these units as dx/dt in the observations'. */
export function fieldFromUnits(units: Units, gradient: Float64Array, out: Float64Array): void {
  const d = out.length / 2;
  for (let a = 0; a < d; a++) {
    out[a] = ((gradient[d + a] as number) * units.energy) / units.momentum;
    out[d + a] = (-(gradient[a] as number) * units.energy) / units.position;
  }
}
