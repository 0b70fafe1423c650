import { UserError } from "../../base/errors.js";
import { add, concat, matmul, reshape, slice, type Tensor } from "../../graph/index.js";
import { type Model, symplecticGradient } from "../../models/index.js";

/** Most bodies that tasks have weights for. */
const MOST_BODIES = 5;

/** What a block of weights, one for each feature of a network's layer, belongs to. */
export type FeatureBlock = "all bodies" | "all pairs" | "body" | "pair";

/**
 * Blocks of the weights of so many bodies: where the bodies share weights, first those of all bodies and of all pairs; then those of
 * the first body, of the second and of its pair with the first, of the third and of its two pairs, so that a task of few bodies
 * has a small solve. With shared weights a single body has no others.
 */
export function blocksOf(bodies: number, shared: boolean): FeatureBlock[] {
  const own = Array.from({ length: bodies }, (_, j): FeatureBlock[] => [
    "body",
    ...new Array<FeatureBlock>(j).fill("pair"),
  ]).flat();
  if (!shared) return own;
  return bodies === 1 ? ["all bodies"] : ["all bodies", "all pairs", ...own];
}

/** A graph network with an H that has weights of its own for bodies and pairs besides the network's. */
export interface PairModel {
  readonly model: Required<Pick<Model, "features" | "hamiltonian">> & Model;
  /** Features of a body, and of a pair. */
  readonly width: number;
  /** Weights of a task, for any number of bodies. */
  readonly size: number;
}

/**
 * H = H_0 + sum_i u_i . phi(x_i, message_i) + sum_{i<j} w_ij . [psi(x_i, x_j) + psi(x_j, x_i)], phi and psi the last hidden layers of
 * the graph network's node and edge networks, H_0 the network's own H. With `shared`, u_i = u + u'_i and w_ij = w + w'_ij, where
 * u and w are the same for all bodies and pairs. The weights are the model's last parameter. `UserError` for other networks.
 */
export function pairModel(graph: Model, method: string, shared: boolean): PairModel {
  const { layers, hamiltonian: prior } = graph;
  if (layers === undefined || prior === undefined || graph.parameters.every(({ name }) => name !== "edge.2.weight"))
    throw new UserError(
      `${method} needs the graph network with a scalar H (model.architecture=graph or invariant, model.output=hamiltonian)`,
    );
  const width = graph.parameters.at(-2)?.shape[0] as number;
  const size = width * blocksOf(MOST_BODIES, shared).length;
  const own = (values: readonly Tensor[]) => values.slice(0, graph.parameters.length);

  const features = (values: readonly Tensor[], states: Tensor): Tensor => {
    const [tasks = 1, bodies = 1, points = 1] = states.shape;
    if (bodies > MOST_BODIES)
      throw new UserError(`${method} adapts to systems of at most ${MOST_BODIES} bodies, not ${bodies}`);
    const { "node 2": node, "edge 2": edge } = layers(own(values), states);
    const nodes = reshape(node as Tensor, [tasks, bodies, points, width]);
    const edges = edge && reshape(edge, [tasks, (bodies - 1) * bodies, points, width]);
    const at = (all: Tensor, row: number) => reshape(slice(all, 1, row, row + 1), [tasks, points, width]);
    /** What `receiver` hears from `sender`: rows are [shift, receiver], the sender being `shift` places on. */
    const heard = (receiver: number, sender: number) =>
      at(edges as Tensor, (((sender - receiver + bodies) % bodies) - 1) * bodies + receiver);
    const body = Array.from({ length: bodies }, (_, j) => at(nodes, j));
    const pairs = Array.from({ length: bodies }, (_, j) =>
      Array.from({ length: j }, (_, i) => add(heard(i, j), heard(j, i))),
    );
    const each = body.flatMap((one, j) => [one, ...(pairs[j] as Tensor[])]);
    if (!shared) return concat(each, 2);
    const total = (parts: readonly Tensor[]) => parts.reduce((a, b) => add(a, b));
    return bodies === 1 ? total(body) : concat([total(body), total(pairs.flat()), ...each], 2);
  };
  const hamiltonian = (values: readonly Tensor[], states: Tensor): Tensor => {
    const [tasks = 1, , points = 1] = states.shape;
    const phi = features(values, states);
    const weights = slice(values.at(-1) as Tensor, 1, 0, phi.shape[2] as number);
    return add(prior(own(values), states), reshape(matmul(phi, weights), [tasks, points]));
  };
  const model = {
    name: `${graph.name}, weights for bodies and pairs`,
    parameters: [
      ...graph.parameters,
      { name: "pairs.weight", shape: [size, 1], initial: () => new Float64Array(size) },
    ],
    headParameters: 1,
    features,
    hamiltonian,
    derivative: (values: readonly Tensor[], states: Tensor) =>
      symplecticGradient((x) => hamiltonian(values, x), states),
  };
  return { model, width, size };
}
