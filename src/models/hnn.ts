import { reshape, type Tensor, transpose } from "../graph/index.js";
import { NODE_SIZE } from "../mechanics/index.js";
import { activate } from "./activation.js";
import { bias, linear, orthogonalWeight } from "./mlp.js";
import type { Model } from "./model.js";
import { symplecticGradient } from "./symplectic.js";

/**
 * Hamiltonian neural network of Greydanus et al. 2019 (their `MLP` inside `HNN`): all bodies' states in one vector,
 * two hidden layers of 200 tanh units, a scalar H from a last layer without bias; orthogonal weights, biases
 * U(-1, 1) / sqrt(inputs), the default of the library they use. It is tied to one number of bodies.
 */
export function hamiltonianNeuralNetwork(bodies: number, width = 200): Model {
  const inputs = bodies * NODE_SIZE;
  const features = (values: readonly Tensor[], states: Tensor) => {
    const [w0, b0, w1, b1] = values as [Tensor, Tensor, Tensor, Tensor];
    const [tasks = 1, , points = 1] = states.shape;
    const rows = reshape(transpose(states, [0, 2, 1, 3]), [tasks, points, inputs]);
    return activate("tanh", linear(activate("tanh", linear(rows, w0, b0)), w1, b1));
  };
  const hamiltonian = (values: readonly Tensor[], states: Tensor) => {
    const [tasks = 1, , points = 1] = states.shape;
    return reshape(linear(features(values, states), values[4] as Tensor), [tasks, points]);
  };
  return {
    name: `HNN (${width}-${width} tanh)`,
    parameters: [
      orthogonalWeight("0.weight", [inputs, width]),
      bias("0.bias", width, inputs),
      orthogonalWeight("1.weight", [width, width]),
      bias("1.bias", width, width),
      orthogonalWeight("2.weight", [width, 1]),
    ],
    headParameters: 1,
    features,
    hamiltonian,
    derivative: (values, states) => symplecticGradient((x) => hamiltonian(values, x), states),
  };
}
