import { join } from "node:path";
import { UserError } from "../../base/errors.js";
import { gradientBaselines, type Learner, methodOf, trainedLearner, type Untuned } from "../../learning/index.js";
import { loadCheckpoint } from "../checkpoint-file.js";
import { jobFolder } from "../job.js";
import type { PresetName } from "../method-presets.js";
import { profiles } from "../profiles.js";
import type { ContestantContext } from "./contestant.js";
import { tuned } from "./tune.js";

const compile = { threads: 1 } as const;
/** Steps of Adam in the baselines. */
const ADAM_STEPS = 1000;

/** The model that `train --method` has left in the folder of models, below the method's name. */
async function modelOf(method: PresetName, { models, heldOut, seed }: ContestantContext) {
  const path = join(models ?? "", method, jobFolder(heldOut, seed), "model.safetensors");
  const checkpoint = await loadCheckpoint(path);
  if (checkpoint.notes.heldOut !== heldOut)
    throw new UserError(`${path}: was trained with ${checkpoint.notes.heldOut ?? "?"} held out, not ${heldOut}`);
  return checkpoint;
}

/** A meta-trained method, adapted with `steps` of its own steps. */
export async function trained(method: PresetName, steps: number, context: ContestantContext): Promise<Learner> {
  const checkpoint = await modelOf(method, context);
  return trainedLearner(methodOf(checkpoint), checkpoint.state.parameters, { name: method, steps, compile });
}

/** One of the baselines that fit a network, with its best setting on validation trajectories. */
export async function fitted(name: string, context: ContestantContext): Promise<Learner> {
  const pretrained = name === "pretrained-adam" ? await modelOf("pretrain", context) : undefined;
  const baselines = gradientBaselines({
    network: pretrained?.network ?? profiles.paper.model,
    ...(pretrained === undefined ? {} : { pretrained: pretrained.state.parameters }),
    steps: ADAM_STEPS,
    compile,
  });
  return tuned(baselines.find((baseline) => baseline.name === name) as Untuned, context);
}
