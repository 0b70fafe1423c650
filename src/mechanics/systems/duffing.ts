import { add, div, mul, square, type Tensor } from "../../graph/index.js";
import { ownSystem } from "../system.js";

/** Initial positions are uniform in [-INITIAL_POSITION, INITIAL_POSITION], m. */
const INITIAL_POSITION = 1.5;
/** Initial momenta are uniform in [-INITIAL_MOMENTUM, INITIAL_MOMENTUM], kg m/s. */
const INITIAL_MOMENTUM = 1;

/**
 * Duffing's oscillator without damping and driving: a spring whose force has a cubic part. By default its linear part
 * pushes away from the centre, which leaves two wells at x = -1 and x = 1 and a separatrix of energy 0 between the motions
 * within one well and those across both.
 *
 * Initial conditions: position and momentum uniform in the intervals above, so on both sides of the separatrix.
 */
export const duffing = ownSystem({
  name: "duffing",
  title: "Duffing",
  bodies: 1,
  coordinates: [
    {
      body: 0,
      slot: 0,
      position: { name: "x", unit: "m", reach: 1.85 },
      momentum: { name: "p_x", unit: "kg m/s", reach: 1.5 },
    },
  ],
  surplus: [{ body: 0, slot: 1, position: { name: "y", unit: "m" }, momentum: { name: "p_y", unit: "kg m/s" } }],
  constants: { mass: 1, stiffness: -1, cubic: 1 },
  formula: "H = p_x^2 / (2 m) + alpha x^2 / 2 + beta x^4 / 4",
  samples: 100,
  duration: 10,
  source: "Duffing 1918; Guckenheimer and Holmes, Nonlinear Oscillations, section 2.2; initial conditions chosen here",
  energyScale: 0.5,
  hamiltonian(q, p, { mass, stiffness, cubic }) {
    const [x] = q as [Tensor];
    const [px] = p as [Tensor];
    const xx = square(x);
    return add(div(square(px), 2 * mass), add(mul(stiffness / 2, xx), mul(cubic / 4, square(xx))));
  },
  initialState: (random) =>
    Float64Array.of(
      random.between(-INITIAL_POSITION, INITIAL_POSITION),
      random.between(-INITIAL_MOMENTUM, INITIAL_MOMENTUM),
    ),
});
