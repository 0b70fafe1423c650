import { input, program, reshape, type Tensor, table, writeOnnx } from "../../src/graph/index.js";
import { NODE_SIZE } from "../../src/mechanics/index.js";
import { graphNetwork, parameterRanges } from "../../src/models/index.js";
import type { NetworkChoice } from "./messages.js";
import { loadNetwork } from "./networks.js";

/** Points of one call of an exported model. */
const POINTS = 1;

/**
 * A network as an ONNX model that any runtime can run: `states` [body, 4] with 4 = (q1, q2, p1, p2) to `derivatives` of
 * the same shape and the learned `hamiltonian`.
 */
export async function toOnnx(choice: NetworkChoice, bodies: number): Promise<Uint8Array> {
  const { network, state } = await loadNetwork(choice);
  const model = graphNetwork(network);
  const parameters = parameterRanges(model).map(({ spec, start, end }) =>
    table(Float64Array.from(state.parameters.subarray(start, end)), [1, ...spec.shape]),
  );
  const states = reshape(input("states", [bodies, NODE_SIZE]), [1, bodies, POINTS, NODE_SIZE]);
  const derivatives = reshape(model.derivative(parameters, states), [bodies, NODE_SIZE]);
  const h = model.hamiltonian?.(parameters, states);
  const outputs: Record<string, Tensor> =
    h === undefined ? { derivatives } : { derivatives, hamiltonian: reshape(h, []) };
  return writeOnnx(program(outputs), "f32");
}
