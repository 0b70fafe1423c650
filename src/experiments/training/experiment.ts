import { loadListedSystems } from "../../dataset/index.js";
import type { Experiment } from "../experiment.js";
import { type ExperimentConfig, openKeys, parseConfig, parseConfigKeys } from "../paper/config.js";
import { jobsOf, runJobs } from "../paper/jobs.js";
import { profiles } from "../paper/profiles.js";
import { trainingCurve } from "./train.js";

/** The meta-training of the paper's experiment alone: models for `evaluate`, `compare` and `layers`. */
export const training: Experiment<ExperimentConfig> = {
  name: "train",
  task: "train",
  profiles,
  defaultProfile: "quick",
  openKeys,
  unlabelledKeys: ["seeds", "holdOut", "workers", "engine"],
  load: loadListedSystems,
  parse: parseConfig,
  parseKeys: parseConfigKeys,
  memoryGiB: 1.5,
  perform: (config, directory, hooks) => runJobs(config, directory, "train", hooks),
  columns: {
    held_out: "text",
    seed: "number",
    step: "number",
    meta_loss: "number",
    validation_loss: "number",
    training_seconds: "number",
  },
  async rows(config, directory) {
    const curves = await curvesOf(config, directory);
    return curves.flatMap(({ job, curve }) =>
      curve.step.map((step, i) => ({
        held_out: job.heldOut,
        seed: job.seed,
        step,
        meta_loss: curve.metaLoss[i] ?? null,
        validation_loss: curve.validationLoss[i] ?? null,
        training_seconds: curve.seconds,
      })),
    );
  },
  headlineLabel: "Validation loss after the last outer step",
  async headlines(config, directory) {
    const curves = await curvesOf(config, directory);
    return curves.map(({ job, curve }) => ({
      series: job.heldOut,
      value: curve.validationLoss.at(-1) ?? Number.NaN,
    }));
  },
};

const curvesOf = (config: ExperimentConfig, directory: string) =>
  Promise.all(jobsOf(config, directory).map(async (job) => ({ job, curve: await trainingCurve(job) })));
