import { UserError } from "../../base/errors.js";
import { hamiltonianProcess, type Learner, randomFeatures, sparseRegression } from "../../learning/index.js";

/** What a method may know before it meets the held-out system. */
export interface ContestantContext {
  /** Name of the system that it will be tested on, which must not have been trained on. */
  readonly heldOut: string;
  readonly seed: number;
  /** Folder of trained models, for methods that need them; null where none was given. */
  readonly models: string | null;
}

/** A method of the comparison. */
export interface Contestant {
  /** What it is, in half a sentence, for tables. */
  readonly summary: string;
  /** How its own settings were chosen. */
  readonly tuning: string;
  readonly needsModels?: boolean;
  learner(context: ContestantContext): Learner | Promise<Learner>;
}

const fromPoints = "hyperparameters by marginal likelihood on the observed points; nothing else tuned";

/** Every method by the name of its learner. Adding one is adding an entry, and its name to `sweeps/compare.yaml`. */
export const contestants = {
  process: {
    summary: "Gaussian process on H, RBF kernel with a length scale a coordinate",
    tuning: fromPoints,
    learner: () => hamiltonianProcess(),
  },
  "process-energy": {
    summary: "the same, told that H is equal at all observed points",
    tuning: fromPoints,
    learner: () =>
      hamiltonianProcess({
        name: "process-energy",
        title: "Hamiltonian process with equal energies",
        equalEnergies: true,
      }),
  },
  "process-matern": {
    summary: "the first with a Matern 7/2 kernel",
    tuning: fromPoints,
    learner: () =>
      hamiltonianProcess({
        name: "process-matern",
        title: "Hamiltonian process, Matern 7/2",
        radial: "matern-7/2",
      }),
  },
  "random-features": {
    summary: "one random tanh layer, readout in closed form",
    tuning: "ridge and size of the random weights by evidence on the observed points",
    learner: () => randomFeatures(),
  },
  "sparse-regression": {
    summary: "sparse polynomials and trigonometric functions (SINDy)",
    tuning: "library and threshold by cross-validation on the observed points",
    learner: () => sparseRegression(),
  },
} as const satisfies Readonly<Record<string, Contestant>>;

export type ContestantName = keyof typeof contestants;

export const contestantNames = Object.keys(contestants) as ContestantName[];

/** The learner of a method for one held-out system; `UserError` where it needs models and there are none. */
export async function contestantLearner(name: ContestantName, context: ContestantContext): Promise<Learner> {
  const contestant: Contestant = contestants[name];
  if (contestant.needsModels === true && context.models === null)
    throw new UserError(`the method ${name} needs trained models; name their folder`);
  return contestant.learner(context);
}
