import { UserError } from "../base/errors.js";
import { listStores, loadTrajectories, type Split, StoredTrajectories, type TrajectorySet } from "../dataset/index.js";
import { sampleTimes } from "../mechanics/index.js";

/** The data sets of a folder. */
export class StoredData {
  private constructor(
    private readonly folder: string,
    private readonly stores: readonly StoredTrajectories[],
  ) {}

  /**
   * Opens every data set in a folder and the folders directly in it. Throws `UserError` where there is none, for one that is
   * damaged, and for two of the same system and split.
   */
  static async open(folder: string): Promise<StoredData> {
    const stores: StoredTrajectories[] = [];
    for (const path of await listStores(folder)) {
      const store = await StoredTrajectories.open(path);
      const twin = stores.find(({ system, split }) => system.name === store.system.name && split === store.split);
      if (twin !== undefined)
        throw new UserError(`${twin.path} and ${path} both hold ${store.split} trajectories of ${store.system.name}`);
      stores.push(store);
    }
    return new StoredData(folder, stores);
  }

  /** The training set of a system; throws `UserError` where there is none. */
  train(system: string): StoredTrajectories {
    const found = this.find(system, "train");
    if (found !== undefined) return found;
    const names = this.stores.map((store) => `${store.system.name} (${store.split})`).join(", ");
    throw new UserError(`${this.folder}: there are no training trajectories of ${system} in it, only ${names}`);
  }

  /**
   * The first `count` trajectories of another split, in memory; undefined where there are none, so that they are generated.
   * Throws `UserError` for fewer, and for times that rollouts cannot be compared at.
   */
  async load(system: string, split: Split, count: number): Promise<TrajectorySet | undefined> {
    const found = this.find(system, split);
    if (found === undefined) return undefined;
    const set = await loadTrajectories(found.path, { count, system: found.system });
    const expected = sampleTimes(set.system.duration, set.times.length);
    if (set.ownTimes !== undefined || !set.times.every((time, i) => Math.abs(time - (expected[i] as number)) < 1e-9))
      throw new UserError(
        `${found.path}: ${split} trajectories must be sampled at equal intervals over ${set.system.duration} s`,
      );
    return set;
  }

  private find(system: string, split: Split): StoredTrajectories | undefined {
    return this.stores.find((store) => store.system.name === system && store.split === split);
  }
}
