import { cached } from "../../base/cached.js";
import {
  type Checkpoint,
  gradientBaselines,
  type Learner,
  learnedProcess,
  methodOf,
  teachersFor,
  thoroughEffort,
  trainedLearner,
  type Untuned,
} from "../../learning/index.js";
import { profiles } from "../paper/profiles.js";
import type { PresetName } from "../training/method-presets.js";
import type { ContestantContext } from "./contestant.js";
import { fewShotModel, ownModel } from "./models.js";
import { tuned } from "./tune.js";

const compile = { threads: 1 } as const;
/** Steps of Adam in the baselines. */
const ADAM_STEPS = 1000;

/** Learners by method and digest of their model, for the cells of one thread: to compile one takes longer than most adaptations. */
const learners = new Map<string, Learner>();

/** A meta-trained method, adapted with `steps` of its own steps. */
export async function trained(method: PresetName, steps: number, context: ContestantContext): Promise<Learner> {
  const checkpoint = await fewShotModel(method, context);
  const make = () =>
    trainedLearner(methodOf(checkpoint), checkpoint.state.parameters, { name: method, steps, compile });
  return checkpoint.digest === undefined ? make() : cached(learners, `${method} ${steps} ${checkpoint.digest}`, make);
}

/** The structured process with what a meta-trained method believes of H for one more term. */
export async function learnedStructure(name: string, method: PresetName, context: ContestantContext): Promise<Learner> {
  const checkpoint = await fewShotModel(method, context);
  const options = { name, effort: thoroughEffort, ...teachersFor(context.heldOut) };
  return learnedProcess(methodOf(checkpoint), checkpoint.state.parameters, options);
}

/** One of the baselines that fit a network, with its best setting on validation trajectories. */
export async function fitted(name: string, context: ContestantContext): Promise<Learner> {
  const { baseline = name, start } = trainedStarts[name] ?? {};
  const pretrained = await start?.(context);
  const baselines = gradientBaselines({
    network: pretrained?.network ?? profiles.paper.model,
    ...(pretrained === undefined ? {} : { pretrained: pretrained.state.parameters }),
    steps: ADAM_STEPS,
    compile,
  });
  return tuned({ ...(baselines.find((one) => one.name === baseline) as Untuned), name }, context);
}

/** Baselines that do not start at random: where their parameters come from, and which baseline goes on from there if not their own. */
const trainedStarts: Readonly<
  Record<string, { baseline?: string; start(context: ContestantContext): Promise<Checkpoint> }>
> = {
  "pretrained-adam": { start: (context) => fewShotModel("pretrain", context) },
  "pretrained-lbfgs": { start: (context) => fewShotModel("pretrain", context) },
  "upper-bound": { baseline: "pretrained-lbfgs", start: (context) => ownModel("upper-bound", context) },
};
