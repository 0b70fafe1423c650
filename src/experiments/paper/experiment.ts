import { UserError } from "../../base/errors.js";
import { loadListedSystems } from "../../dataset/index.js";
import { mean, median, type Results } from "../../measure/index.js";
import { writeReport } from "../../report/index.js";
import type { Experiment } from "../experiment.js";
import { writeResults } from "../write-results.js";
import { collectResults } from "./collect.js";
import { type ExperimentConfig, openKeys, parseConfig, parseConfigKeys } from "./config.js";
import { jobsOf, runJobs } from "./jobs.js";
import { profiles } from "./profiles.js";
import { readJobResult } from "./run-job.js";

/** The paper's experiment: meta-training on all systems but one, then the test against the baselines. */
export const paper: Experiment<ExperimentConfig, Results> = {
  name: "reproduce",
  task: "experiment",
  profiles,
  defaultProfile: "quick",
  openKeys,
  unlabelledKeys: ["seeds", "holdOut", "workers", "engine"],
  load: loadListedSystems,
  parse: parseConfig,
  parseKeys: parseConfigKeys,
  memoryGiB: 1.5,
  perform: (config, directory, hooks) =>
    runJobs(config, directory, "all", hooks, async (job) => {
      const { heldOut, seed } = job;
      const facts = { profile: "", command: "", totalSeconds: null };
      hooks.onPart?.(await collectResults({ ...config, holdOut: [heldOut], seeds: [seed] }, [job], facts));
    }),
  columns: {
    held_out: "text",
    seed: "number",
    method: "text",
    step_size: "number",
    step: "number",
    trajectories: "number",
    mse_mean: "number",
    mse_median: "number",
    energy_error_mean: "number",
    escaped: "number",
    training_seconds: "number",
    evaluation_seconds: "number",
  },
  async rows(config, directory) {
    const results = await readResults(config, directory);
    return results.flatMap(({ job, result: { comparison, curve, evaluationSeconds } }) =>
      comparison.methods.flatMap(({ name, stepSize, step, mse, energyError, escaped }) =>
        step.map((at, i) => ({
          held_out: job.heldOut,
          seed: job.seed,
          method: name,
          step_size: stepSize,
          step: at,
          trajectories: mse[i]?.length ?? 0,
          mse_mean: mean(mse[i] ?? []),
          mse_median: median(mse[i] ?? []),
          energy_error_mean: mean(energyError[i] ?? []),
          escaped: escaped[i]?.filter(Boolean).length ?? 0,
          training_seconds: curve.seconds,
          evaluation_seconds: evaluationSeconds,
        })),
      ),
    );
  },
  headlineLabel: "Mean trajectory MSE after the last adaptation step (units²)",
  async headlines(config, directory) {
    const results = await readResults(config, directory);
    const methods = results[0]?.result.comparison.methods ?? [];
    return methods.map(({ name, label }) => ({
      series: label,
      value: mean(
        results.flatMap(({ result }) => {
          const same = result.comparison.methods.find((method) => method.name === name);
          return [...(same?.mse.at(-1) ?? [])];
        }),
      ),
    }));
  },
  reporting: {
    pooledKeys: ["holdOut", "seeds"],
    collect: (config, runs, facts) => {
      const jobs = runs.flatMap((run) => jobsOf(run.config, run.directory));
      return collectResults(config, jobs, facts);
    },
    async write(results, directory, options) {
      await writeResults(directory, results);
      return writeReport(results, directory, options);
    },
  },
};

/** Jobs of a run with their results; a `UserError` for one without. */
function readResults(config: ExperimentConfig, directory: string) {
  return Promise.all(
    jobsOf(config, directory).map(async (job) => {
      const result = await readJobResult(job.directory);
      if (result === undefined)
        throw new UserError(`${job.directory} holds no evaluation.json although its run is marked as done`);
      return { job, result };
    }),
  );
}
