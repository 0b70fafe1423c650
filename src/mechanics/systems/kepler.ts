import { add, div, sqrt, square, sub, type Tensor } from "../../graph/index.js";
import { ownSystem } from "../system.js";
import { rotate } from "./gravity.js";
import { planeCoordinates } from "./plane.js";

/** Semi-major axes of the sampled orbits, m. */
const SEMI_MAJOR_AXIS = { low: 0.8, high: 1.2 } as const;
/** Eccentricities of the sampled orbits. */
const ECCENTRICITY = { low: 0, high: 0.5 } as const;

/**
 * A planet around a sun that stands still at the origin (Kepler 1609); `attraction` is G M m. The bound orbits are
 * ellipses; energy, angular momentum and the Laplace-Runge-Lenz vector are conserved.
 *
 * Initial conditions: semi-major axis and eccentricity uniform in the intervals above, the pericentre in any direction,
 * the eccentric anomaly uniform, either sense of rotation.
 */
export const kepler = ownSystem({
  name: "kepler",
  title: "Kepler",
  bodies: 1,
  coordinates: planeCoordinates({ position: 1.81, momentum: 1.95 }),
  surplus: [],
  constants: { mass: 1, attraction: 1 },
  formula: "H = (p_x^2 + p_y^2) / (2 m) - k / sqrt(x^2 + y^2)",
  samples: 200,
  duration: 20,
  source: "Goldstein, Classical Mechanics, chapter 3; initial conditions chosen here",
  energyScale: 0.5,
  hamiltonian(q, p, { mass, attraction }) {
    const [x, y] = q as [Tensor, Tensor];
    const [px, py] = p as [Tensor, Tensor];
    return sub(div(add(square(px), square(py)), 2 * mass), div(attraction, sqrt(add(square(x), square(y)))));
  },
  initialState(random, { mass, attraction }) {
    const axis = random.between(SEMI_MAJOR_AXIS.low, SEMI_MAJOR_AXIS.high);
    const eccentricity = random.between(ECCENTRICITY.low, ECCENTRICITY.high);
    const pericentre = random.between(0, 2 * Math.PI);
    const anomaly = random.between(0, 2 * Math.PI);
    const sense = random.uniform() < 0.5 ? -1 : 1;
    const [c, s] = [Math.cos(anomaly), Math.sin(anomaly)];
    const flattening = sense * Math.sqrt(1 - eccentricity ** 2);
    const rate = Math.sqrt((mass * attraction) / axis) / (1 - eccentricity * c);
    return Float64Array.of(
      ...rotate([axis * (c - eccentricity), axis * flattening * s], pericentre),
      ...rotate([-rate * s, rate * flattening * c], pericentre),
    );
  },
});
