import type { VectorField } from "../definition.js";
import type { FixedStepMethod, Step } from "./fixed-step.js";

/** The classical Runge-Kutta method of order 4 (Kutta 1901). */
export const rk4: FixedStepMethod = {
  name: "rk4",
  title: "Runge-Kutta 4",
  order: 4,
  symplectic: false,
  separable: false,
  source: "Kutta 1901; Hairer, Norsett and Wanner 1993, section II.1",
  stepper: rk4Stepper,
};

function rk4Stepper(field: VectorField, size: number): Step {
  const [k1, k2, k3, k4, at] = Array.from({ length: 5 }, () => new Float64Array(size)) as Buffers;
  const displace = (state: Float64Array, k: Float64Array, h: number) => {
    for (let i = 0; i < size; i++) at[i] = (state[i] as number) + h * (k[i] as number);
  };
  return (state, h) => {
    field(state, k1);
    displace(state, k1, h / 2);
    field(at, k2);
    displace(state, k2, h / 2);
    field(at, k3);
    displace(state, k3, h);
    field(at, k4);
    for (let i = 0; i < size; i++) {
      const slope = (k1[i] as number) + 2 * ((k2[i] as number) + (k3[i] as number)) + (k4[i] as number);
      state[i] = (state[i] as number) + (h / 6) * slope;
    }
  };
}

type Buffers = [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
