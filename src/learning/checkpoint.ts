import { readFile } from "node:fs/promises";
import { UserError } from "../base/errors.js";
import { atomicWrite } from "../base/files.js";
import { formatShape, sameShape } from "../graph/index.js";
import { type GraphNetworkOptions, graphNetwork, type Model, parameterRanges } from "../models/index.js";
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

/** Writes a checkpoint atomically. Without `moments` the file is a third as large and can be evaluated but not resumed. */
export async function saveCheckpoint(
  path: string,
  { network, state, notes }: Checkpoint,
  { moments = true } = {},
): Promise<void> {
  const tensors: NamedTensor[] = parameterRanges(graphNetwork(network)).map(({ spec, start, end }) => ({
    name: spec.name,
    shape: spec.shape,
    data: state.parameters.slice(start, end),
  }));
  if (moments)
    for (const key of ["mean", "variance"] as const)
      tensors.push({ name: momentNames[key], shape: [state[key].length], data: state[key] });
  const metadata = { ...notes, format, step: String(state.step), network: JSON.stringify(network) };
  await atomicWrite(path, encodeSafetensors({ metadata, tensors }));
}

/** Reads a checkpoint; `UserError` for a missing, truncated or foreign file. Moments that were not written are zero. */
export async function loadCheckpoint(path: string): Promise<Checkpoint> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new UserError(`${path}: cannot read the checkpoint (${(error as NodeJS.ErrnoException).code ?? "unknown"})`);
  });
  const file = decodeSafetensors(bytes, path);
  const { format: found, step: stepText, network: networkText, ...notes } = file.metadata;
  const step = Number(stepText);
  if (found !== format || networkText === undefined || !Number.isSafeInteger(step))
    throw new UserError(
      `${path}: not a checkpoint of metahamilton (format "${found ?? "none"}", expected "${format}")`,
    );
  const network = JSON.parse(networkText) as GraphNetworkOptions;
  const model = graphNetwork(network);
  const parameters = readParameters(model, file, path);
  const moment = (name: string) =>
    file.tensors.find((tensor) => tensor.name === name)?.data ?? new Float32Array(parameters.length);
  const state = { step, parameters, mean: moment(momentNames.mean), variance: moment(momentNames.variance) };
  return { network, state, notes };
}

function readParameters(model: Model, { tensors }: SafetensorsFile, path: string): Float32Array {
  const ranges = parameterRanges(model);
  const parameters = new Float32Array(ranges.at(-1)?.end ?? 0);
  for (const { spec, start } of ranges) {
    const tensor = tensors.find(({ name }) => name === spec.name);
    if (tensor === undefined) throw new UserError(`${path}: parameter "${spec.name}" is missing`);
    if (!sameShape(tensor.shape, spec.shape))
      throw new UserError(
        `${path}: parameter "${spec.name}" has shape ${formatShape(tensor.shape)}, expected ${formatShape(spec.shape)}`,
      );
    parameters.set(tensor.data, start);
  }
  return parameters;
}
