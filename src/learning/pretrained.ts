import { UserError } from "../base/errors.js";
import { readPackaged } from "../base/packaged.js";
import type { CompileOptions } from "../runtime/index.js";
import { decodeCheckpoint, methodOf, type ReadCheckpoint } from "./checkpoint.js";
import type { Learner } from "./learner.js";
import { trainedLearner } from "./trained-learner.js";

/** The networks that come with the package: meta-trained on all six systems, on five with one held out, and on random laws alone. */
export const pretrainedNames = [
  "all-systems",
  "without-mass-spring",
  "without-pendulum",
  "without-magnetic-mirror",
  "without-double-pendulum",
  "without-two-body",
  "without-three-body",
  "laws-in-context",
] as const;

export type PretrainedName = (typeof pretrainedNames)[number];

/** A packaged network, ready to adapt to a handful of points with derivatives. */
export interface Pretrained {
  readonly name: PretrainedName;
  readonly checkpoint: ReadCheckpoint;
  readonly learner: Learner;
}

export interface PretrainedOptions {
  /** Steps of the adaptation. By default one solve of `laws-in-context`; 100 plain gradient steps of the others, as in the paper's test. */
  readonly steps?: number;
  /** The file's bytes, for pages and bundles that serve it from a place of their own. */
  readonly bytes?: Uint8Array;
  readonly compile?: CompileOptions;
}

/** Steps of the paper's test. */
const PAPER_STEPS = 100;

/**
 * Loads a packaged network by name; models/README.md says what each was trained on and how well it does. From disk in Node, by
 * `fetch` beside this module elsewhere. Throws `UserError` for an unknown name.
 */
export async function loadPretrained(
  name: PretrainedName,
  { steps, bytes, compile }: PretrainedOptions = {},
): Promise<Pretrained> {
  if (!pretrainedNames.includes(name))
    throw new UserError(`there is no pretrained model "${name}"; there are ${pretrainedNames.join(", ")}`);
  const checkpoint = decodeCheckpoint(bytes ?? (await packaged(name)), `${name}.safetensors`);
  const method = methodOf(checkpoint);
  // The files of MAML name no method.
  const usual = checkpoint.method === undefined ? PAPER_STEPS : method.steps;
  const options = { name, steps: steps ?? usual, ...(compile === undefined ? {} : { compile }) };
  return { name, checkpoint, learner: trainedLearner(method, checkpoint.state.parameters, options) };
}

/** models/ stands beside src/ and dist/, and this module and the bundle with it (dist/node) one folder deep in them. */
const packaged = (name: PretrainedName) => readPackaged(new URL(`../../models/${name}.safetensors`, import.meta.url));
