import { UserError } from "../../base/errors.js";
import { add, broadcast, concat, fill, matmul, reshape, slice, type Tensor } from "../../graph/index.js";
import { type Model, repeatForTasks, symplecticGradient } from "../../models/index.js";
import type { InnerLoop } from "../meta/inner-loop.js";
import type { MetaLearner } from "../meta/meta-learner.js";
import { closedForm } from "./closed-form.js";
import { metaMethod } from "./meta-method.js";

/** Most bodies that tasks have weights for. */
const BODIES = 5;
/** Weights of one feature: a body has one, and a pair. */
const weightsFor = (bodies: number) => (bodies * (bodies + 1)) / 2;

/**
 * `ridge` with features of bodies and of pairs, and weights of their own for every body and every pair:
 *
 *   H = H_0 + sum_i u_i . phi(x_i, message_i) + sum_{i<j} w_ij . [psi(x_i, x_j) + psi(x_j, x_i)],
 *
 * phi and psi the last hidden layers of the graph network's node and edge networks, H_0 the network's own H. Bodies may differ,
 * as the two of a double pendulum do, and forces between two bodies need not pass through the node network. Weights of
 * the bodies first to come and of their pairs come first, so that a task of few bodies has a small solve.
 */
export function pairRidge(graph: Model, inner: Pick<InnerLoop, "reduction">): MetaLearner {
  const { layers, hamiltonian: prior } = graph;
  if (layers === undefined || prior === undefined || graph.parameters.every(({ name }) => name !== "edge.2.weight"))
    throw new UserError(
      "pair-ridge needs the graph network with a scalar H (model.architecture=graph, model.output=hamiltonian)",
    );
  const width = graph.parameters.at(-2)?.shape[0] as number;
  const size = width * weightsFor(BODIES);
  const own = (values: readonly Tensor[]) => values.slice(0, graph.parameters.length);

  const features = (values: readonly Tensor[], states: Tensor): Tensor => {
    const [tasks = 1, bodies = 1, points = 1] = states.shape;
    if (bodies > BODIES) throw new UserError(`pair-ridge adapts to systems of at most ${BODIES} bodies, not ${bodies}`);
    const { "node 2": node, "edge 2": edge } = layers(own(values), states);
    const nodes = reshape(node as Tensor, [tasks, bodies, points, width]);
    const edges = edge && reshape(edge, [tasks, (bodies - 1) * bodies, points, width]);
    const at = (all: Tensor, row: number) => reshape(slice(all, 1, row, row + 1), [tasks, points, width]);
    /** What `receiver` hears from `sender`: rows are [shift, receiver], the sender being `shift` places on. */
    const heard = (receiver: number, sender: number) =>
      at(edges as Tensor, (((sender - receiver + bodies) % bodies) - 1) * bodies + receiver);
    const blocks = Array.from({ length: bodies }, (_, j) => [
      at(nodes, j),
      ...Array.from({ length: j }, (_, i) => add(heard(i, j), heard(j, i))),
    ]);
    return concat(blocks.flat(), 2);
  };
  const hamiltonian = (values: readonly Tensor[], states: Tensor): Tensor => {
    const [tasks = 1, , points = 1] = states.shape;
    const phi = features(values, states);
    const weights = slice(values.at(-1) as Tensor, 1, 0, phi.shape[2] as number);
    return add(prior(own(values), states), reshape(matmul(phi, weights), [tasks, points]));
  };
  const model: Model = {
    name: `${graph.name}, weights for bodies and pairs`,
    parameters: [
      ...graph.parameters,
      { name: "pairs.weight", shape: [size, 1], initial: () => new Float64Array(size) },
    ],
    headParameters: 1,
    features,
    hamiltonian,
    derivative: (values, states) => symplecticGradient((x) => hamiltonian(values, x), states),
  };
  return closedForm(
    {
      title: "Features of bodies and pairs, closed form",
      model,
      learned: graph.parameters,
      // Those of the bodies' features, then those of the pairs'.
      scales: 2 * width,
      features,
      spread: (scale, bodies) => {
        const [node, edge] = [slice(scale, 0, 0, width), slice(scale, 0, width, 2 * width)];
        const blocks = Array.from({ length: bodies }, (_, j) => [node, ...Array.from({ length: j }, () => edge)]);
        return concat(blocks.flat(), 0);
      },
      start: (_, tasks) => broadcast(fill(0, [1, 1, 1]), [tasks, size, 1]),
      network: (learned, weights) => [
        ...learned.map((parameter) => repeatForTasks(parameter, weights.shape[0] as number)),
        weights,
      ],
    },
    inner,
  );
}

export const pairRidgeMethod = metaMethod({
  name: "pair-ridge",
  summary: "the same with features of bodies and of pairs, and weights of its own for each of them",
  comparedSteps: 1,
  learner: pairRidge,
});
