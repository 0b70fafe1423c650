import { UserError } from "../../base/errors.js";
import { randomStream } from "../../base/random.js";
import { checkLaws, knownSystem } from "../../dataset/index.js";
import type { Checkpoint } from "../../learning/index.js";
import type { System } from "../../mechanics/index.js";
import type { ExperimentConfig } from "../paper/config.js";

/**
 * The systems to train on when `heldOut` is to be tested on: none where all tasks are of random laws, else `meantSystems`.
 */
export function trainingSystems(config: Pick<ExperimentConfig, "data" | "systems">, heldOut: string, seed: number) {
  return config.data.laws?.share === 0 ? [] : meantSystems(config, heldOut, seed);
}

/** How the tasks of a meta-batch are shared between the training systems and random laws. `UserError` for too few laws. */
export function shareTasks(
  { data, systems, outer }: Pick<ExperimentConfig, "data" | "systems" | "outer">,
  heldOut: string,
  seed: number,
) {
  const { laws } = data;
  if (laws === null) return { tasksPerSystem: outer.tasksPerSystem, laws: undefined };
  const own = laws.share * outer.tasksPerSystem;
  const tasks = meantSystems({ data, systems }, heldOut, seed).length * (outer.tasksPerSystem - own);
  checkLaws({ count: laws.count, tasks });
  // Without tasks of their own there are no training systems either.
  return { tasksPerSystem: Math.max(own, 1), laws: { count: laws.count, tasks } };
}

/**
 * The systems that a meta-batch has tasks for when `heldOut` is to be tested on: those of the configuration that are not held
 * out, or `data.systems` of them drawn by the seed; for an upper bound the held-out system itself. `UserError` where there are
 * not so many.
 */
function meantSystems(
  { data, systems }: Pick<ExperimentConfig, "data" | "systems">,
  heldOut: string,
  seed: number,
): System[] {
  if (data.trainOn === "held-out") return [knownSystem(heldOut)];
  const others = systems.map(knownSystem).filter(({ name }) => name !== heldOut);
  if (data.systems === null) return others;
  if (data.systems > others.length)
    throw new UserError(
      `data.systems = ${data.systems}: with ${heldOut} held out there are ${others.length} systems to train on`,
    );
  const chosen = randomStream(seed, "training systems", heldOut).choose(others.length, data.systems);
  return chosen.sort((a, b) => a - b).map((i) => others[i] as System);
}

/** Names of the systems that a checkpoint was trained on, by its notes; `UserError` where they do not say. */
export function trainedOn({ notes }: Pick<Checkpoint, "notes">, path: string): string[] {
  const { heldOut, seed, config = "null" } = notes;
  const { data, systems } = (JSON.parse(config) ?? {}) as Partial<ExperimentConfig>;
  if (heldOut === undefined || data === undefined || systems === undefined)
    throw new UserError(`${path}: does not say which systems it was trained on`);
  return trainingSystems({ data, systems }, heldOut, Number(seed)).map(({ name }) => name);
}
