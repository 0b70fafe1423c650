import { z } from "zod";
import { UserError } from "../../base/errors.js";
import { SPLITS } from "../../dataset/index.js";
import { rolloutMethods, systemNamed } from "../../mechanics/index.js";
import { parseWith } from "../parse-config.js";
import type { ComparisonCell } from "./cell.js";
import { contestantNames, quickContestants } from "./contestants.js";

const count = z.int().positive();
const different = <T>(values: readonly T[]) => new Set(values).size === values.length;
const list = <T extends z.ZodType>(item: T) => z.array(item).min(1).refine(different, "expected different values");

/** Everything that decides a comparison; written to `config.json`. */
const compareSchema = z.strictObject({
  methods: list(z.enum(contestantNames)),
  systems: list(z.string()),
  points: list(count),
  noise: list(z.number().min(0)),
  seeds: list(z.int().nonnegative()),
  /** `validation` for developing a method, so that test trajectories stay unseen until it is finished. */
  split: z.enum(SPLITS),
  /** Trajectories a seed. */
  trajectories: count,
  /** How learned fields are rolled out. */
  integrator: z.enum(rolloutMethods.map(({ name }) => name)),
  stepsPerSample: count,
  bandDraws: z.int().nonnegative(),
  models: z.string().nullable(),
  /** Seed of what is trained and tuned beforehand, the same for all seeds of the comparison; null: each seed its own. */
  modelSeed: z.int().nonnegative().nullable().default(null),
  workers: count.nullable(),
});

export type CompareConfig = z.infer<typeof compareSchema>;

/** Checks a configuration from outside: `UserError` names the wrong keys, unknown systems and impossible numbers of points. */
export function parseCompareConfig(value: unknown, source: string): CompareConfig {
  const config = parseCompareKeys(value, source);
  for (const name of config.systems) {
    const { samples } = systemNamed(name);
    const most = Math.max(...config.points);
    if (most > samples)
      throw new UserError(`${source}: points: a trajectory of ${name} has ${samples} samples, ${most} are asked for`);
  }
  return config;
}

/** Every key of a configuration by itself. */
export const parseCompareKeys = (value: unknown, source: string): CompareConfig =>
  parseWith(compareSchema, value, source);

const paperSystems = ["mass-spring", "pendulum", "magnetic-mirror", "double-pendulum", "two-body", "three-body"];
const neverTrainedOn = ["henon-heiles", "kepler", "harmonic-oscillator-2d", "duffing"];

const full: CompareConfig = {
  methods: [...quickContestants],
  systems: [...paperSystems, ...neverTrainedOn],
  points: [5, 10, 20, 50, 100],
  noise: [0, 0.01, 0.05],
  // Trajectories that no method was designed on.
  seeds: [40, 41, 42],
  split: "test",
  trajectories: 4,
  // With the Runge-Kutta method of order 4 its own error hides those of the best methods, even at four steps a sample.
  integrator: "dormand-prince-8",
  stepsPerSample: 2,
  // Bands take longer than all else: the profile `bands` has them.
  bandDraws: 0,
  models: null,
  modelSeed: null,
  workers: null,
};

/**
 * The comparison in full, whose results the repository holds; few enough cells to wait for; how often bands hold the truth. `smoke`
 * only shows that every part works.
 */
export const compareProfiles = {
  full,
  quick: { ...full, points: [5, 10, 20, 50], seeds: [0, 1, 2], trajectories: 2 },
  bands: {
    ...full,
    methods: ["structured-process", "process-energy"],
    points: [5, 10, 20],
    trajectories: 1,
    // The range of 19 draws holds a twentieth with probability 18 / 20.
    bandDraws: 19,
  },
  smoke: {
    ...full,
    systems: ["mass-spring", "pendulum"],
    points: [5, 10],
    noise: [0, 0.05],
    seeds: [0],
    trajectories: 2,
    bandDraws: 3,
  },
} as const satisfies Record<string, CompareConfig>;

/** Every cell of a comparison. */
export function cellsOf(config: CompareConfig): ComparisonCell[] {
  const { split, trajectories, integrator, stepsPerSample, bandDraws, models, modelSeed } = config;
  const shared = { split, trajectories, integrator, stepsPerSample, bandDraws, models, modelSeed };
  return config.systems.flatMap((system) =>
    config.points.flatMap((points) =>
      config.noise.flatMap((noise) =>
        config.seeds.flatMap((seed) =>
          config.methods.map((method): ComparisonCell => ({ method, system, points, noise, seed, ...shared })),
        ),
      ),
    ),
  );
}
