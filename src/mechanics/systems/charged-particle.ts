import { add, div, mul, square, sub, type Tensor } from "../../graph/index.js";
import { ownSystem } from "../system.js";
import { planeCoordinates } from "./plane.js";

/** Largest distance of a guiding centre from the origin along each axis, m. */
const GUIDING_CENTRE = 1;
/** Radii of gyration, m (for unit constants). */
const GYRORADIUS = { low: 0.2, high: 1 } as const;

/**
 * A charged particle in the plane, in a uniform magnetic field B at right angles to it. The vector potential is that of the
 * symmetric gauge, A = B (-y, x) / 2, and the canonical momenta are p = m v + c A with the charge c: the
 * Hamiltonian is not a sum of kinetic and potential energy. The particle circles at the frequency c B / m; its guiding
 * centre stands still, and the canonical angular momentum x p_y - y p_x is conserved.
 *
 * Initial conditions: guiding centre uniform in the square of half side `GUIDING_CENTRE`, radius uniform in `GYRORADIUS`,
 * any phase.
 */
export const chargedParticle = ownSystem({
  name: "charged-particle",
  title: "Charged particle",
  bodies: 1,
  coordinates: planeCoordinates({ position: 2.01, momentum: 1.51 }),
  surplus: [],
  constants: { mass: 1, charge: 1, field: 1 },
  formula: "H = [(p_x + c B y / 2)^2 + (p_y - c B x / 2)^2] / (2 m)",
  samples: 100,
  duration: 10,
  source: "Landau and Lifshitz, The Classical Theory of Fields, sections 16 and 21; initial conditions chosen here",
  energyScale: 0.5,
  hamiltonian(q, p, { mass, charge, field }) {
    const [x, y] = q as [Tensor, Tensor];
    const [px, py] = p as [Tensor, Tensor];
    const half = (charge * field) / 2;
    return div(add(square(add(px, mul(half, y))), square(sub(py, mul(half, x)))), 2 * mass);
  },
  initialState(random, { charge, field }) {
    const centre = [random.between(-GUIDING_CENTRE, GUIDING_CENTRE), random.between(-GUIDING_CENTRE, GUIDING_CENTRE)];
    const [centreX, centreY] = centre as [number, number];
    const radius = random.between(GYRORADIUS.low, GYRORADIUS.high);
    const phase = random.between(0, 2 * Math.PI);
    const [dx, dy] = [radius * Math.cos(phase), radius * Math.sin(phase)];
    // m v = c B (dy, -dx), and p = m v + c A at the position centre + (dx, dy).
    const half = (charge * field) / 2;
    return Float64Array.of(centreX + dx, centreY + dy, half * (dy - centreY), half * (centreX - dx));
  },
});
