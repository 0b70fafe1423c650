import { input, program, reshape, type Tensor, table, writeOnnx } from "../../src/graph/index.js";
import { NODE_SIZE } from "../../src/mechanics/index.js";
import { graphNetwork, parameterRanges } from "../../src/models/index.js";
import type { NetworkChoice } from "./messages.js";
import { loadNetwork } from "./networks.js";

/**
 * A network as an ONNX model that any runtime can run, at any number of states at once: `states` [rows, body, 4] with
 * 4 = (q1, q2, p1, p2) to `derivatives` of the same shape and the learned `hamiltonian` [rows, 1].
 */
export async function toOnnx(choice: NetworkChoice, bodies: number): Promise<Uint8Array> {
  const { network, state } = await loadNetwork(choice);
  const model = graphNetwork(network);
  const parameters = parameterRanges(model).map(({ spec, start, end }) =>
    table(Float64Array.from(state.parameters.subarray(start, end)), [1, ...spec.shape]),
  );
  // Rows are written as tasks of one point each, which share the parameters: nothing is repeated for them.
  const states = reshape(input("states", [1, bodies, NODE_SIZE]), [1, bodies, 1, NODE_SIZE]);
  const derivatives = reshape(model.derivative(parameters, states), [1, bodies, NODE_SIZE]);
  const hamiltonian = model.hamiltonian?.(parameters, states);
  const outputs: Record<string, Tensor> = hamiltonian === undefined ? { derivatives } : { derivatives, hamiltonian };
  // As written: simpler forms would merge the rows with the bodies.
  return writeOnnx(program(outputs, { asWritten: true }), "f32", { rows: "rows" });
}
