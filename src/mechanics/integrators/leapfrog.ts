import type { VectorField } from "../definition.js";
import type { FixedStepMethod, Step } from "./fixed-step.js";

/**
 * The leapfrog or Stoermer-Verlet method: half a kick, a drift, half a kick. For H = T(p) + V(q) each of them is the exact
 * motion under V or T alone, so their product is symplectic, and it is symmetric in time.
 */
export const leapfrog: FixedStepMethod = {
  name: "leapfrog",
  title: "Leapfrog",
  order: 2,
  symplectic: true,
  separable: true,
  source: "Verlet 1967; Hairer, Lubich and Wanner 2006, section I.1.4",
  stepper: leapfrogStepper,
};

/** The step of `leapfrog`. */
export function leapfrogStepper(field: VectorField, size: number): Step {
  const d = size / 2;
  const slope = new Float64Array(size);
  /** Moves components `from` to `to` with the field where they stand. */
  const move = (state: Float64Array, from: number, to: number, h: number) => {
    field(state, slope);
    for (let i = from; i < to; i++) state[i] = (state[i] as number) + h * (slope[i] as number);
  };
  return (state, h) => {
    move(state, d, size, h / 2);
    move(state, 0, d, h);
    move(state, d, size, h / 2);
  };
}
