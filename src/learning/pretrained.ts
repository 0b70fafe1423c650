import { UserError } from "../base/errors.js";
import { readPackaged } from "../base/packaged.js";
import { network } from "../models/index.js";
import { type Checkpoint, decodeCheckpoint } from "./checkpoint.js";
import type { Learner } from "./learner.js";
import { metaLearner, methodDefaults } from "./methods/index.js";
import { trainedLearner } from "./trained-learner.js";

/** The networks that come with the package: meta-trained on all six systems, and on five with one held out. */
export const pretrainedNames = [
  "all-systems",
  "without-mass-spring",
  "without-pendulum",
  "without-magnetic-mirror",
  "without-double-pendulum",
  "without-two-body",
  "without-three-body",
] as const;

export type PretrainedName = (typeof pretrainedNames)[number];

/** A packaged network, ready to adapt to a handful of points with derivatives. */
export interface Pretrained {
  readonly name: PretrainedName;
  readonly checkpoint: Checkpoint;
  readonly learner: Learner;
}

export interface PretrainedOptions {
  /** Plain gradient steps of the adaptation; 100, as in the paper's test. */
  readonly steps?: number;
  /** The file's bytes, for pages and bundles that serve it from a place of their own. */
  readonly bytes?: Uint8Array;
}

/** Step size that the packaged networks were trained with. */
const RATE = 0.5;

/**
 * Loads a packaged network by name; models/README.md says what each was trained on and how well it does. From disk in Node, by
 * `fetch` beside this module elsewhere. Throws `UserError` for an unknown name.
 */
export async function loadPretrained(
  name: PretrainedName,
  { steps = 100, bytes }: PretrainedOptions = {},
): Promise<Pretrained> {
  if (!pretrainedNames.includes(name))
    throw new UserError(`there is no pretrained model "${name}"; there are ${pretrainedNames.join(", ")}`);
  const checkpoint = decodeCheckpoint(bytes ?? (await packaged(name)), `${name}.safetensors`);
  const inner = { steps: 1, rate: RATE, reduction: "mean", order: 2 } as const;
  const method = metaLearner(network(checkpoint.network), methodDefaults, inner);
  return { name, checkpoint, learner: trainedLearner(method, checkpoint.state.parameters, { name, steps }) };
}

/** models/ stands beside src/ and dist/. */
const packaged = (name: PretrainedName) => readPackaged(new URL(`../../models/${name}.safetensors`, import.meta.url));
