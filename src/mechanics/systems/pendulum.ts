import { add, cos, div, mul, square, sub, type Tensor } from "../../graph/index.js";
import { ownSystem } from "../system.js";

/** Amplitudes of the sampled swings, rad. */
const AMPLITUDE = { low: 0.1, high: 2.3 } as const;

/**
 * A point mass on a rigid rod without friction; theta = 0 hangs down.
 *
 * Initial conditions: amplitude A uniform in `AMPLITUDE`, theta uniform in [-A, A], the momentum of that swing's energy
 * with either sign. The pendulum always swings and never turns over, so the angle stays bounded; up to A = 2.3 rad
 * (132 degrees) the force is far from linear.
 */
export const pendulum = ownSystem({
  name: "pendulum",
  title: "Pendulum",
  bodies: 1,
  coordinates: [
    {
      body: 0,
      slot: 0,
      position: { name: "theta", unit: "rad", reach: 2.31 },
      momentum: { name: "p_theta", unit: "kg m^2/s", reach: 1.85 },
    },
  ],
  surplus: [{ body: 0, slot: 1, position: { name: "r", unit: "m" }, momentum: { name: "p_r", unit: "kg m/s" } }],
  constants: { mass: 1, length: 1, gravity: 1 },
  formula: "H = p_theta^2 / (2 m l^2) + m g l (1 - cos theta)",
  samples: 100,
  duration: 10,
  source: "Song and Jeong 2022; range of amplitudes as in Greydanus, Dzamba and Yosinski 2019",
  energyScale: 1,
  hamiltonian(q, p, { mass, length, gravity }) {
    const [theta] = q as [Tensor];
    const [momentum] = p as [Tensor];
    return add(div(square(momentum), 2 * mass * length ** 2), mul(mass * gravity * length, sub(1, cos(theta))));
  },
  initialState(random, { mass, length, gravity }) {
    const amplitude = random.between(AMPLITUDE.low, AMPLITUDE.high);
    const theta = random.between(-amplitude, amplitude);
    const sign = random.uniform() < 0.5 ? -1 : 1;
    const kinetic = mass * gravity * length * (Math.cos(theta) - Math.cos(amplitude));
    return Float64Array.of(theta, sign * Math.sqrt(2 * mass * length ** 2 * Math.max(0, kinetic)));
  },
});
