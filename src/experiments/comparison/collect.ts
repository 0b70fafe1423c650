import {
  bootstrapInterval,
  type CompareEntry,
  type CompareResults,
  type ErrorSummary,
  mean,
  median,
} from "../../measure/index.js";
import { systemNamed } from "../../mechanics/index.js";
import type { ResultFacts } from "../experiment.js";
import { describeMachine } from "../machine.js";
import { type CellResult, type ComparisonCell, TIME_WINDOWS } from "./cell.js";
import { readCell } from "./cell-file.js";
import { type CompareConfig, cellsOf } from "./config.js";
import type { Contestant } from "./contestant.js";
import { contestantLearner, contestants } from "./contestants.js";

const BOOTSTRAP_SAMPLES = 1000;

/**
 * Gathers a comparison's cells into the content of `results.json`; the trajectories of all seeds are pooled. `where`: the folder
 * that cells lie in, or a function that says it of each.
 */
export async function collectComparison(
  config: CompareConfig,
  where: string | ((cell: ComparisonCell) => string),
  facts: ResultFacts,
): Promise<CompareResults> {
  const entries: CompareEntry[] = [];
  const [firstSeed] = config.seeds;
  const seconds = new Map<string, number>();
  for (const cell of cellsOf(config).filter(({ seed }) => seed === firstSeed)) {
    const parts: CellResult[] = [];
    for (const seed of config.seeds) {
      const one = { ...cell, seed };
      const part = await readCell(typeof where === "string" ? where : where(one), one);
      if (part !== undefined) parts.push(part);
    }
    if (parts.length < config.seeds.length) continue;
    entries.push(pool(cell, parts));
    const adapting = parts.flatMap(({ adaptMs }) => adaptMs).reduce((sum, ms) => sum + ms / 1000, 0);
    seconds.set(cell.method, (seconds.get(cell.method) ?? 0) + adapting);
  }
  return {
    version: 1,
    kind: "compare",
    profile: facts.profile,
    command: facts.command,
    config: { ...config },
    machine: await describeMachine(null),
    timing: {
      totalSeconds: facts.totalSeconds ?? [...seconds.values()].reduce((sum, value) => sum + value, 0),
      phases: [...seconds].map(([method, value]) => ({ name: `${method}: adaptation`, seconds: value })),
    },
    methods: await Promise.all(
      config.methods.map(async (name) => {
        const context = {
          heldOut: config.systems[0] as string,
          seed: config.modelSeed ?? (config.seeds[0] as number),
          models: config.models,
        };
        const { summary, tuning, title, limit }: Contestant = contestants[name];
        const named = { name, title: title ?? (await contestantLearner(name, context)).title, summary, tuning };
        return limit === undefined ? named : { ...named, limit };
      }),
    ),
    systems: config.systems.map((name) => ({ name, title: systemNamed(name).title })),
    points: config.points.toSorted((a, b) => a - b),
    noise: config.noise.toSorted((a, b) => a - b),
    trajectories: config.trajectories * config.seeds.length,
    entries,
  };
}

function pool({ method, system, points, noise }: ComparisonCell, parts: readonly CellResult[]): CompareEntry {
  const all = <T>(key: { [K in keyof CellResult]: CellResult[K] extends T[] ? K : never }[keyof CellResult]) =>
    parts.flatMap((part) => part[key] as unknown as T[]);
  const byTime = all<number[]>("byTime");
  const coverage = all<number | null>("coverage").filter((value) => value !== null);
  return {
    method,
    system,
    points,
    noise,
    mse: summarise(all<number>("mse")),
    relative: summarise(all<number>("relative")),
    field: summarise(all<number>("field")),
    energy: summarise(all<number>("energy")),
    escaped: all<boolean>("escaped").filter(Boolean).length,
    adaptMs: median(all<number>("adaptMs")),
    byTime: Array.from({ length: TIME_WINDOWS }, (_, i) => geometricMean(byTime.map((row) => row[i] as number))),
    coverage: coverage.length === 0 ? null : mean(coverage),
  };
}

/** Errors of 0 would end every logarithm; nothing measured comes near this. */
const SMALLEST = 1e-300;
const logs = (values: readonly number[]) => values.map((value) => Math.log(Math.max(value, SMALLEST)));
const geometricMean = (values: readonly number[]) => Math.exp(mean(logs(values)));

function summarise(values: readonly number[]): ErrorSummary {
  const { low, high } = bootstrapInterval(logs(values), BOOTSTRAP_SAMPLES);
  return {
    median: median(values),
    mean: mean(values),
    geometricMean: geometricMean(values),
    low: Math.exp(low),
    high: Math.exp(high),
  };
}
