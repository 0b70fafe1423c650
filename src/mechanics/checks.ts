import { UserError } from "../base/errors.js";
import type { BoundedQuantity, Coordinate, Place, SystemDefinition } from "./definition.js";

/** The error for a definition that contradicts itself. */
export function definitionError(definition: Pick<SystemDefinition, "name">, problem: string): UserError {
  return new UserError(`system "${definition.name}": ${problem}`);
}

/** Throws `UserError` unless names, places, spans and constants of a definition are consistent. */
export function checkDefinition<Name extends string>(definition: SystemDefinition<Name>): void {
  const { name, bodies, coordinates, surplus, constants, samples, duration, energyScale } = definition;
  const require = (condition: boolean, problem: string) => {
    if (!condition) throw definitionError(definition, problem);
  };
  require(/^[a-z][a-z0-9-]*$/.test(name), "a name is made of lower-case letters, digits and hyphens");
  require(Number.isInteger(bodies) && bodies >= 1, `bodies must be a positive integer, got ${bodies}`);
  require(coordinates.length >= 1, "it has no coordinates");
  require(Number.isInteger(samples) && samples >= 2, `samples must be an integer of at least 2, got ${samples}`);
  require(isPositive(duration), `duration must be positive seconds, got ${duration}`);
  require(Number.isNaN(energyScale) || isPositive(energyScale), `energyScale must be positive, got ${energyScale}`);
  for (const [key, value] of Object.entries(constants))
    require(Number.isFinite(value), `constant "${key}" must be a finite number, got ${value}`);
  for (const quantity of coordinates.flatMap(quantitiesOf))
    require(Number.isNaN(quantity.reach) ||
      isPositive(quantity.reach), `the reach of ${quantity.name} must be positive, got ${quantity.reach}`);
  checkPlaces(definition);
  checkNames(definition);
  const order = coordinates.map(placeIndex);
  require(order.every(
    (index, i) => i === 0 || index > (order[i - 1] as number),
  ), "its coordinates must be listed by ascending body and slot");
  require(surplus.length + coordinates.length === 2 * bodies, "coordinates and surplus must fill two slots a body");
}

/** Every coordinate, own or surplus, has a slot of an existing body to itself. */
function checkPlaces(definition: Pick<SystemDefinition, "name" | "bodies" | "coordinates" | "surplus">): void {
  const taken = new Set<number>();
  for (const { body, slot } of [...definition.coordinates, ...definition.surplus]) {
    if (!Number.isInteger(body) || body < 0 || body >= definition.bodies || (slot !== 0 && slot !== 1))
      throw definitionError(definition, `there is no slot ${slot} of body ${body}`);
    if (taken.has(placeIndex({ body, slot })))
      throw definitionError(definition, `slot ${slot} of body ${body} is taken twice`);
    taken.add(placeIndex({ body, slot }));
  }
}

function checkNames(definition: Pick<SystemDefinition, "name" | "coordinates" | "surplus">): void {
  const seen = new Set<string>();
  for (const { position, momentum } of [...definition.coordinates, ...definition.surplus])
    for (const quantity of [position, momentum]) {
      if (seen.has(quantity.name)) throw definitionError(definition, `two quantities are called "${quantity.name}"`);
      seen.add(quantity.name);
    }
}

const quantitiesOf = ({ position, momentum }: Coordinate): BoundedQuantity[] => [position, momentum];
const placeIndex = ({ body, slot }: Place) => 2 * body + slot;
const isPositive = (value: number) => Number.isFinite(value) && value > 0;
