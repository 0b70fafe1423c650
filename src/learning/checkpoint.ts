import { UserError } from "../base/errors.js";
import { formatShape, sameShape } from "../graph/index.js";
import {
  activationNames,
  type GraphNetworkOptions,
  graphNetwork,
  type Model,
  parameterRanges,
} from "../models/index.js";
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

export interface Checkpoint {
  readonly network: GraphNetworkOptions;
  readonly state: TrainingState;
  /** Free text of the writer: held-out system, seed, ... */
  readonly notes: Readonly<Record<string, string>>;
}

const format = "metahamilton checkpoint 1";
const momentNames = { mean: "adam.mean", variance: "adam.variance" } as const;

/** A checkpoint as the bytes of a safetensors file. Without `moments` it is a third as large and cannot be resumed. */
export function encodeCheckpoint({ network, state, notes }: Checkpoint, { moments = true } = {}): Uint8Array {
  const tensors: NamedTensor[] = parameterRanges(graphNetwork(network)).map(({ spec, start, end }) => ({
    name: spec.name,
    shape: spec.shape,
    data: state.parameters.slice(start, end),
  }));
  if (moments)
    for (const key of ["mean", "variance"] as const)
      tensors.push({ name: momentNames[key], shape: [state[key].length], data: state[key] });
  const metadata = { ...notes, format, step: String(state.step), network: JSON.stringify(network) };
  return encodeSafetensors({ metadata, tensors });
}

/**
 * The checkpoint in the bytes of a file; `UserError` naming `source` for a truncated or foreign one. Moments that were
 * not written are zero.
 */
export function decodeCheckpoint(bytes: Uint8Array, source: string): Checkpoint {
  const file = decodeSafetensors(bytes, source);
  const { format: found, step: stepText, network: networkText, ...notes } = file.metadata;
  const step = Number(stepText);
  if (found !== format || networkText === undefined || !Number.isSafeInteger(step))
    throw new UserError(
      `${source}: not a checkpoint of metahamilton (format "${found ?? "none"}", expected "${format}")`,
    );
  const network = parseNetwork(networkText);
  if (network === undefined)
    throw new UserError(
      `${source}: its network is described as ${networkText.slice(0, 80)}, which is not a graph network`,
    );
  const model = graphNetwork(network);
  const parameters = readParameters(model, file, source);
  const moment = (name: string) =>
    file.tensors.find((tensor) => tensor.name === name)?.data ?? new Float32Array(parameters.length);
  const state = { step, parameters, mean: moment(momentNames.mean), variance: moment(momentNames.variance) };
  return { network, state, notes };
}

function parseNetwork(text: string): GraphNetworkOptions | undefined {
  try {
    const { width, activation, output } = JSON.parse(text) as GraphNetworkOptions;
    const known = activationNames.includes(activation) && (output === "direct" || output === "hamiltonian");
    return known && Number.isSafeInteger(width) && width > 0 ? { width, activation, output } : undefined;
  } catch {
    return undefined;
  }
}

function readParameters(model: Model, { tensors }: SafetensorsFile, source: string): Float32Array {
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
