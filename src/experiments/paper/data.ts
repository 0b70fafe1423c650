import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import {
  type GenerationRequest,
  generateInParallel,
  StoredData,
  type TrajectorySet,
  withSettings,
} from "../../dataset/index.js";
import { systemNamed } from "../../mechanics/index.js";
import type { WorkHooks } from "../experiment.js";
import { trainingSystems } from "../training/training-systems.js";
import type { ExperimentConfig } from "./config.js";
import type { Job } from "./job.js";
import { isTrainedWhole } from "./pretraining.js";
import { type SharedJobData, type SharedSet, type StoredShare, share } from "./shared-data.js";

/** The trajectories of a seed, by system name, in memory that threads share. */
export interface SeedData {
  readonly train: ReadonlyMap<string, SharedSet | StoredShare>;
  readonly validation: ReadonlyMap<string, SharedSet>;
  readonly test: ReadonlyMap<string, SharedSet>;
}

/** The trajectories of a seed: those of the data folder, if the configuration names one, and the others generated. */
export async function gatherData(
  config: ExperimentConfig,
  seed: number,
  jobs: readonly Job[],
  { onProgress, signal, threads }: WorkHooks,
): Promise<SeedData> {
  const untrained: Job[] = [];
  for (const job of jobs) if (!(await isTrainedWhole(job))) untrained.push(job);
  const trained = unique(untrained.flatMap(trainedOn));
  const heldOut = jobs.map((job) => job.heldOut);
  const all = unique([...jobs.flatMap(trainedOn), ...heldOut]);
  const { constants } = config.data;
  const stored = config.data.folder === null ? undefined : await StoredData.open(config.data.folder);
  stored?.checkConstants(constants);
  const request = (split: "train" | "validation" | "test", names: readonly string[]) =>
    names.map((name): GenerationRequest => {
      const { system, ranges } = withSettings(systemNamed(name), stored?.constantsOf(name, constants) ?? constants);
      return { system, count: config.data[split], seed, split, sampling: { ranges } };
    });
  const storedTrain =
    stored && new Map(trained.map((name) => [name, { system: name, path: resolve(stored.train(name).path) }]));
  const wanted = [
    ...(stored === undefined ? request("train", trained) : []),
    ...request("validation", all),
    ...(config.evaluation.split === "test" ? request("test", heldOut) : []),
  ];
  const loaded: TrajectorySet[] = [];
  const requests: GenerationRequest[] = [];
  for (const one of wanted) {
    const found = await stored?.load(one.system.name, one.split, one.count);
    if (found === undefined) requests.push(one);
    else loaded.push(found);
  }
  const task = config.seeds.length === 1 ? "trajectories" : `trajectories seed ${seed}`;
  const workers = threads ?? config.workers ?? availableParallelism();
  const sets = await generateInParallel(requests, {
    workers,
    onProgress: (done, total) => onProgress({ task, done, total }),
    signal,
  });
  const bySplit = (split: string) =>
    new Map([...loaded, ...sets].filter((set) => set.split === split).map((set) => [set.system.name, share(set)]));
  return { train: storedTrain ?? bySplit("train"), validation: bySplit("validation"), test: bySplit("test") };
}

const unique = (names: readonly string[]) => [...new Set(names)];

const trainedOn = ({ config, heldOut, seed }: Job) => trainingSystems(config, heldOut, seed).map(({ name }) => name);

/** What of a seed's trajectories one job needs. */
export function dataOf(job: Job, { train, validation, test }: SeedData): SharedJobData {
  return {
    train: trainedOn(job)
      .map((name) => train.get(name))
      .filter((set) => set !== undefined),
    validation: [...validation.values()],
    test: (job.config.evaluation.split === "test" ? test : validation).get(job.heldOut) as SharedSet,
  };
}
