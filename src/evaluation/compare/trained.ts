import {
  type Checkpoint,
  gradientBaselines,
  type Learner,
  methodOf,
  trainedLearner,
  type Untuned,
} from "../../learning/index.js";
import type { PresetName } from "../method-presets.js";
import { profiles } from "../profiles.js";
import type { ContestantContext } from "./contestant.js";
import { fewShotModel, ownModel } from "./models.js";
import { tuned } from "./tune.js";

const compile = { threads: 1 } as const;
/** Steps of Adam in the baselines. */
const ADAM_STEPS = 1000;

/** A meta-trained method, adapted with `steps` of its own steps. */
export async function trained(method: PresetName, steps: number, context: ContestantContext): Promise<Learner> {
  const checkpoint = await fewShotModel(method, context);
  return trainedLearner(methodOf(checkpoint), checkpoint.state.parameters, { name: method, steps, compile });
}

/** One of the baselines that fit a network, with its best setting on validation trajectories. */
export async function fitted(name: string, context: ContestantContext): Promise<Learner> {
  const start = startOf[name];
  const pretrained = await start?.(context);
  const baselines = gradientBaselines({
    network: pretrained?.network ?? profiles.paper.model,
    ...(pretrained === undefined ? {} : { pretrained: pretrained.state.parameters }),
    steps: ADAM_STEPS,
    compile,
  });
  const kind = name === "upper-bound" ? "pretrained-lbfgs" : name;
  const baseline = baselines.find((one) => one.name === kind) as Untuned;
  return tuned({ ...baseline, name }, context);
}

/** Where the parameters of baselines come from that do not start at random. */
const startOf: Readonly<Record<string, (context: ContestantContext) => Promise<Checkpoint>>> = {
  "pretrained-adam": (context) => fewShotModel("pretrain", context),
  "pretrained-lbfgs": (context) => fewShotModel("pretrain", context),
  "upper-bound": (context) => ownModel("upper-bound", context),
};
