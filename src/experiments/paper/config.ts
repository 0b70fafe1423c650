import { z } from "zod";
import { checkConstants, knownSystem } from "../../dataset/index.js";
import { methodDefaults, methodNames } from "../../learning/index.js";
import { rolloutMethods, systemNamed, systems } from "../../mechanics/index.js";
import { activationNames, architectureNames } from "../../models/index.js";
import { engineNames } from "../../runtime/index.js";
import { parseWith } from "../parse-config.js";

const paperSystemNames = systems.map(({ name }) => name);
const rolloutNames = rolloutMethods.map(({ name }) => name);
const count = z.int().positive();
const positive = z.number().positive();
/** Two jobs of the same name would share a folder. */
const different = <T>(values: readonly T[]) => new Set(values).size === values.length;

const isKnown = (name: string) => systemProblem(name) === undefined;
const unknownMessage = ({ input }: { input: unknown }) => systemProblem(String(input)) ?? "";

function systemProblem(name: string): string | undefined {
  try {
    systemNamed(name);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const ascending = ([low, high]: readonly [number, number]) => low < high;
const constant = z.union([
  z.number(),
  z.tuple([z.number(), z.number()]).refine(ascending, "expected an interval, the smaller number first"),
]);

/** Keys of a configuration below which any name may stand. */
export const openKeys: readonly string[] = ["data.constants"];

/** Everything that decides a run; written to `config.json`, read back to repeat or resume it. */
const keysSchema = z.strictObject({
  /** Every random number of the run follows from these, one complete run a seed. */
  seeds: z.array(z.int().nonnegative()).min(1).refine(different, "expected different seeds"),
  /** Systems to learn from: names, or files that define them. */
  systems: z.array(z.string().min(1)).min(1).refine(different, "expected different systems").default(paperSystemNames),
  /** Systems that are not trained on but tested on, one experiment each. */
  holdOut: z
    .array(z.string().refine(isKnown, { error: unknownMessage }))
    .min(1)
    .refine(different, "expected different systems"),
  /** Trajectories generated for every system. */
  data: z.strictObject({
    train: count,
    validation: count,
    test: count,
    /** A folder of data sets made by `metahamilton generate` to take trajectories from; null: all are generated. */
    folder: z.string().min(1).nullable().default(null),
    /** `held-out`: the held-out system's own trajectories instead of other systems', for an upper bound. */
    trainOn: z.enum(["others", "held-out"]).default("others"),
    /**
     * Constants of every system that has them, or under a system's name of that one: a value, or an interval that every
     * trajectory's own is drawn from.
     */
    constants: z.record(z.string(), z.union([constant, z.record(z.string(), constant)])).default({}),
    /** Systems trained on, drawn by seed from those that are not held out; null: all of them. */
    systems: count.nullable().default(null),
    /** Random laws to learn from besides, or instead (docs/recipe.md); null: none. */
    laws: z
      .strictObject({
        /** Number of different laws; `endless`: ever new ones. */
        count: z.union([count, z.literal("endless")]).default("endless"),
        /** Share of a meta-batch's tasks that stays with the systems above. */
        share: z.number().min(0).lt(1).default(0.5),
      })
      .nullable()
      .default(null),
    /** Numbers of support points in the meta-training, one of which a meta-batch draws; null: `outer.points`. */
    points: z.array(count).min(1).nullable().default(null),
    /**
     * Levels of noise on support points in the meta-training, one of which a task draws: standard deviations in units of a
     * component's own; null: none.
     */
    noise: z.array(z.number().min(0)).min(1).nullable().default(null),
  }),
  model: z.strictObject({
    architecture: z.enum(architectureNames).default("graph"),
    output: z.enum(["direct", "hamiltonian"]),
    width: count,
    activation: z.enum(activationNames),
  }),
  /** How the network is meta-trained (docs/methods.md). */
  method: z
    .strictObject({
      name: z.enum(methodNames),
      /** For modulation: numbers in a task's code, and the rank of the change of a weight matrix. */
      codeSize: count,
      rank: count,
    })
    .default(methodDefaults),
  /** Adaptation inside the meta-training. */
  inner: z.strictObject({
    steps: count,
    rate: positive,
    reduction: z.enum(["sum", "mean"]),
    order: z.union([z.literal(1), z.literal(2)]),
  }),
  /** Meta-training: Adam on the query losses. */
  outer: z.strictObject({
    iterations: count,
    tasksPerSystem: count,
    /** Support points of a task (K), and as many query points. */
    points: count,
    rate: positive,
    /** The rate falls along half a cosine to this multiple of `rate`. */
    finalRateFactor: z.number().min(0).max(1),
    clipNorm: positive.nullable(),
    /** Steps between two lines of `metrics.jsonl`, validation included. */
    reportEvery: count,
    checkpointEvery: count,
  }),
  /** Adaptation to the held-out system: plain gradient steps, followed by rollouts. */
  evaluation: z.strictObject({
    /** `validation` for choosing a recipe, so that test trajectories stay unseen until it is chosen. */
    split: z.enum(["validation", "test"]),
    trajectories: count,
    points: count,
    steps: count,
    /** Numbers of steps after which the motion is predicted, beside the last; null: after every one. */
    rolloutAt: z.array(z.int().nonnegative()).min(1).nullable().default(null),
    /** Step size for the meta-trained network, and for all baselines that share it. */
    rate: positive,
    /** Integrator of the rollouts, one that needs no separable Hamiltonian. */
    integrator: z
      .string()
      .refine((name) => rolloutNames.includes(name), {
        error: `expected one of ${rolloutNames.join(", ")} (others need H = T(p) + V(q), which a learned H is not)`,
      })
      .default("rk4"),
    /** Its steps between two samples of a trajectory. */
    rolloutStepsPerSample: count,
    /** Step sizes among which the HNN's own best is searched, on validation trajectories of the held-out system; null: no HNN. */
    hnnRates: z.array(positive).min(1).nullable(),
    /** Those for graph networks: the trained one is then tested with its own best beside `rate`, others with their best alone; null: `rate`. */
    networkRates: z.array(positive).min(1).nullable().default(null),
    /** Whether the network is trained without an inner loop besides, and tested: pre-training, for as many outer steps. */
    pretrained: z.boolean().default(false),
    /** Whether the trained network is tested alone, without baselines: where another run has tested them on the same points. */
    alone: z.boolean().default(false),
    searchTrajectories: count,
    bootstrapSamples: count,
  }),
  engine: z.enum(engineNames).nullable(),
  /** Experiments that run at the same time, each on one thread; null: one for every core. */
  workers: count.nullable(),
});

/** The schema of a whole configuration: its keys, and that they fit each other. */
export const configSchema = keysSchema.superRefine(({ data, outer, evaluation }, context) => {
  if (data.laws !== null && !Number.isInteger(data.laws.share * outer.tasksPerSystem))
    context.addIssue({
      code: "custom",
      path: ["data", "laws", "share"],
      message: `expected a share of outer.tasksPerSystem = ${outer.tasksPerSystem} that is a whole number of tasks`,
    });
  const most = Math.max(...(data.points ?? [0]));
  if (most > outer.points)
    context.addIssue({
      code: "custom",
      path: ["data", "points"],
      message: `expected at most outer.points = ${outer.points}`,
    });
  const available = data[evaluation.split];
  for (const [key, wanted, limit, of] of [
    ["trajectories", evaluation.trajectories, available, evaluation.split],
    ["searchTrajectories", evaluation.searchTrajectories, data.validation, "validation"],
  ] as const)
    if (wanted > limit)
      context.addIssue({
        code: "custom",
        path: ["evaluation", key],
        message: `expected at most data.${of} = ${limit}`,
      });
});

/** Throws `UserError` for constants that none of the configuration's systems has. */
function checkConfigConstants({ data, systems, holdOut }: ExperimentConfig, source: string): void {
  const all = [...new Set([...systems, ...holdOut].map(knownSystem))];
  checkConstants(all, data.constants, `${source}: data.constants`);
}

export type ExperimentConfig = z.infer<typeof configSchema>;

/** Checks a configuration from outside; a `UserError` names every wrong key, its value and what was expected. */
export function parseConfig(value: unknown, source: string): ExperimentConfig {
  const config = parseWith(configSchema, value, source);
  checkConfigConstants(config, source);
  return config;
}

/** The same for one that is still being put together: every key by itself, not yet whether they fit each other. */
export const parseConfigKeys = (value: unknown, source: string): ExperimentConfig =>
  parseWith(keysSchema, value, source);
