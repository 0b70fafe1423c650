import { UserError } from "../base/errors.js";
import { formatShape, sameShape } from "../graph/index.js";
import {
  activationNames,
  architectureNames,
  type NetworkOptions,
  network as networkModel,
  type Parametrised,
  parameterRanges,
} from "../models/index.js";
import type { InnerLoop } from "./meta/inner-loop.js";
import type { MetaLearner } from "./meta/meta-learner.js";
import { type MethodOptions, metaLearner, methodDefaults, methodNames } from "./methods/index.js";
import { decodeSafetensors, encodeSafetensors, type NamedTensor, type SafetensorsFile } from "./safetensors.js";

/** Everything the outer loop needs to go on; its random numbers follow from seed and step. Flat vectors [count]. */
export interface TrainingState {
  /** Outer steps done. */
  readonly step: number;
  readonly parameters: Float32Array;
  /** Adam's first and second moments. */
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

/** A method with the inner loop that it was trained with. */
export interface TrainedMethod extends MethodOptions {
  readonly inner: InnerLoop;
}

export interface Checkpoint {
  readonly network: NetworkOptions;
  /** How the parameters were learned; in files from before there was a choice it is missing, and they come from MAML. */
  readonly method?: TrainedMethod | undefined;
  readonly state: TrainingState;
  /** Free text of the writer: held-out system, seed, ... */
  readonly notes: Readonly<Record<string, string>>;
}

/** A checkpoint that was read from a file. */
export interface ReadCheckpoint extends Checkpoint {
  /** SHA-256 of the file, which holds; undefined where it has none, so that damage to it cannot be told. */
  readonly digest: string | undefined;
}

const format = "metahamilton checkpoint 2";
/** Before files had a digest. */
const formerFormat = "metahamilton checkpoint 1";
const momentNames = { mean: "adam.mean", variance: "adam.variance" } as const;

/** A checkpoint as the bytes of a safetensors file. Without `moments` it is a third as large and cannot be resumed. */
export function encodeCheckpoint(checkpoint: Checkpoint, { moments = true } = {}): Uint8Array {
  const { network, method, state, notes } = checkpoint;
  const tensors: NamedTensor[] = parameterRanges(methodOf(checkpoint)).map(({ spec, start, end }) => ({
    name: spec.name,
    shape: spec.shape,
    data: state.parameters.slice(start, end),
  }));
  if (moments)
    for (const key of ["mean", "variance"] as const)
      tensors.push({ name: momentNames[key], shape: [state[key].length], data: state[key] });
  const metadata = {
    ...notes,
    format,
    step: String(state.step),
    network: JSON.stringify(network),
    ...(method === undefined ? {} : { method: JSON.stringify(method) }),
  };
  return encodeSafetensors({ metadata, tensors });
}

/**
 * The checkpoint in the bytes of a file; `UserError` naming `source` for a damaged or foreign one. Moments that were
 * not written are zero.
 */
export function decodeCheckpoint(bytes: Uint8Array, source: string): ReadCheckpoint {
  const file = decodeSafetensors(bytes, source);
  const { format: found, step: stepText, network: networkText, method: methodText, ...notes } = file.metadata;
  const step = Number(stepText);
  if (!(found === format || found === formerFormat) || networkText === undefined || !Number.isSafeInteger(step))
    throw new UserError(
      `${source}: not a checkpoint of metahamilton (format "${found ?? "none"}", expected "${format}")`,
    );
  if (found === format && file.digest === undefined)
    throw new UserError(`${source}: damaged: it lacks the digest that it was written with; take another copy of it`);
  const network = parseNetwork(networkText);
  if (network === undefined)
    throw new UserError(
      `${source}: its network is described as ${networkText.slice(0, 80)}, which is not a graph network`,
    );
  const method = methodText === undefined ? undefined : parseMethod(methodText);
  if (methodText !== undefined && method === undefined)
    throw new UserError(`${source}: its method is described as ${methodText.slice(0, 80)}, which is none known here`);
  const parameters = readParameters(methodOf({ network, method }), file, source);
  const moment = (name: string) =>
    file.tensors.find((tensor) => tensor.name === name)?.data ?? new Float32Array(parameters.length);
  const state = { step, parameters, mean: moment(momentNames.mean), variance: moment(momentNames.variance) };
  return { network, ...(method === undefined ? {} : { method }), state, notes, digest: file.digest };
}

const plainInner: InnerLoop = { steps: 1, rate: 0.5, reduction: "mean", order: 2 };

/** The method of a checkpoint; where the file names none, MAML with the inner loop of the paper profile. */
export function methodOf({ network, method }: Pick<Checkpoint, "network" | "method">): MetaLearner {
  return metaLearner(networkModel(network), method ?? methodDefaults, method?.inner ?? plainInner);
}

const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) > 0;

function parseNetwork(text: string): NetworkOptions | undefined {
  try {
    const { width, activation, output, architecture = "graph" } = JSON.parse(text) as NetworkOptions;
    const known = activationNames.includes(activation) && (output === "direct" || output === "hamiltonian");
    if (!known || !isCount(width) || !architectureNames.includes(architecture)) return undefined;
    return { width, activation, output, ...(architecture === "graph" ? {} : { architecture }) };
  } catch {
    return undefined;
  }
}

function parseMethod(text: string): TrainedMethod | undefined {
  try {
    const { name, codeSize, rank, inner } = JSON.parse(text) as TrainedMethod;
    const { steps, rate, reduction, order } = inner;
    const known = methodNames.includes(name) && ["sum", "mean"].includes(reduction) && [1, 2].includes(order);
    if (!known || ![codeSize, rank, steps].every(isCount) || !(rate > 0)) return undefined;
    return { name, codeSize, rank, inner: { steps, rate, reduction, order } };
  } catch {
    return undefined;
  }
}

function readParameters(model: Parametrised, { tensors }: SafetensorsFile, source: string): Float32Array {
  const ranges = parameterRanges(model);
  const parameters = new Float32Array(ranges.at(-1)?.end ?? 0);
  for (const { spec, start } of ranges) {
    const tensor = tensors.find(({ name }) => name === spec.name);
    if (tensor === undefined) throw new UserError(`${source}: parameter "${spec.name}" is missing`);
    if (!sameShape(tensor.shape, spec.shape))
      throw new UserError(
        `${source}: parameter "${spec.name}" has shape ${formatShape(tensor.shape)}, expected ${formatShape(spec.shape)}`,
      );
    parameters.set(tensor.data, start);
  }
  return parameters;
}
