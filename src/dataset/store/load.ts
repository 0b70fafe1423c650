import { UserError } from "../../base/errors.js";
import type { System } from "../../mechanics/index.js";
import { derivativesOf, joinStates } from "../halves.js";
import type { TrajectorySet } from "../trajectories.js";
import { checkAscending, openStore, readRows } from "./open.js";

/** Largest relative difference between stored derivatives and those of the system they are loaded for. */
const DERIVATIVE_TOLERANCE = 1e-9;

export interface LoadOptions {
  /** For a system that is not known by its name. */
  readonly system?: System;
  /** Only so many trajectories, from the first on. */
  readonly count?: number;
}

/**
 * Loads what `saveTrajectories` or `generateStores` has written, whole or its first trajectories, into memory.
 *
 * Throws `UserError` for a folder that is missing, no such group, incomplete or damaged, for derivatives that are not those
 * of the system, and for more trajectories than there are.
 */
export async function loadTrajectories(
  path: string,
  { system: given, count }: LoadOptions = {},
): Promise<TrajectorySet> {
  const { attributes, description } = await openStore(path, given === undefined ? {} : { system: given });
  const { system, times, irregular, varied, noise } = description;
  if (count !== undefined && !(Number.isInteger(count) && count >= 1 && count <= description.count))
    throw new UserError(`${path} holds ${description.count} trajectories, ${count} are asked for`);
  const rows = count ?? description.count;
  const d = system.dimension;
  const read = (name: string) => readRows(path, name, rows);
  const states = joinStates(await read("q"), await read("p"), d);
  const derivatives = joinStates(await read("dq_dt"), await read("dp_dt"), d);
  const ownTimes = irregular ? await read("t") : undefined;
  if (ownTimes !== undefined) checkAscending(path, ownTimes, times.length);
  const names = varied.map(({ name }) => name);
  // Otherwise they can be computed again, and are only held against what is stored.
  const keep = noise > 0 || names.length > 0;
  if (!keep) checkDerivatives(path, system, states, derivatives);
  return {
    system,
    seed: description.seed,
    split: description.split,
    count: rows,
    times,
    states,
    tolerance: description.tolerance,
    redraws: attributes.redraws,
    energyError: attributes.energy_error_max,
    ...(keep ? { derivatives } : {}),
    ...(ownTimes === undefined ? {} : { ownTimes }),
    ...(names.length === 0
      ? {}
      : { varied: { names, values: await read("constants"), ranges: varied.map(({ range }) => range) } }),
    ...(noise > 0 ? { noise } : {}),
  };
}

/** Stored derivatives must be those of the system, else its Hamiltonian or constants have changed since. */
function checkDerivatives(path: string, system: System, states: Float64Array, stored: Float64Array): void {
  const computed = derivativesOf(system, states);
  for (let i = 0; i < stored.length; i++) {
    const [a, b] = [stored[i] as number, computed[i] as number];
    if (!(Math.abs(a - b) <= DERIVATIVE_TOLERANCE * (1 + Math.abs(b))))
      throw new UserError(
        `${path}: the stored derivatives are not those of ${system.name} (${a} stored, ${b} expected at flat index ${i}); ` +
          "were its Hamiltonian or constants changed?",
      );
  }
}
