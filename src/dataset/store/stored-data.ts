import { UserError } from "../../base/errors.js";
import { systemNamed } from "../../mechanics/index.js";
import { type ConstantSetting, type ConstantSettings, settingsOf, withRoom } from "../constants.js";
import type { Split, TrajectorySet } from "../trajectories.js";
import { listStores } from "./list.js";
import { loadTrajectories } from "./load.js";
import { StoredTrajectories } from "./stored.js";

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
   * Throws `UserError` for fewer.
   */
  async load(system: string, split: Split, count: number): Promise<TrajectorySet | undefined> {
    const found = this.find(system, split);
    if (found === undefined) return undefined;
    const set = await loadTrajectories(found.path, { count, system: systemNamed(system) });
    return { ...set, system: withRoom(set.system, rangesIn(found)) };
  }

  /**
   * The constants of a system's training set over those that are given for all systems, so that what is generated beside it is
   * of the same kind.
   */
  constantsOf(system: string, settings: ConstantSettings): ConstantSettings {
    const found = this.find(system, "train");
    return found === undefined ? settings : { ...settings, [system]: constantsIn(found) };
  }

  /** Throws `UserError` for a set whose constants are others than the given ones. */
  checkConstants(settings: ConstantSettings): void {
    for (const store of this.stores) {
      const own = constantsIn(store);
      for (const [name, wanted] of Object.entries(settingsOf(store.system, settings))) {
        const there = own[name];
        if (there !== undefined && String(there) !== String(wanted))
          throw new UserError(
            `${store.path}: ${name} is ${text(there)} there, ${text(wanted)} is asked for; ` +
              "make the set with the same constants, or leave them out",
          );
      }
    }
  }

  private find(system: string, split: Split): StoredTrajectories | undefined {
    return this.stores.find((store) => store.system.name === system && store.split === split);
  }
}

/** The constants of a set: a value each, or the interval that they were drawn from. */
const constantsIn = (store: StoredTrajectories): Record<string, ConstantSetting> => ({
  ...store.system.constants,
  ...rangesIn(store),
});

function rangesIn({ description: { varied } }: StoredTrajectories) {
  return Object.fromEntries(varied.flatMap(({ name, range }) => (range === undefined ? [] : [[name, range] as const])));
}

const text = (value: ConstantSetting) => (typeof value === "number" ? `${value}` : value.join(".."));
