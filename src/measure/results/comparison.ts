import type { Machine } from "./paper.js";

/** What `results.json` of a comparison holds: everything its report shows. */
export interface CompareResults {
  readonly version: 1;
  readonly kind: "compare";
  readonly profile: string;
  readonly command: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly machine: Machine;
  readonly timing: { readonly totalSeconds: number; readonly phases: readonly { name: string; seconds: number }[] };
  readonly methods: readonly ComparedMethod[];
  readonly systems: readonly { readonly name: string; readonly title: string }[];
  /** Numbers of observed points, ascending. */
  readonly points: readonly number[];
  readonly noise: readonly number[];
  /** Trajectories of every entry: those of all seeds. */
  readonly trajectories: number;
  readonly entries: readonly CompareEntry[];
}

export interface ComparedMethod {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  /** How its settings were chosen. */
  readonly tuning: string;
  /** It knows the law: a limit to hold the others against. */
  readonly limit?: boolean;
}

/** One method on one system with one number of points and one level of noise, over the trajectories of all seeds. */
export interface CompareEntry {
  readonly method: string;
  readonly system: string;
  readonly points: number;
  readonly noise: number;
  readonly mse: ErrorSummary;
  readonly relative: ErrorSummary;
  readonly field: ErrorSummary;
  readonly energy: ErrorSummary;
  readonly escaped: number;
  /** Median milliseconds of adaptation. */
  readonly adaptMs: number;
  /** Geometric mean of the squared error in each tenth of the time span. */
  readonly byTime: readonly number[];
  /** Mean share of the true motion inside the 90 % band; null without bands. */
  readonly coverage: number | null;
}

export interface ErrorSummary {
  readonly median: number;
  readonly mean: number;
  readonly geometricMean: number;
  /** 95 % bootstrap interval of the geometric mean. */
  readonly low: number;
  readonly high: number;
}
