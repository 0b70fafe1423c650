import { add, div, mul, square, sub, type Tensor } from "../../graph/index.js";
import { ownSystem } from "../system.js";
import { planeCoordinates } from "./plane.js";

/** Energies of the sampled motions, as shares of the energy of escape. */
const ENERGY_SHARE = { low: 0.1, high: 0.9 } as const;

/**
 * A star in the plane of a galaxy (Henon and Heiles 1964): an oscillator with a cubic coupling of threefold symmetry.
 * Motions of energy below k^3 / (6 lambda^2) stay inside a triangle; regular at low energies, mostly chaotic near escape.
 *
 * Initial conditions: the share of the energy of escape uniform in `ENERGY_SHARE`, the position uniform where that
 * energy allows one, the momentum in any direction.
 */
export const henonHeiles = ownSystem({
  name: "henon-heiles",
  title: "Henon-Heiles",
  bodies: 1,
  coordinates: planeCoordinates({ position: 1, momentum: 0.6 }),
  surplus: [],
  constants: { mass: 1, stiffness: 1, coupling: 1 },
  formula: "H = (p_x^2 + p_y^2) / (2 m) + k (x^2 + y^2) / 2 + lambda (x^2 y - y^3 / 3)",
  samples: 200,
  duration: 20,
  source: "Henon and Heiles, Astronomical Journal 69 (1964) 73; initial conditions chosen here",
  energyScale: 0.1,
  hamiltonian(q, p, { mass, stiffness, coupling }) {
    const [x, y] = q as [Tensor, Tensor];
    const [px, py] = p as [Tensor, Tensor];
    const kinetic = div(add(square(px), square(py)), 2 * mass);
    const harmonic = mul(stiffness / 2, add(square(x), square(y)));
    return add(add(kinetic, harmonic), mul(coupling, mul(y, sub(square(x), div(square(y), 3)))));
  },
  initialState(random, { mass, stiffness, coupling }) {
    // The saddles, the triangle's corners, lie at this distance from the centre.
    const corner = stiffness / coupling;
    const energy = (random.between(ENERGY_SHARE.low, ENERGY_SHARE.high) * stiffness * corner ** 2) / 6;
    for (;;) {
      const [x, y] = [random.between(-corner, corner), random.between(-corner, corner)];
      const potential = (stiffness / 2) * (x * x + y * y) + coupling * (x * x * y - (y * y * y) / 3);
      // Beyond a saddle the potential falls again: the triangle has the sides y = -corner / 2 and its two turns.
      const inside = 2 * y > -corner && y + Math.sqrt(3) * Math.abs(x) < corner;
      if (!inside || potential > energy) continue;
      const momentum = Math.sqrt(2 * mass * (energy - potential));
      const direction = random.between(0, 2 * Math.PI);
      return Float64Array.of(x, y, momentum * Math.cos(direction), momentum * Math.sin(direction));
    }
  },
});
