import { differingKeys, type Loose, merge } from "../base/keys.js";
import type { Experiment } from "./experiment.js";

/** A configuration and the profile that it started from. */
export interface Settings<Config extends Loose = Loose> {
  readonly profile: string;
  readonly config: Config;
}

/** The settings of a profile that exists. */
export function profileSettings<Config extends Loose>(
  experiment: Experiment<Config>,
  profile: string = experiment.defaultProfile,
): Settings<Config> {
  const config = experiment.parse(structuredClone(experiment.profiles[profile]), `profile ${profile}`);
  return { profile, config };
}

/** Changes put over settings; what they name is loaded, and every key is checked, so that a mistake is reported with where it stands. */
export async function put<Config extends Loose>(
  experiment: Experiment<Config>,
  { profile, config }: Settings<Config>,
  changes: Loose,
  source: string,
): Promise<Settings<Config>> {
  await experiment.load(changes);
  const merged = merge(config, changes, source, experiment.openKeys);
  return { profile, config: experiment.parseKeys(merged, source) };
}

/** Settings that are complete: their keys must fit each other. */
export function complete<Config extends Loose>(
  experiment: Experiment<Config>,
  { profile, config }: Settings<Config>,
): Settings<Config> {
  return { profile, config: experiment.parse(config, "configuration") };
}

/** The profile's name, with the keys that were changed: "paper (changed: outer.iterations)". */
export function profileLabel(experiment: Experiment, { profile, config }: Settings): string {
  const changed = differingKeys(experiment.profiles[profile], config).filter(
    (key) => !experiment.unlabelledKeys.includes(key),
  );
  return changed.length === 0 ? profile : `${profile} (changed: ${changed.join(", ")})`;
}
