import { add, div, mul, square, type Tensor } from "../../graph/index.js";
import { ownSystem } from "../system.js";

/** Amplitudes of the sampled oscillations, m (for unit constants). */
const AMPLITUDE = { low: 0.1, high: 1 } as const;

/**
 * A mass on a spring without friction: the harmonic oscillator.
 *
 * Initial conditions: amplitude uniform in `AMPLITUDE`, phase uniform (Greydanus et al. 2019). The lower bound keeps
 * motions away from rest, where every point of a trajectory would say the same.
 */
export const massSpring = ownSystem({
  name: "mass-spring",
  title: "Mass-spring",
  bodies: 1,
  coordinates: [
    {
      body: 0,
      slot: 0,
      position: { name: "x", unit: "m", reach: 1.01 },
      momentum: { name: "p_x", unit: "kg m/s", reach: 1.01 },
    },
  ],
  surplus: [{ body: 0, slot: 1, position: { name: "y", unit: "m" }, momentum: { name: "p_y", unit: "kg m/s" } }],
  constants: { mass: 1, stiffness: 1 },
  formula: "H = p_x^2 / (2 m) + k x^2 / 2",
  samples: 100,
  duration: 10,
  source: "Song and Jeong 2022; initial conditions of Greydanus, Dzamba and Yosinski 2019",
  energyScale: 0.5,
  hamiltonian(q, p, { mass, stiffness }) {
    const [x] = q as [Tensor];
    const [px] = p as [Tensor];
    return add(div(square(px), 2 * mass), mul(stiffness / 2, square(x)));
  },
  initialState(random, { mass, stiffness }) {
    const amplitude = random.between(AMPLITUDE.low, AMPLITUDE.high);
    const phase = random.between(0, 2 * Math.PI);
    return Float64Array.of(amplitude * Math.cos(phase), Math.sqrt(mass * stiffness) * amplitude * Math.sin(phase));
  },
});
