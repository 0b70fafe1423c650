import { UserError } from "../../base/errors.js";
import { fill, input, type Tensor } from "../../graph/index.js";
import type { Coordinate, Place, SurplusCoordinate, SystemDefinition } from "../definition.js";
import { defineSystem, type System } from "../system.js";
import { type ConjugatePair, rolesOf } from "./coordinates.js";
import { parseExpression } from "./parse.js";
import { namesIn } from "./syntax.js";
import { translate } from "./translate.js";

export interface WrittenSystemOptions {
  readonly title?: string;
  /** Values of constants; 1 for those not given. */
  readonly constants?: Readonly<Record<string, number>>;
  /** Reach of every component of an own state, or one for all; 2 by default. Initial states are drawn from its inner half. */
  readonly reach?: number | readonly number[];
  /** Seconds; 10 by default. */
  readonly duration?: number;
  /** Samples a trajectory; 200 by default. */
  readonly samples?: number;
  /** J; 1 by default. */
  readonly energyScale?: number;
}

/** As many as the meta-trained networks have seen. */
const MAX_BODIES = 3;

/**
 * A system from a written Hamiltonian, such as `p^2/(2*m) + m*g*l*(1 - cos(q))`. Names with a conjugate momentum are
 * coordinates (see `rolesOf`), the others constants. Coordinates with different trailing numbers belong to different
 * bodies, at most two to a body. Quantities have no units. Throws `UserError`, an `ExpressionError` where a place in the
 * text is at fault.
 */
export function writtenSystem(text: string, options: WrittenSystemOptions = {}): System {
  const { title = "Written Hamiltonian", duration = 10, samples = 200, energyScale = 1, reach = 2 } = options;
  const expression = parseExpression(text);
  const { pairs, constants: names } = rolesOf(namesIn(expression));
  for (const name of Object.keys(options.constants ?? {}))
    if (!names.includes(name)) throw new UserError(`"${name}" is not a constant of "${text}"`);
  const constants = Object.fromEntries(names.map((name) => [name, options.constants?.[name] ?? 1]));

  const places = placesOf(pairs);
  const bodies = 1 + Math.max(...places.map(({ body }) => body));
  const reaches = Array.from({ length: 2 * pairs.length }, (_, i) =>
    typeof reach === "number" ? reach : (reach[i] ?? 2),
  );
  const coordinates = pairs.map(({ position, momentum }, i): Coordinate => {
    const quantity = (name: string, index: number) => ({ name, unit: "1", reach: reaches[index] as number });
    return {
      ...(places[i] as Place),
      position: quantity(position, i),
      momentum: quantity(momentum, pairs.length + i),
    };
  });
  const hamiltonian: SystemDefinition["hamiltonian"] = (q, p, values) => {
    const known = new Map<string, Tensor | number>(Object.entries(values));
    pairs.forEach(({ position, momentum }, i) => {
      known.set(position, q[i] as Tensor).set(momentum, p[i] as Tensor);
    });
    const h = translate(expression, known, text);
    return typeof h === "number" ? fill(h) : h;
  };
  // Once here, so that a mistake comes out with its place in the text and not as one of a definition.
  const scalars = (kind: string) => pairs.map((_, i) => input(`${kind}${i}`, []));
  hamiltonian(scalars("q"), scalars("p"), constants);
  return defineSystem({
    name: "written",
    title,
    bodies,
    coordinates,
    surplus: surplusOf(places, bodies),
    constants,
    formula: `H = ${text}`,
    samples,
    duration,
    source: "written by the user",
    energyScale,
    hamiltonian,
    initialState: (random) => Float64Array.from(reaches, (bound) => random.between(-bound / 2, bound / 2)),
  });
}

/** A body for every trailing number among the positions, its coordinates in the order given. */
function placesOf(pairs: readonly ConjugatePair[]): Place[] {
  const indices = [...new Set(pairs.map(({ position }) => trailingNumber(position)))];
  if (indices.length > MAX_BODIES)
    throw new UserError(`the formula has ${indices.length} bodies; there can be at most ${MAX_BODIES}`);
  const used = new Map<number, number>();
  return pairs.map(({ position }) => {
    const body = indices.indexOf(trailingNumber(position));
    const slot = used.get(body) ?? 0;
    if (slot > 1)
      throw new UserError(
        `"${position}" is the third coordinate of one body; a body has two (number the bodies: x1, y1, x2, y2)`,
      );
    used.set(body, slot + 1);
    return { body, slot: slot as 0 | 1 };
  });
}

const trailingNumber = (name: string) => /\d+$/.exec(name)?.[0] ?? "";

/** The slots that no coordinate takes. */
function surplusOf(places: readonly Place[], bodies: number): SurplusCoordinate[] {
  const slots = Array.from({ length: 2 * bodies }, (_, i) => ({ body: i >> 1, slot: (i % 2) as 0 | 1 }));
  return slots
    .filter(({ body, slot }) => !places.some((place) => place.body === body && place.slot === slot))
    .map((place) => {
      const suffix = `surplus_${place.body + 1}${place.slot + 1}`;
      return { ...place, position: { name: suffix, unit: "1" }, momentum: { name: `p_${suffix}`, unit: "1" } };
    });
}
