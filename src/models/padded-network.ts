import { pad, reshape, slice, type Tensor, transpose } from "../graph/index.js";
import { NODE_SIZE } from "../mechanics/index.js";
import { activate } from "./activation.js";
import type { GraphNetworkOptions } from "./graph-network.js";
import { bias, linear, weight } from "./mlp.js";
import type { Model } from "./model.js";
import { symplecticGradient } from "./symplectic.js";

/** Bodies that the network has inputs for. */
export const PADDED_BODIES = 3;

/**
 * The ablation without a graph: one network with two hidden layers on the states of all bodies in one vector, zeros where
 * a system has fewer than `PADDED_BODIES` bodies. Throws `RangeError` for more.
 */
export function paddedNetwork({ width, activation, output }: GraphNetworkOptions): Model {
  const inputs = PADDED_BODIES * NODE_SIZE;
  const outputs = output === "direct" ? inputs : 1;
  const features = (values: readonly Tensor[], states: Tensor) => {
    const [w0, b0, w1, b1] = values as [Tensor, Tensor, Tensor, Tensor];
    const first = activate(activation, linear(paddedRows(states), w0, b0));
    return activate(activation, linear(first, w1, b1));
  };
  const outputsOf = (values: readonly Tensor[], states: Tensor) =>
    linear(features(values, states), values[4] as Tensor, values[5] as Tensor);
  const base = {
    name: `network without a graph (${output}, ${width} wide, ${activation})`,
    parameters: [
      weight("0.weight", [inputs, width], inputs),
      bias("0.bias", width, inputs),
      weight("1.weight", [width, width], width),
      bias("1.bias", width, width),
      weight("2.weight", [width, outputs], width),
      bias("2.bias", outputs, width),
    ],
    headParameters: 2,
  };
  if (output === "direct")
    return {
      ...base,
      derivative(values, states) {
        const [tasks = 1, bodies = 1, points = 1] = states.shape;
        const all = reshape(outputsOf(values, states), [tasks, points, PADDED_BODIES, NODE_SIZE]);
        return transpose(slice(all, 2, 0, bodies), [0, 2, 1, 3]);
      },
    };
  const hamiltonian = (values: readonly Tensor[], states: Tensor) => {
    const [tasks = 1, , points = 1] = states.shape;
    return reshape(outputsOf(values, states), [tasks, points]);
  };
  return {
    ...base,
    features,
    hamiltonian,
    derivative: (values, states) => symplecticGradient((x) => hamiltonian(values, x), states),
  };
}

/** [task, body, point, 4] -> [task, point, 12]. */
function paddedRows(states: Tensor): Tensor {
  const [tasks = 1, bodies = 1, points = 1] = states.shape;
  if (bodies > PADDED_BODIES)
    throw new RangeError(`a network without a graph has inputs for ${PADDED_BODIES} bodies, not ${bodies}`);
  const all = pad(transpose(states, [0, 2, 1, 3]), 2, 0, PADDED_BODIES - bodies);
  return reshape(all, [tasks, points, PADDED_BODIES * NODE_SIZE]);
}
