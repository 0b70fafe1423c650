import { definitionError } from "./checks.js";
import type {
  BoundedQuantity,
  Coordinate,
  CoordinateInput,
  Place,
  SurplusCoordinate,
  SystemDefinition,
  SystemInput,
} from "./definition.js";
import { componentNames } from "./layout.js";

/** Stands for a reach or an energy scale that is still to be estimated. */
export const UNKNOWN = Number.NaN;

/** Fills in what a definition leaves out, except what has to be estimated from motions, which is `UNKNOWN`. */
export function withDefaults<Name extends string>(input: SystemInput<Name>): SystemDefinition<Name> {
  if (typeof input !== "object" || input === null || typeof input.name !== "string")
    throw definitionError({ name: "?" }, "a definition is an object with at least a name");
  if (!Array.isArray(input.coordinates) || input.coordinates.length === 0)
    throw definitionError(input, 'it has no coordinates: a list of names, such as ["x"]');
  if (typeof input.hamiltonian !== "function")
    throw definitionError(input, "it has no function hamiltonian(q, p, constants)");
  const bodies = input.bodies ?? defaultBodies(input);
  const coordinates = completeCoordinates(input, bodies);
  if (input.energyScale !== undefined && Number.isNaN(input.energyScale))
    throw definitionError(input, "energyScale must be positive, got NaN");
  return {
    ...input,
    title: input.title ?? titleOf(input.name),
    bodies,
    coordinates,
    surplus: input.surplus ?? freeSlots(coordinates, bodies),
    constants: input.constants ?? ({} as SystemDefinition<Name>["constants"]),
    formula: input.formula ?? "H as its definition computes it",
    samples: input.samples ?? 100,
    duration: input.duration ?? 10,
    source: input.source ?? "defined by the user",
    energyScale: input.energyScale ?? UNKNOWN,
    hamiltonian: (q, p, constants) => input.hamiltonian([...q], [...p], constants),
    initialState: initialStateOf(input, coordinates),
  };
}

/** "my-system" as "My system". */
const titleOf = (name: string) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("-", " ");

function defaultBodies(input: Pick<SystemInput, "name" | "coordinates">): number {
  if (input.coordinates.some((coordinate) => typeof coordinate === "object" && "body" in coordinate))
    throw definitionError(input, "where coordinates name their bodies, it must say how many bodies there are");
  if (input.coordinates.length <= 2) return 1;
  throw definitionError(
    input,
    `it must say how its ${input.coordinates.length} coordinates are divided between bodies, one or two each: bodies: ...`,
  );
}

function completeCoordinates(input: Pick<SystemInput, "name" | "coordinates">, bodies: number): Coordinate[] {
  const each = input.coordinates.length / bodies;
  const placed = input.coordinates.every((coordinate) => typeof coordinate === "object" && "body" in coordinate);
  if (!placed && each !== 1 && each !== 2)
    throw definitionError(
      input,
      `${input.coordinates.length} coordinates cannot be divided between ${bodies} bodies, one or two each`,
    );
  return input.coordinates.map((coordinate, i) =>
    isComplete(coordinate)
      ? coordinate
      : completeCoordinate(coordinate, { body: Math.floor(i / each), slot: each === 2 && i % 2 === 1 ? 1 : 0 }),
  );
}

const isComplete = (coordinate: CoordinateInput | Coordinate): coordinate is Coordinate =>
  typeof coordinate === "object" && "body" in coordinate;

function completeCoordinate(input: CoordinateInput, place: Place): Coordinate {
  const { name, unit = "1", reach = UNKNOWN, momentum = {} } = typeof input === "string" ? { name: input } : input;
  const position: BoundedQuantity = { name, unit, reach };
  const conjugate = {
    name: momentum.name ?? `p_${name}`,
    unit: momentum.unit ?? "1",
    reach: momentum.reach ?? UNKNOWN,
  };
  return { ...place, position, momentum: conjugate };
}

/** The slots that no coordinate takes. */
function freeSlots(coordinates: readonly Place[], bodies: number): SurplusCoordinate[] {
  const taken = new Set(coordinates.map(({ body, slot }) => 2 * body + slot));
  return Array.from({ length: 2 * bodies }, (_, place) => place)
    .filter((place) => !taken.has(place))
    .map((place) => {
      const name = `surplus_${place + 1}`;
      const quantity = (of: string) => ({ name: of, unit: "1" });
      const slot: 0 | 1 = place % 2 === 0 ? 0 : 1;
      return { body: Math.floor(place / 2), slot, position: quantity(name), momentum: quantity(`p_${name}`) };
    });
}

function initialStateOf<Name extends string>(
  input: SystemInput<Name>,
  coordinates: readonly Coordinate[],
): SystemDefinition<Name>["initialState"] {
  const { initialState } = input;
  if (typeof initialState === "function")
    return (random, constants) => Float64Array.from(initialState(random, constants));
  const names = componentNames({ coordinates });
  if (typeof initialState !== "object" || initialState === null)
    throw definitionError(
      input,
      `it has no initialState: a function (random, constants) that draws ${names.join(", ")}, or an interval for each of them`,
    );
  const unknown = Object.keys(initialState).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw definitionError(input, `its initialState names "${unknown}"; it has ${names.join(", ")}`);
  const draws = names.map((name) => {
    const value = Object.hasOwn(initialState, name) ? initialState[name] : undefined;
    if (typeof value === "number") return [value, value] as const;
    if (Array.isArray(value) && value.length === 2 && value.every((end) => typeof end === "number"))
      return value as unknown as readonly [number, number];
    throw definitionError(input, `its initialState must give ${name} a number or an interval [low, high]`);
  });
  return (random) => Float64Array.from(draws, ([low, high]) => (low === high ? low : random.between(low, high)));
}
