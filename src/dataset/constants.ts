import { UserError } from "../base/errors.js";
import type { System } from "../mechanics/index.js";
import { boxOfRanges, type Sampling } from "./sampling.js";

/** Constants by name: a value, or an interval that every trajectory's own value is drawn from, uniformly. */
export type ConstantSettings = Readonly<Record<string, number | readonly [low: number, high: number]>>;

/** Throws `UserError` for a constant that none of the systems has; `source` says where it was set. */
export function checkConstants(systems: readonly System[], settings: ConstantSettings, source: string): void {
  for (const name of Object.keys(settings))
    if (!systems.some(({ constants }) => Object.hasOwn(constants, name))) {
      const known = systems.map((system) => `${system.name} has ${Object.keys(system.constants).join(", ") || "none"}`);
      throw new UserError(`${source} ${name}: there is no such constant; ${known.join("; ")}`);
    }
}

/**
 * A system with the settings that are meant for it, those of its own constants: single values put in, intervals as the `ranges`
 * of a `Sampling`. Its box has room for all of them.
 */
export function withSettings(
  system: System,
  settings: ConstantSettings,
): { readonly system: System; readonly ranges: NonNullable<Sampling["ranges"]> } {
  const own = Object.entries(settings).filter(([name]) => Object.hasOwn(system.constants, name));
  const values = Object.fromEntries(own.filter((entry): entry is [string, number] => typeof entry[1] === "number"));
  const ranges = Object.fromEntries(
    own.flatMap(([name, value]) => (typeof value === "number" ? [] : [[name, value] as const])),
  );
  const set = Object.keys(values).length === 0 ? system : system.withConstants(values);
  return { system: withRoom(set, ranges), ranges };
}

/** The system with a box that has room for the motions of every value in the ranges. */
export function withRoom(system: System, ranges: NonNullable<Sampling["ranges"]>): System {
  return Object.keys(ranges).length === 0 ? system : system.withConstants({}, { box: boxOfRanges(system, ranges) });
}
