import {
  add,
  concat,
  div,
  input,
  minimum,
  mul,
  type Program,
  program,
  reshape,
  sizeOf,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
} from "../graph/index.js";
import { parameterCount, unflatten } from "../models/index.js";
import type { MetaLearner } from "./meta-learner.js";
import { metaGradient } from "./objective.js";
import type { TaskGroup } from "./task-group.js";

export interface AdamOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** The gradient is scaled down to this Euclidean norm where it is longer; absent: never. */
  readonly clipNorm?: number | undefined;
}

export const adamDefaults: AdamOptions = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** What one outer step reads besides the points of its tasks; all but the first three, vectors, are scalars. */
export type StepInput =
  | "parameters"
  | "mean"
  | "variance"
  | "rate"
  | "mean_correction"
  | "variance_correction"
  | "progress";
export type StepOutput = "new_parameters" | "new_mean" | "new_variance" | "loss" | "gradient_norm";

/**
 * One outer step as one program: the meta-gradient of a meta-batch and Adam's update (Kingma and Ba 2015, algorithm 1).
 * Parameters and Adam's two moments are flat vectors [count], in the order of `method.parameters`. Only methods that ask
 * for it read the training's progress.
 */
export function outerStepProgram(
  method: MetaLearner,
  groups: readonly TaskGroup[],
  { beta1, beta2, epsilon, clipNorm }: AdamOptions = adamDefaults,
): Program<StepOutput> {
  const count = [parameterCount(method)];
  const vector = (name: StepInput) => input(name, count);
  const scalar = (name: StepInput) => input(name, []);
  const [parameters, mean, variance] = [vector("parameters"), vector("mean"), vector("variance")];

  const { loss, gradients } = metaGradient(method, unflatten(method, parameters), groups, scalar("progress"));
  const raw = flatten(gradients);
  const norm = sqrt(sum(square(raw)));
  const slope = clipNorm === undefined ? raw : mul(raw, minimum(1, div(clipNorm, add(norm, epsilon))));

  const newMean = add(mul(beta1, mean), mul(1 - beta1, slope));
  const newVariance = add(mul(beta2, variance), mul(1 - beta2, square(slope)));
  const size = add(sqrt(mul(newVariance, scalar("variance_correction"))), epsilon);
  const change = mul(scalar("rate"), div(mul(newMean, scalar("mean_correction")), size));
  return program({
    new_parameters: sub(parameters, change),
    new_mean: newMean,
    new_variance: newVariance,
    loss,
    gradient_norm: norm,
  });
}

/** Adam's bias corrections 1 / (1 - beta^t) at step t = 1, 2, ... */
export function adamCorrections(step: number, { beta1, beta2 }: AdamOptions) {
  return { meanCorrection: 1 / (1 - beta1 ** step), varianceCorrection: 1 / (1 - beta2 ** step) };
}

function flatten(tensors: readonly Tensor[]): Tensor {
  return concat(
    tensors.map((x) => reshape(x, [sizeOf(x.shape)])),
    0,
  );
}
