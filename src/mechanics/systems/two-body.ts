import { ownSystem } from "../system.js";
import { closestDistance, gravitationalEnergy, planarCoordinates } from "./gravity.js";

/** Half the distance between the bodies, m: that of equal masses from their common centre. */
const RADIUS = { low: 0.5, high: 1.5 } as const;
/** Standard deviation of the speed, relative to the speed on a circle. */
const SPEED_NOISE = 0.05;
/** A motion is redrawn when the bodies come closer than this, m. */
export const CLOSEST_APPROACH = 0.5;

/**
 * Two bodies attracting each other by gravity in the plane.
 *
 * Initial conditions (Greydanus et al. 2019): the bodies stand opposite each other at a radius uniform in `RADIUS`, in
 * any direction, and move counterclockwise at the speed of the circular orbit times 1 + `SPEED_NOISE` N(0, 1): bound,
 * nearly circular, centre of mass at rest at the origin, whatever the masses and G (theirs are 1). Motions that come closer than `CLOSEST_APPROACH` or leave the
 * box, both far in the tail of the normal distribution, are redrawn.
 */
export const twoBody = ownSystem({
  name: "two-body",
  title: "Two-body",
  bodies: 2,
  coordinates: planarCoordinates(2, { position: 2.5, momentum: 1 }),
  surplus: [],
  constants: { mass1: 1, mass2: 1, gravitation: 1 },
  formula: "H = |p_1|^2 / (2 m1) + |p_2|^2 / (2 m2) - G m1 m2 / |r_1 - r_2|",
  samples: 200,
  duration: 20,
  source: "Song and Jeong 2022; initial conditions of Greydanus, Dzamba and Yosinski 2019",
  energyScale: 0.5,
  hamiltonian: (q, p, { mass1, mass2, gravitation }) => gravitationalEnergy(q, p, [mass1, mass2], gravitation),
  initialState(random, { mass1, mass2, gravitation }) {
    const radius = random.between(RADIUS.low, RADIUS.high);
    const angle = random.between(0, 2 * Math.PI);
    const [x, y] = [radius * Math.cos(angle), radius * Math.sin(angle)];
    const total = mass1 + mass2;
    const [first, second] = [(2 * mass2) / total, (2 * mass1) / total];
    // A circle of the distance 2 r is run through at the rate sqrt(G M / (2 r)^3).
    const noise = 1 + SPEED_NOISE * random.normal();
    const rate = (noise * Math.sqrt((gravitation * total) / 2)) / (2 * radius * Math.sqrt(radius));
    const [px, py] = [-y * rate * mass1 * first, x * rate * mass1 * first];
    return Float64Array.of(x * first, y * first, -x * second, -y * second, px, py, -px, -py);
  },
  acceptable: (state) => closestDistance(state) >= CLOSEST_APPROACH,
});
