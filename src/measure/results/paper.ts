/** What `results.json` of a run holds: everything its report shows. */
export interface Results {
  readonly version: 1;
  readonly profile: string;
  readonly seeds: readonly number[];
  /** The command that repeats the run. */
  readonly command: string;
  /** The resolved configuration, as written to `config.json`. */
  readonly config: Readonly<Record<string, unknown>>;
  /** What the paper leaves open and what was chosen. */
  readonly choices: readonly RecipeChoice[];
  readonly machine: Machine;
  readonly timing: { readonly totalSeconds: number; readonly phases: readonly { name: string; seconds: number }[] };
  readonly systems: readonly HeldOutResult[];
}

export interface RecipeChoice {
  readonly topic: string;
  readonly choice: string;
  readonly reason: string;
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly platform: string;
  readonly node: string;
  readonly metahamilton: string;
  readonly engine: string;
  readonly date: string;
}

/** One held-out system: a model meta-trained on the others and its comparison with the baselines. */
export interface HeldOutResult {
  readonly heldOut: string;
  /** Name for people. */
  readonly title: string;
  readonly trainedOn: readonly string[];
  readonly training: TrainingCurve;
  readonly methods: readonly NetworkResult[];
  /** Figure 2: one test trajectory in full. */
  readonly example: ExampleMotion;
}

export interface TrainingCurve {
  /** Outer steps at which the values below were taken. */
  readonly step: readonly number[];
  /** Mean over the steps since the last entry: query loss a point and component, after adaptation. */
  readonly metaLoss: readonly number[];
  /** Query loss on validation trajectories of the training systems after the training's number of inner steps. */
  readonly validationLoss: readonly number[];
  readonly seconds: number;
}

export type NetworkName =
  | "meta-trained"
  | "meta-trained-best-step"
  | "pretrained"
  | "hnn-same-step"
  | "hnn-best-step"
  | "random-graph-network";

export interface NetworkResult {
  readonly name: NetworkName;
  readonly label: string;
  /** Step size of the plain gradient steps on the support points. */
  readonly stepSize: number;
  /** Number of test trajectories (times seeds). */
  readonly trajectories: number;
  /** Adaptation steps, 0 .. 100. */
  readonly step: readonly number[];
  /** Trajectory mean squared error at each step, over trajectories; `low` and `high`: 95 % bootstrap interval of the mean. */
  readonly mse: Summary;
  /** |x - true x| / |true x| of the predicted motion, surplus components included; not in results of earlier versions. */
  readonly relativeError?: Summary;
  /** Largest relative energy error along the predicted motion, |H(x(t)) - H(x(0))| / scale. */
  readonly energyError: Summary;
  /** Number of rollouts that left the system's box or became non-finite, at each step. Their error is not dropped from the mean. */
  readonly escaped: readonly number[];
}

export interface Summary {
  readonly mean: readonly number[];
  readonly median: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

export interface ExampleMotion {
  /** Index among the test trajectories. */
  readonly trajectory: number;
  readonly coordinates: readonly ExampleCoordinate[];
  /** Seconds, N values. */
  readonly t: readonly number[];
  /** truth[coordinate][time] */
  readonly truth: readonly (readonly number[])[];
  readonly predictions: readonly {
    readonly method: NetworkName;
    readonly step: number;
    /** values[coordinate][time]; after an escape the value stays where the rollout left the box. */
    readonly values: readonly (readonly number[])[];
  }[];
  /** Indices of the K support points among the trajectory's samples, which are at the times `t` unless `observed` is there. */
  readonly support: readonly number[];
  /** The support points themselves where they have noise or times of their own: values[coordinate][point]. */
  readonly observed?: { readonly t: readonly number[]; readonly values: readonly (readonly number[])[] };
}

export interface ExampleCoordinate {
  readonly name: string;
  readonly unit: string;
  readonly body: number;
  readonly kind: "position" | "momentum";
  /** A coordinate that the system does not have, kept constant so that every body is a two-dimensional node. */
  readonly surplus: boolean;
  /** Index in `coordinates` of the conjugate partner. */
  readonly conjugate: number;
}
