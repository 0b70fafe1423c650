import {
  bootstrapInterval,
  type HeldOutResult,
  mean,
  median,
  type NetworkResult,
  type Results,
  type Summary,
  type TrainingCurve,
} from "../../measure/index.js";
import { systemNamed } from "../../mechanics/index.js";
import type { ResultFacts } from "../experiment.js";
import { describeMachine } from "../machine.js";
import { trainingSystems } from "../training/training-systems.js";
import type { NetworkMeasurement } from "./baselines.js";
import { declaredChoices } from "./choices.js";
import type { ExperimentConfig } from "./config.js";
import type { Job } from "./job.js";
import { type JobResult, readJobResult } from "./run-job.js";

/**
 * Gathers finished jobs of a configuration into `results.json`'s content; seeds are pooled, trajectory by trajectory. Jobs
 * that have not finished are left out.
 */
export async function collectResults(
  config: ExperimentConfig,
  jobs: readonly Pick<Job, "heldOut" | "directory">[],
  facts: ResultFacts,
): Promise<Results> {
  const results: HeldOutResult[] = [];
  const phases: { name: string; seconds: number }[] = [];
  for (const heldOut of config.holdOut) {
    const parts: JobResult[] = [];
    for (const job of jobs.filter((one) => one.heldOut === heldOut)) {
      const result = await readJobResult(job.directory);
      if (result !== undefined) parts.push(result);
    }
    const [first] = parts;
    if (first === undefined) continue;
    results.push({
      heldOut,
      title: systemNamed(heldOut).title,
      trainedOn: trainedOn(config, heldOut),
      training: averageCurves(parts.map(({ curve }) => curve)),
      methods: first.comparison.methods.map(({ name }) =>
        poolMethod(
          parts.flatMap(({ comparison }) => comparison.methods.filter((method) => method.name === name)),
          config.evaluation.bootstrapSamples,
        ),
      ),
      example: first.comparison.example,
    });
    phases.push({ name: `${heldOut}: training`, seconds: total(parts.map(({ curve }) => curve.seconds)) });
    phases.push({ name: `${heldOut}: evaluation`, seconds: total(parts.map((part) => part.evaluationSeconds)) });
  }
  return {
    version: 1,
    profile: facts.profile,
    seeds: config.seeds,
    command: facts.command,
    config: { ...config },
    choices: declaredChoices(config),
    machine: await describeMachine(config.engine),
    timing: { totalSeconds: facts.totalSeconds ?? total(phases.map(({ seconds }) => seconds)), phases },
    systems: results,
  };
}

/** With few training systems, drawn by seed, those of any of the seeds; then the random laws. */
function trainedOn(config: ExperimentConfig, heldOut: string): string[] {
  const names = config.seeds.flatMap((seed) => trainingSystems(config, heldOut, seed).map(({ name }) => name));
  const { laws } = config.data;
  const random = laws === null ? [] : [laws.count === "endless" ? "random laws" : `${laws.count} random laws`];
  return [...new Set(names), ...random];
}

const total = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

function poolMethod(parts: readonly NetworkMeasurement[], bootstrapSamples: number): NetworkResult {
  const [first] = parts as [NetworkMeasurement];
  const pooled = <T>(key: "mse" | "relativeError" | "energyError" | "escaped") =>
    first.step.map((_, i) => parts.flatMap((part) => part[key]?.[i] as unknown as T[]));
  const mse = pooled<number>("mse");
  return {
    name: first.name,
    label: first.label,
    // The tuned step size may differ between seeds; the first seed's is shown.
    stepSize: first.stepSize,
    trajectories: mse[0]?.length ?? 0,
    step: first.step,
    mse: summarise(mse, bootstrapSamples),
    ...(parts.every(({ relativeError }) => relativeError !== undefined) && {
      relativeError: summarise(pooled<number>("relativeError"), bootstrapSamples),
    }),
    energyError: summarise(pooled<number>("energyError"), bootstrapSamples),
    escaped: pooled<boolean>("escaped").map((flags) => flags.filter(Boolean).length),
  };
}

function summarise(values: readonly (readonly number[])[], bootstrapSamples: number): Summary {
  const intervals = values.map((row) => bootstrapInterval(row, bootstrapSamples));
  return {
    mean: values.map(mean),
    median: values.map(median),
    low: intervals.map(({ low }) => low),
    high: intervals.map(({ high }) => high),
  };
}

function averageCurves(curves: readonly TrainingCurve[]): TrainingCurve {
  const [first] = curves as [TrainingCurve];
  const average = (key: "metaLoss" | "validationLoss") =>
    first.step.map((_, i) => mean(curves.map((curve) => curve[key][i] as number)));
  return {
    step: first.step,
    metaLoss: average("metaLoss"),
    validationLoss: average("validationLoss"),
    seconds: total(curves.map(({ seconds }) => seconds)),
  };
}
