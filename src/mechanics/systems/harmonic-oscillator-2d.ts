import { add, div, mul, square, type Tensor } from "../../graph/index.js";
import { ownSystem } from "../system.js";
import { planeCoordinates } from "./plane.js";

/** Amplitudes of the sampled oscillations along each axis, m. */
const AMPLITUDE = { low: 0.1, high: 1 } as const;

/**
 * A mass on two perpendicular springs in the plane: two oscillations that do not see each other. With equal stiffness the
 * motion is an ellipse and the angular momentum is conserved.
 *
 * Initial conditions: along each axis as those of the mass-spring, amplitude uniform in `AMPLITUDE`, phase uniform.
 */
export const harmonicOscillator2d = ownSystem({
  name: "harmonic-oscillator-2d",
  title: "2-D harmonic oscillator",
  bodies: 1,
  coordinates: planeCoordinates({ position: 1.01, momentum: 1.01 }),
  surplus: [],
  constants: { mass: 1, stiffnessX: 1, stiffnessY: 1 },
  formula: "H = (p_x^2 + p_y^2) / (2 m) + (k_x x^2 + k_y y^2) / 2",
  samples: 100,
  duration: 10,
  source: "Goldstein, Classical Mechanics, chapter 10; initial conditions as for the mass-spring",
  energyScale: 0.5,
  hamiltonian(q, p, { mass, stiffnessX, stiffnessY }) {
    const [x, y] = q as [Tensor, Tensor];
    const [px, py] = p as [Tensor, Tensor];
    const potential = add(mul(stiffnessX / 2, square(x)), mul(stiffnessY / 2, square(y)));
    return add(div(add(square(px), square(py)), 2 * mass), potential);
  },
  initialState(random, { mass, stiffnessX, stiffnessY }) {
    const axis = (stiffness: number) => {
      const amplitude = random.between(AMPLITUDE.low, AMPLITUDE.high);
      const phase = random.between(0, 2 * Math.PI);
      return [amplitude * Math.cos(phase), Math.sqrt(mass * stiffness) * amplitude * Math.sin(phase)] as const;
    };
    const [[x, px], [y, py]] = [axis(stiffnessX), axis(stiffnessY)];
    return Float64Array.of(x, y, px, py);
  },
});
