import { UserError } from "../base/errors.js";
import type { System } from "../mechanics/index.js";
import { boxOfRanges, type Sampling } from "./sampling.js";

/** A constant's value, or an interval that every trajectory's own value is drawn from, uniformly. */
export type ConstantSetting = number | readonly [low: number, high: number];

/** Settings by the constant's name, for every system that has it; for one system alone under that system's name. */
export type ConstantSettings = Readonly<Record<string, ConstantSetting | Readonly<Record<string, ConstantSetting>>>>;

/** Throws `UserError` for a constant that none of the systems has; `source` says where it was set. */
export function checkConstants(systems: readonly System[], settings: ConstantSettings, source: string): void {
  for (const [name, value] of Object.entries(settings)) {
    const meant = isSetting(value) ? systems : systems.filter((system) => system.name === name);
    for (const constant of isSetting(value) ? [name] : Object.keys(value)) {
      if (meant.some(({ constants }) => Object.hasOwn(constants, constant))) continue;
      const known = (meant.length === 0 ? systems : meant).map(
        (system) => `${system.name} has ${Object.keys(system.constants).join(", ") || "none"}`,
      );
      const key = isSetting(value) ? name : `${name}.${constant}`;
      throw new UserError(`${source} ${key}: there is no such constant; ${known.join("; ")}`);
    }
  }
}

/** Whether settings have this for every system, rather than under one system's name. */
export const isSetting = (value: ConstantSettings[string]): value is ConstantSetting =>
  typeof value === "number" || Array.isArray(value);

/** The settings that are meant for a system: those of its own constants, its own settings over those for all systems. */
export function settingsOf({ name, constants }: System, settings: ConstantSettings): Record<string, ConstantSetting> {
  const own = settings[name];
  const all = { ...settings, ...(own === undefined || isSetting(own) ? {} : own) };
  return Object.fromEntries(
    Object.entries(all).filter(
      (entry): entry is [string, ConstantSetting] => Object.hasOwn(constants, entry[0]) && isSetting(entry[1]),
    ),
  );
}

/**
 * A system with the settings that are meant for it: single values put in, intervals as the `ranges` of a `Sampling`. Its box has room
 * for all of them.
 */
export function withSettings(
  system: System,
  settings: ConstantSettings,
): { readonly system: System; readonly ranges: NonNullable<Sampling["ranges"]> } {
  const own = Object.entries(settingsOf(system, settings));
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
