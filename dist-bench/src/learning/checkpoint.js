import { readFile } from "node:fs/promises";
import { UserError } from "../base/errors.js";
import { atomicWrite } from "../base/files.js";
import { formatShape, sameShape } from "../graph/index.js";
import { graphNetwork, parameterRanges } from "../models/index.js";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.js";
const format = "metahamilton checkpoint 1";
const momentNames = { mean: "adam.mean", variance: "adam.variance" };
/** Writes a checkpoint atomically. Without `moments` the file is a third as large and can be evaluated but not resumed. */
export async function saveCheckpoint(path, { network, state, notes }, { moments = true } = {}) {
    const tensors = parameterRanges(graphNetwork(network)).map(({ spec, start, end }) => ({
        name: spec.name,
        shape: spec.shape,
        data: state.parameters.slice(start, end),
    }));
    if (moments)
        for (const key of ["mean", "variance"])
            tensors.push({ name: momentNames[key], shape: [state[key].length], data: state[key] });
    const metadata = { ...notes, format, step: String(state.step), network: JSON.stringify(network) };
    await atomicWrite(path, encodeSafetensors({ metadata, tensors }));
}
/** Reads a checkpoint; `UserError` for a missing, truncated or foreign file. Moments that were not written are zero. */
export async function loadCheckpoint(path) {
    const bytes = await readFile(path).catch((error) => {
        throw new UserError(`${path}: cannot read the checkpoint (${error.code ?? "unknown"})`);
    });
    const file = decodeSafetensors(bytes, path);
    const { format: found, step: stepText, network: networkText, ...notes } = file.metadata;
    const step = Number(stepText);
    if (found !== format || networkText === undefined || !Number.isSafeInteger(step))
        throw new UserError(`${path}: not a checkpoint of metahamilton (format "${found ?? "none"}", expected "${format}")`);
    const network = JSON.parse(networkText);
    const model = graphNetwork(network);
    const parameters = readParameters(model, file, path);
    const moment = (name) => file.tensors.find((tensor) => tensor.name === name)?.data ?? new Float32Array(parameters.length);
    const state = { step, parameters, mean: moment(momentNames.mean), variance: moment(momentNames.variance) };
    return { network, state, notes };
}
function readParameters(model, { tensors }, path) {
    const ranges = parameterRanges(model);
    const parameters = new Float32Array(ranges.at(-1)?.end ?? 0);
    for (const { spec, start } of ranges) {
        const tensor = tensors.find(({ name }) => name === spec.name);
        if (tensor === undefined)
            throw new UserError(`${path}: parameter "${spec.name}" is missing`);
        if (!sameShape(tensor.shape, spec.shape))
            throw new UserError(`${path}: parameter "${spec.name}" has shape ${formatShape(tensor.shape)}, expected ${formatShape(spec.shape)}`);
        parameters.set(tensor.data, start);
    }
    return parameters;
}
