import { cached } from "../../base/cached.js";
import { UserError } from "../../base/errors.js";
import { randomStream } from "../../base/random.js";
import { mul, type Tensor } from "../../graph/index.js";
import { definitionError } from "../checks.js";
import type { Coordinate } from "../definition.js";
import { defineSystem, type System } from "../system.js";
import { closestDistance } from "../systems/gravity.js";
import { drawCoordinates } from "./coordinates.js";
import { type DrawnLaw, drawForces } from "./forces.js";
import { measureLaw, startOf, type Units } from "./units.js";

/** Laws up to this number are systems that have a name, to be looked at and tested on; trainings draw theirs beyond it. */
export const LAST_NAMED = 1_000_000;
/** Most bodies that random laws have. */
export const MOST_BODIES = 5;
/** Bodies in the plane are not to come closer, in the law's own size: attractions may grow without bound. */
const CLOSEST_APPROACH = 0.25;
/** In the law's own size: a motion that comes here has run away. */
const FAR = 1000;
/** Laws drawn at most until one's motions last. */
const ATTEMPTS = 100;

const numbered = new Map<string, System>();

/** `randomLaw`, the same object for the same law: of the numbers that people use, up to `LAST_NAMED`. Throws `UserError` beyond. */
export function numberedLaw(bodies: number, number: number): System {
  if (number > LAST_NAMED)
    throw new UserError(`law-${bodies}-${number}: laws with names end at ${LAST_NAMED}; those beyond are for training`);
  return cached(numbered, `${bodies} ${number}`, () => randomLaw(bodies, number));
}

/**
 * Law number `number` of so many bodies, 1 to `MOST_BODIES`: a system called `law-<bodies>-<number>` whose forces, masses and
 * coordinates are drawn at random, of kinds that mechanics knows (docs/recipe.md); the same number always gives the
 * same law. It is put into units in which its motions are as large and as fast as those of the named systems.
 *
 * No law has the form of a named system, whatever the constants: wells are never harmonic, a cosine or a polynomial alone,
 * powers of distances never near -1 or 2, masses that couple never those of a double pendulum.
 */
export function randomLaw(bodies: number, number: number): System {
  const name = `law-${bodies}-${number}`;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const random = randomStream(0, "random law", bodies, number, attempt);
    const law = drawCoordinates(random, drawForces(random, bodies));
    const raw = defineSystem({
      name,
      ...placesOf(law, FAR, FAR),
      hamiltonian: (q, p) => law.hamiltonian(q, p),
      initialState: law.start,
      ...(law.axes === 2 && bodies > 1
        ? { acceptable: (state: Float64Array) => closestDistance(state) >= CLOSEST_APPROACH }
        : {}),
    });
    const units = measureLaw(raw, law, random);
    if (units !== undefined) return inUnits(name, law, raw, units);
  }
  throw definitionError({ name }, `none of ${ATTEMPTS} drawn laws has motions that last`);
}

/** The law in units: q = a q', p = b p', t = c t' and H' = c H / (a b) keep Hamilton's equations. */
function inUnits(name: string, law: DrawnLaw, raw: System, { position, momentum, time, reach, energy }: Units): System {
  const scale = time / (position * momentum);
  const unit = (i: number) => (i < raw.dimension ? position : momentum);
  const times = (values: readonly Tensor[], factor: number) => values.map((x) => mul(factor, x));
  return defineSystem({
    name,
    title: `Random law ${law.bodies}-${name.split("-").at(-1)}`,
    ...placesOf(law, reach.position / position, reach.momentum / momentum),
    formula: "drawn at random",
    samples: 100,
    duration: law.bodies > 2 ? 5 : 10,
    source: "drawn by metahamilton",
    energyScale: energy * scale,
    hamiltonian: (q, p) => mul(scale, law.hamiltonian(times(q, position), times(p, momentum))),
    initialState: (random) => startOf(raw, law, random).map((x, i) => x / unit(i)),
    acceptable: (state) => raw.acceptable(state.map((x, i) => x * unit(i))),
  });
}

/** Bodies and coordinates of a law, with one reach for all positions and one for all momenta. */
function placesOf({ bodies, axes }: DrawnLaw, position: number, momentum: number) {
  const coordinates = Array.from({ length: bodies * axes }, (_, i): Coordinate => {
    const [body, slot] = [Math.floor(i / axes), (i % axes) as 0 | 1];
    const name = `${slot === 0 ? "x" : "y"}${bodies === 1 ? "" : `_${body + 1}`}`;
    const quantity = (of: string, reach: number) => ({ name: of, unit: "1", reach });
    return { body, slot, position: quantity(name, position), momentum: quantity(`p_${name}`, momentum) };
  });
  return { bodies, coordinates };
}
