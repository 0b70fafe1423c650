import {
  hamiltonianProcess,
  knownLaw,
  type Learner,
  randomFeatures,
  sparseRegression,
  structuredProcess,
  symbolic,
  teachersFor,
  thoroughEffort,
} from "../../learning/index.js";
import { systemNamed } from "../../mechanics/index.js";
import { type MethodPreset, methodPresets, type PresetName, presetNames } from "../training/method-presets.js";
import type { Contestant, ContestantContext } from "./contestant.js";
import { fitted, learnedStructure, trained } from "./trained.js";

const fromPoints = "hyperparameters by marginal likelihood on the observed points; nothing else tuned";

/** The meta-trained methods: `train --method` wrote their models into the folder of models, below the method's name. */
const metaTrained = Object.fromEntries(
  presetNames.map((name) => [name, metaTrainedContestant(name, methodPresets[name])]),
) as Readonly<Record<PresetName, Contestant>>;

function metaTrainedContestant(name: PresetName, { summary, comparedSteps: steps }: MethodPreset): Contestant {
  return {
    summary,
    tuning: `as in docs/methods.md; ${steps === 1 ? "one solve" : `${steps} steps`} on the observed points`,
    needsModels: true,
    learner: (context) => trained(name, steps, context),
  };
}

/** A network fitted to the observed points, its one setting tuned. */
const fittedNetwork = (name: string, title: string, summary: string, needsModels: boolean): Contestant => ({
  title,
  summary,
  tuning: "one of six settings by the field's error on three validation trajectories of the system, 20 points each",
  needsModels,
  slow: true,
  learner: (context) => fitted(name, context),
});

/**
 * Every method by the name of its learner. Adding one is adding an entry, and its name to `sweeps/compare.yaml` if it needs
 * no models and is not slow.
 */
export const contestants = {
  "structured-process": {
    summary: "Gaussian process on H made of the forms of mechanics, believed as other systems and random laws teach",
    tuning:
      "beliefs learned from the training systems without the held-out one; choice between them on the observed points",
    learner: ({ heldOut }) => structuredProcess(teachersFor(heldOut)),
  },
  "structured-thorough": {
    summary: "the same; from noisy points through six laws instead of one, the likeliest of which is kept",
    tuning: "as for structured-process",
    learner: ({ heldOut }) =>
      structuredProcess({
        name: "structured-thorough",
        title: "Structured Hamiltonian process, thorough",
        effort: thoroughEffort,
        ...teachersFor(heldOut),
      }),
  },
  "structured-untaught": {
    summary: "the same with one wide belief, taught by no system: what the forms alone give",
    tuning: fromPoints,
    learner: () =>
      structuredProcess({ name: "structured-untaught", title: "Structured Hamiltonian process, untaught" }),
  },
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
  symbolic: {
    summary: "closed forms: sums of the functions that mechanics knows, in masses and potential",
    tuning: "terms by an extended Bayesian criterion on the observed points; nothing else tuned",
    learner: () => symbolic(),
  },
  "known-law": {
    summary: "the formula of the very law, its constants fitted: the limit that noise sets, not a competitor",
    tuning: "maximum likelihood, from the true constants",
    limit: true,
    learner: ({ heldOut }) => knownLaw(systemNamed(heldOut)),
  },
  ...metaTrained,
  "in-context-structured": {
    title: "Structured process with what a network has learned",
    summary: "the structured process with what the network of in-context believes of H for one more term",
    tuning: "as for the structured process; the network is that of in-context",
    needsModels: true,
    learner: (context) => learnedStructure("in-context-structured", "in-context", context),
  },
  "pretrained-adam": fittedNetwork(
    "pretrained-adam",
    "Graph network, pre-trained, Adam",
    "fitted to the training systems, then Adam",
    true,
  ),
  "pretrained-lbfgs": fittedNetwork(
    "pretrained-lbfgs",
    "Graph network, pre-trained, L-BFGS",
    "fitted to the training systems, then L-BFGS",
    true,
  ),
  "upper-bound": {
    ...fittedNetwork(
      "upper-bound",
      "Upper bound: graph network trained on the system itself, L-BFGS",
      "not few-shot: fitted to the tested system's own training trajectories, then L-BFGS",
      true,
    ),
    limit: true,
  },
  "hnn-adam": fittedNetwork("hnn-adam", "HNN, Adam", "HNN from a random start, Adam", false),
  "random-adam": fittedNetwork(
    "random-adam",
    "Graph network, random start, Adam",
    "graph network from a random start, Adam",
    false,
  ),
  "random-lbfgs": fittedNetwork(
    "random-lbfgs",
    "Graph network, random start, L-BFGS",
    "graph network from a random start, L-BFGS",
    false,
  ),
} as const satisfies Readonly<Record<string, Contestant>>;

export type ContestantName = keyof typeof contestants;

export const contestantNames = Object.keys(contestants) as ContestantName[];

/** The methods that are compared where none is named: those that need no trained models and no tuning runs. */
export const quickContestants = contestantNames.filter((name) => {
  const { needsModels = false, slow = false }: Contestant = contestants[name];
  return !needsModels && !slow;
});

/** The learner of a method for one held-out system; `UserError` where it needs models and there are none. */
export async function contestantLearner(name: ContestantName, context: ContestantContext): Promise<Learner> {
  const contestant: Contestant = contestants[name];
  return contestant.learner(context);
}
