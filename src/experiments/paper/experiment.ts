import { join } from "node:path";
import { cached } from "../../base/cached.js";
import { UserError } from "../../base/errors.js";
import { atomicWrite } from "../../base/files.js";
import { canonicalJson, type Loose } from "../../base/keys.js";
import { mean, median } from "../../measure/index.js";
import { writeReport } from "../../report/index.js";
import type { FinishedRun, Page, SweepFacts, SweepTask } from "../experiment.js";
import { collectResults } from "./collect.js";
import { type ExperimentConfig, openKeys, parseConfig } from "./config.js";
import type { Job } from "./job.js";
import { jobsOf, runJobs } from "./jobs.js";
import { profiles } from "./profiles.js";
import { readJobResult } from "./run-job.js";

const configOf = (config: Loose) => config as unknown as ExperimentConfig;

/** Jobs of a run with their results; a `UserError` for one without. */
async function readResults(config: Loose, directory: string) {
  const jobs = jobsOf(configOf(config), directory);
  return Promise.all(
    jobs.map(async (job) => {
      const result = await readJobResult(job.directory);
      if (result === undefined)
        throw new UserError(`${job.directory} holds no evaluation.json although its run is marked as done`);
      return { job, result };
    }),
  );
}

/** The paper's experiment: meta-training on all systems but one, then the comparison with the baselines. */
export const experiment: SweepTask = {
  name: "experiment",
  profiles: { quick: profiles.quick, paper: profiles.paper, smoke: profiles.smoke },
  openKeys,
  parse: (value, source) => ({ ...parseConfig(value, source) }),
  // How many jobs of a run work side by side changes no number.
  identity: ({ workers: _, ...decisive }) => decisive,
  memoryGiB: 1.5,
  async run(config, directory, { threads, ...hooks }) {
    await runJobs({ ...configOf(config), workers: threads }, directory, "all", hooks);
  },
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
  gather: gatherComparisons,
};

/** Reports of more experiments than a reader opens would take longer than they are worth. */
const MAX_PAGES = 24;

/** Runs that differ in held-out system and seed only are one experiment, with the results and the report of `reproduce`. */
async function gatherComparisons(
  runs: readonly FinishedRun[],
  directory: string,
  { profile, command, version }: SweepFacts,
): Promise<Page[]> {
  const groups = new Map<string, FinishedRun[]>();
  for (const run of runs) {
    const { holdOut: _, seeds: __, workers: ___, ...same } = run.config;
    cached(groups, canonicalJson(same), () => []).push(run);
  }
  const pages: Page[] = [];
  if (groups.size > MAX_PAGES) return pages;
  for (const group of groups.values()) {
    const jobs: Job[] = group.flatMap((run) => jobsOf(configOf(run.config), run.directory));
    const [first] = group as [FinishedRun];
    const config: ExperimentConfig = {
      ...configOf(first.config),
      holdOut: [...new Set(jobs.map(({ heldOut }) => heldOut))],
      seeds: [...new Set(jobs.map(({ seed }) => seed))],
    };
    const shared = Object.entries(first.values).filter(([key]) => key !== "holdOut" && key !== "seeds");
    const title = shared.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(", ");
    const totalSeconds = group.reduce((total, { seconds }) => total + seconds, 0);
    const results = await collectResults(config, jobs, { profile, command, version, totalSeconds });
    const folder = join("experiments", String(pages.length + 1));
    await atomicWrite(join(directory, folder, "results.json"), `${JSON.stringify(results, null, 2)}\n`);
    await writeReport(results, join(directory, folder));
    pages.push({ title: title === "" ? "All runs" : title, path: join(folder, "report", "index.html") });
  }
  return pages;
}
