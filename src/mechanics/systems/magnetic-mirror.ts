import { add, div, mul, square, sub, type Tensor } from "../../graph/index.js";
import { ownSystem } from "../system.js";

/** Energies of the sampled orbits, in units of m w^2 L^2. */
const ENERGY = { low: 0.05, high: 0.4 } as const;
/** Share of the energy that starts in the motion along the axis. */
const AXIAL_SHARE = { low: 0.05, high: 0.5 } as const;
/** Initial positions along the axis are uniform in [-INITIAL_Z, INITIAL_Z], in units of L. */
const INITIAL_Z = 0.5;

/**
 * A charged particle in the field of a magnetic bottle, without angular momentum about its axis: rho is the signed
 * distance from the axis, z the position along it (Efthymiopoulos, Harsoula and Contopoulos 2015). With
 * U = rho (1 + z^2 / (2 L^2)) - rho^3 / (8 L^2) the Hamiltonian is (p_rho^2 + p_z^2) / 2m + m w^2 U^2 / 2, which
 * multiplied out (for unit constants) is the paper's form.
 *
 * Initial conditions: an orbit trapped between the mirrors. U^2 / 2 has a barrier of at least 16/27 (for unit constants)
 * around the axis, and energies uniform in `ENERGY` lie well below it, so rho is trapped. Along z the bottle leaks for
 * particles that move mainly along the axis, so only the share `AXIAL_SHARE` of the energy goes there and the rest into
 * the gyration, at any phase. Orbits that leave the box within the span all the same are redrawn.
 */
export const magneticMirror = ownSystem({
  name: "magnetic-mirror",
  title: "Magnetic mirror",
  bodies: 1,
  coordinates: [
    {
      body: 0,
      slot: 0,
      position: { name: "rho", unit: "m", reach: 1.1 },
      momentum: { name: "p_rho", unit: "kg m/s", reach: 0.9 },
    },
    {
      body: 0,
      slot: 1,
      position: { name: "z", unit: "m", reach: 2 },
      momentum: { name: "p_z", unit: "kg m/s", reach: 0.9 },
    },
  ],
  surplus: [],
  constants: { mass: 1, frequency: 1, length: 1 },
  formula: "H = (p_rho^2 + p_z^2) / (2 m) + m w^2 [rho (1 + z^2 / (2 L^2)) - rho^3 / (8 L^2)]^2 / 2",
  samples: 200,
  duration: 20,
  source:
    "Song and Jeong 2022 after Efthymiopoulos, Harsoula and Contopoulos, Nonlinearity 28 (2015) 851; " +
    "initial conditions chosen here",
  energyScale: 0.5,
  hamiltonian(q, p, { mass, frequency, length }) {
    const [rho, z] = q as [Tensor, Tensor];
    const [pRho, pZ] = p as [Tensor, Tensor];
    const widening = add(1, div(square(z), 2 * length ** 2));
    const u = mul(rho, sub(widening, div(square(rho), 8 * length ** 2)));
    return add(div(add(square(pRho), square(pZ)), 2 * mass), mul((mass * frequency ** 2) / 2, square(u)));
  },
  initialState(random, { mass, frequency, length }) {
    const energy = mass * (frequency * length) ** 2 * random.between(ENERGY.low, ENERGY.high);
    const share = random.between(AXIAL_SHARE.low, AXIAL_SHARE.high);
    const z = length * random.between(-INITIAL_Z, INITIAL_Z);
    const sign = random.uniform() < 0.5 ? -1 : 1;
    const phase = random.between(0, 2 * Math.PI);
    const gyration = Math.sqrt(2 * (1 - share) * energy);
    const u = (gyration / (Math.sqrt(mass) * frequency)) * Math.sin(phase);
    return Float64Array.of(
      radiusOf(u, z, length),
      z,
      Math.sqrt(mass) * gyration * Math.cos(phase),
      sign * Math.sqrt(2 * mass * share * energy),
    );
  },
});

/** Solves rho (1 + z^2 / (2 L^2)) - rho^3 / (8 L^2) = u for the root inside the barrier (Viete's trigonometric form). */
function radiusOf(u: number, z: number, length: number): number {
  const widening = 1 + z ** 2 / (2 * length ** 2);
  const scale = Math.sqrt((32 / 3) * widening) * length;
  return scale * Math.sin(Math.asin((32 * length ** 2 * u) / (scale * scale * scale)) / 3);
}
