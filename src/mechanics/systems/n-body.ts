import { cached } from "../../base/cached.js";
import { UserError } from "../../base/errors.js";
import { ownSystem, type System } from "../system.js";
import { closestDistance, gravitationalEnergy, planarCoordinates, turningRing } from "./gravity.js";

/** Distance between neighbours on the ring, m: that of the three-body's triangle. */
const SPACING = { low: 0.9 * Math.sqrt(3), high: 1.2 * Math.sqrt(3) } as const;
/** Largest relative change of each component of each velocity. */
const SPEED_NOISE = 0.2;
/** A motion is redrawn when two bodies come closer than this, m. */
const CLOSEST_APPROACH = 0.25;
const MAX_BODIES = 64;

const made = new Map<number, System>();

/**
 * Any number of bodies (2 to 64) attracting each other by gravity in the plane, with a mass of its own each: `mass1`, ...
 *
 * Initial conditions: a regular polygon with sides uniform in `SPACING`, in any direction, turning counterclockwise about its
 * centre of mass at the rate at which equal masses, of the mean of theirs, would keep turning, each component of each velocity
 * times 1 + `SPEED_NOISE` U[-1, 1]. The ring is unstable, so motions are chaotic; those that come closer than `CLOSEST_APPROACH` or leave the box are redrawn.
 *
 * The same number always gives the same object. Throws `UserError` for a number that is not an integer of 2 to 64.
 */
export function nBody(bodies: number): System {
  if (!Number.isInteger(bodies) || bodies < 2 || bodies > MAX_BODIES)
    throw new UserError(`n-body needs 2 to ${MAX_BODIES} bodies, got ${bodies}`);
  return cached(made, bodies, () => define(bodies));
}

function define(bodies: number): System {
  const numbers = Array.from({ length: bodies }, (_, i) => i + 1);
  const massesOf = (constants: Readonly<Record<string, number>>) => numbers.map((i) => constants[`mass${i}`] as number);
  const speedAt = (radius: number) => Math.sqrt(ringPull(bodies) / radius);
  const radiusOf = (spacing: number) => spacing / (2 * Math.sin(Math.PI / bodies));
  const reach = { position: 2 * radiusOf(SPACING.high) + 1, momentum: 2.5 * speedAt(radiusOf(SPACING.low)) };
  return ownSystem({
    name: `n-body-${bodies}`,
    title: `${bodies} bodies`,
    bodies,
    coordinates: planarCoordinates(bodies, reach),
    surplus: [],
    constants: { ...Object.fromEntries(numbers.map((i) => [`mass${i}`, 1])), gravitation: 1 } as Record<string, number>,
    formula: "H = sum_i |p_i|^2 / (2 m_i) - sum_{i<j} G m_i m_j / |r_i - r_j|",
    samples: 100,
    // Larger rings fall in on themselves faster.
    duration: Math.min(5, 40 / bodies),
    source: "Newton 1687; initial conditions after Greydanus, Dzamba and Yosinski 2019",
    energyScale: bodies / 3,
    hamiltonian: (q, p, constants) => gravitationalEnergy(q, p, massesOf(constants), constants.gravitation as number),
    initialState(random, constants) {
      const masses = massesOf(constants);
      const pull = (constants.gravitation as number) * (masses.reduce((sum, mass) => sum + mass) / bodies);
      const radius = radiusOf(random.between(SPACING.low, SPACING.high));
      const speed = speedAt(radius) * Math.sqrt(pull);
      return turningRing(random, masses, { radius, speed, noise: SPEED_NOISE });
    },
    acceptable: (state) => closestDistance(state) >= CLOSEST_APPROACH,
  });
}

/** Unit masses on a ring of radius r pull each of them to the centre with this over r^2. */
function ringPull(bodies: number): number {
  let sum = 0;
  for (let k = 1; k < bodies; k++) sum += 1 / (4 * Math.sin((Math.PI * k) / bodies));
  return sum;
}
