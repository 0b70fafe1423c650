import { add, broadcast, concat, matmul, mul, reshape, slice, sub, sum, type Tensor } from "../graph/index.js";
import { NODE_SIZE } from "../mechanics/index.js";
import { type ActivationName, activate } from "./activation.js";
import { INVARIANTS, invariantsOf } from "./invariants.js";
import { asRow, bias, linear, weight } from "./mlp.js";
import type { Model, ParameterSpec } from "./model.js";
import { symplecticGradient } from "./symplectic.js";

export interface GraphNetworkOptions {
  /** Units of every hidden layer. */
  readonly width: number;
  readonly activation: ActivationName;
  /** `direct`: the nodes' outputs are the state derivatives. `hamiltonian`: their sum is H and Hamilton's equations follow. */
  readonly output: "direct" | "hamiltonian";
  /** Whether bodies and pairs have lengths and angles as further inputs (`invariantsOf`). */
  readonly invariants?: boolean;
}

/**
 * Graph network on fully connected bodies without self-edges (Battaglia et al. 2018; Song and Jeong 2022, section 3):
 * an edge network of (receiver, sender), messages summed at the receiver (zero for a single body), a node network of
 * (state, message). Both have two hidden layers; the activation follows every layer but a network's last. The
 * parameters do not depend on the number of bodies.
 */
export function graphNetwork({ width, activation, output, invariants = false }: GraphNetworkOptions): Model {
  const outputs = output === "direct" ? NODE_SIZE : 1;
  const parameters = graphNetworkParameters(width, outputs, invariants ? INVARIANTS : 0);
  const named = (values: readonly Tensor[]): Parameters =>
    Object.fromEntries(parameters.map(({ name }, i) => [name, values[i] as Tensor]));
  const nodeOutputs = (values: readonly Tensor[], states: Tensor) => forward(named(values), states, activation);
  const layers = (values: readonly Tensor[], states: Tensor) => {
    const own = named(values);
    const [node0, node1] = nodeLayers(own, states, activation);
    if (states.shape[1] === 1) return { "node 1": node0, "node 2": node1 };
    const [edge0, edge1] = edgeLayers(own, states, activation);
    return { "edge 1": edge0, "edge 2": edge1, "node 1": node0, "node 2": node1 };
  };
  const name = `graph network (${output}, ${width} wide, ${activation}${invariants ? ", invariants" : ""})`;
  if (output === "direct")
    return {
      name,
      parameters,
      headParameters,
      layers,
      derivative: (values, states) => reshape(nodeOutputs(values, states), states.shape),
    };

  const features = (values: readonly Tensor[], states: Tensor) => {
    const [tasks = 1, bodies = 1, points = 1] = states.shape;
    return sum(reshape(hidden(named(values), states, activation), [tasks, bodies, points, width]), [1]);
  };
  const hamiltonian = (values: readonly Tensor[], states: Tensor) => {
    const [tasks = 1, bodies = 1, points = 1] = states.shape;
    return sum(reshape(nodeOutputs(values, states), [tasks, bodies, points]), [1]);
  };
  return {
    name,
    parameters,
    headParameters,
    layers,
    features,
    hamiltonian,
    derivative: (values, states) => symplecticGradient((x) => hamiltonian(values, x), states),
  };
}

/** Weight and bias of the node network's last layer. */
const headParameters = 2;

function graphNetworkParameters(width: number, outputs: number, invariants: number): ParameterSpec[] {
  const [nodeSize, edgeInputs] = [NODE_SIZE + invariants, 2 * NODE_SIZE + invariants];
  const nodeInputs = nodeSize + width;
  return [
    weight("edge.0.weight", [edgeInputs, width], edgeInputs),
    bias("edge.0.bias", width, edgeInputs),
    weight("edge.1.weight", [width, width], width),
    bias("edge.1.bias", width, width),
    weight("edge.2.weight", [width, width], width),
    bias("edge.2.bias", width, width),
    // The node network's first layer, split by what it acts on: no wide concatenation of state and message is made.
    weight("node.0.weight.state", [nodeSize, width], nodeInputs),
    weight("node.0.weight.message", [width, width], nodeInputs),
    bias("node.0.bias", width, nodeInputs),
    weight("node.1.weight", [width, width], width),
    bias("node.1.bias", width, width),
    weight("node.2.weight", [width, outputs], width),
    bias("node.2.bias", outputs, width),
  ];
}

type Parameters = Readonly<Record<string, Tensor>>;

/** Node outputs [task, body * point, outputs] of states [task, body, point, 4]. */
function forward(values: Parameters, states: Tensor, activation: ActivationName): Tensor {
  return linear(hidden(values, states, activation), values["node.2.weight"] as Tensor, values["node.2.bias"] as Tensor);
}

/** The node network's last hidden layer, [task, body * point, width]. */
const hidden = (values: Parameters, states: Tensor, activation: ActivationName) =>
  nodeLayers(values, states, activation)[1];

/** The node network's two hidden layers, [task, body * point, width] each. */
function nodeLayers(values: Parameters, states: Tensor, activation: ActivationName): readonly [Tensor, Tensor] {
  const act = (x: Tensor) => activate(activation, x);
  const [tasks = 1, bodies = 1, points = 1] = states.shape;
  const get = (name: string) => values[name] as Tensor;
  const rows = reshape(states, [tasks, bodies * points, NODE_SIZE]);
  const inputs = withInvariants(rows, rows, get("node.0.weight.state"));

  let first = linear(inputs, get("node.0.weight.state"), get("node.0.bias"));
  if (bodies > 1) first = add(first, matmul(messages(values, states, activation), get("node.0.weight.message")));
  const second = linear(act(first), get("node.1.weight"), get("node.1.bias"));
  return [act(first), act(second)];
}

/** Summed messages [task, body * point, width] at every receiver. */
function messages(values: Parameters, states: Tensor, activation: ActivationName): Tensor {
  const [tasks = 1, bodies = 1, points = 1] = states.shape;
  const get = (name: string) => values[name] as Tensor;
  const [, second] = edgeLayers(values, states, activation);
  const width = second.shape[2] as number;
  // The last layer is linear, so the senders are summed before it: a product over bodies, not over edges.
  const summed = sum(reshape(second, [tasks, bodies - 1, bodies * points, width]), [1]);
  return add(matmul(summed, get("edge.2.weight")), asRow(mul(bodies - 1, get("edge.2.bias"))));
}

/** The edge network's two hidden layers, [task, shift * body * point, width] each. */
function edgeLayers(values: Parameters, states: Tensor, activation: ActivationName): readonly [Tensor, Tensor] {
  const act = (x: Tensor) => activate(activation, x);
  const get = (name: string) => values[name] as Tensor;
  const pairs = edges(states);
  const [receivers, senders] = [slice(pairs, 2, 0, NODE_SIZE), slice(pairs, 2, NODE_SIZE, 2 * NODE_SIZE)];
  const inputs = withInvariants(pairs, sub(senders, receivers), get("edge.0.weight"));
  const first = linear(inputs, get("edge.0.weight"), get("edge.0.bias"));
  return [act(first), act(linear(act(first), get("edge.1.weight"), get("edge.1.bias")))];
}

/** Rows with the invariants of `vectors` beside them, where the weights of the first layer have inputs for them. */
function withInvariants(rows: Tensor, vectors: Tensor, weights: Tensor): Tensor {
  return weights.shape[1] === rows.shape[2] ? rows : concat([rows, invariantsOf(vectors)], 2);
}

/** Rows (receiver, sender) of every edge, [task, shift * body * point, 8]: receiver i hears sender i + shift. */
function edges(states: Tensor): Tensor {
  const [tasks = 1, bodies = 1, points = 1] = states.shape;
  const shifts = Array.from({ length: bodies - 1 }, (_, i) => i + 1);
  const senders = concat(
    shifts.flatMap((shift) => [slice(states, 1, shift, bodies), slice(states, 1, 0, shift)]),
    1,
  );
  const receivers = reshape(
    broadcast(reshape(states, [tasks, 1, bodies, points, NODE_SIZE]), [tasks, bodies - 1, bodies, points, NODE_SIZE]),
    senders.shape,
  );
  const pairs = concat([receivers, senders], 3);
  return reshape(pairs, [tasks, (bodies - 1) * bodies * points, 2 * NODE_SIZE]);
}
