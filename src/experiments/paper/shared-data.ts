import { StoredTrajectories, type TaskSource, type TrajectorySet } from "../../dataset/index.js";
import { type Constants, systemNamed } from "../../mechanics/index.js";
import type { JobData } from "./job.js";

/** A trajectory set as it travels between threads: the system by name, constants and box, the numbers in shared memory. */
export type SharedSet = Omit<TrajectorySet, "system"> & {
  readonly system: string;
  readonly constants: Constants;
  readonly box: Float64Array;
};

/** A set that stays on disk. */
export interface StoredShare {
  readonly system: string;
  readonly path: string;
}

/** What a job learns from and is tested on, as it travels to the job's thread. */
export interface SharedJobData {
  readonly train: readonly (SharedSet | StoredShare)[];
  readonly validation: readonly SharedSet[];
  readonly test: SharedSet;
}

/** Moves a set's numbers to memory that all threads see. */
export function share(set: TrajectorySet): SharedSet {
  const states = new Float64Array(new SharedArrayBuffer(set.states.byteLength));
  states.set(set.states);
  const { name, constants, box } = set.system;
  return { ...set, states, system: name, constants, box };
}

/** The data of a job, in its thread, where the systems are known by their names. */
export async function openShared({ train, validation, test }: SharedJobData): Promise<JobData> {
  return { train: await openAll(train), validation: byName(validation), test: restore(test) };
}

const restore = ({ constants, box, ...set }: SharedSet): TrajectorySet => ({
  ...set,
  system: systemNamed(set.system).withConstants(constants, { box }),
});
const byName = (sets: readonly SharedSet[]) => new Map(sets.map((set) => [set.system, restore(set)]));

async function openAll(sets: readonly (SharedSet | StoredShare)[]): Promise<Map<string, TaskSource>> {
  const opened = new Map<string, TaskSource>();
  for (const set of sets)
    opened.set(set.system, "path" in set ? await StoredTrajectories.open(set.path) : restore(set));
  return opened;
}
