import { ownSystem } from "../system.js";
import { closestDistance, gravitationalEnergy, planarCoordinates, turningRing } from "./gravity.js";

/** Distance of each body from the triangle's centre, m. */
const RADIUS = { low: 0.9, high: 1.2 } as const;
/** Largest relative change of each component of each velocity. */
const SPEED_NOISE = 0.2;
/** A motion is redrawn when two bodies come closer than this, m. */
export const CLOSEST_APPROACH = 0.25;

/**
 * Three bodies attracting each other by gravity in the plane.
 *
 * Initial conditions (Greydanus et al. 2019): an equilateral triangle of radius uniform in `RADIUS`, in any direction,
 * turning counterclockwise about its centre of mass at the rate at which it would keep its shape (for any masses: Lagrange
 * 1772; theirs are 1), each component of each velocity times 1 + `SPEED_NOISE` U[-1, 1]. The circular orbit is unstable, so
 * motions are chaotic. Those that come closer than `CLOSEST_APPROACH` or leave the box (a body thrown out) within the span are redrawn: 46 % of them. Nearer encounters are
 * not resolved by a Runge-Kutta rollout with one step a sample, even of the exact field, and would spoil every mean error.
 */
export const threeBody = ownSystem({
  name: "three-body",
  title: "Three-body",
  bodies: 3,
  coordinates: planarCoordinates(3, { position: 4, momentum: 2.5 }),
  surplus: [],
  constants: { mass1: 1, mass2: 1, mass3: 1, gravitation: 1 },
  formula: "H = sum_i |p_i|^2 / (2 m_i) - sum_{i<j} G m_i m_j / |r_i - r_j|",
  samples: 100,
  duration: 10,
  source: "Song and Jeong 2022; initial conditions of Greydanus, Dzamba and Yosinski 2019",
  energyScale: 1,
  hamiltonian: (q, p, { mass1, mass2, mass3, gravitation }) =>
    gravitationalEnergy(q, p, [mass1, mass2, mass3], gravitation),
  initialState(random, { mass1, mass2, mass3, gravitation }) {
    const radius = random.between(RADIUS.low, RADIUS.high);
    // At the rate sqrt(G M / side^3), the side being sqrt(3) r: a corner's speed about the triangle's centre.
    const pull = (gravitation * (mass1 + mass2 + mass3)) / 3;
    const speed = Math.sqrt(pull / (Math.sqrt(3) * radius));
    return turningRing(random, [mass1, mass2, mass3], { radius, speed, noise: SPEED_NOISE });
  },
  acceptable: (state) => closestDistance(state) >= CLOSEST_APPROACH,
});
