import { cached } from "../base/cached.js";
import { UserError } from "../base/errors.js";
import type { Place, SurplusCoordinate } from "./definition.js";

/** What the order of states follows from: a system, or what a learner knows of one. */
export interface StateSpace {
  readonly name?: string;
  /** Number of bodies: nodes of a graph. */
  readonly bodies: number;
  /** Number of degrees of freedom d. */
  readonly dimension: number;
  /** Where each of them sits, by ascending body and slot. */
  readonly coordinates: readonly Place[];
}

/** One of every coordinate's two, positions first, then momenta: the order of an own state. */
export function inStateOrder<T>(coordinates: readonly { readonly position: T; readonly momentum: T }[]): T[] {
  return [...coordinates.map(({ position }) => position), ...coordinates.map(({ momentum }) => momentum)];
}

/** Names of an own state's components. */
export const componentNames = ({
  coordinates,
}: {
  readonly coordinates: readonly Record<"position" | "momentum", { readonly name: string }>[];
}): string[] => inStateOrder(coordinates).map(({ name }) => name);

/** One component of a node state [body][q1, q2, p1, p2], for labels and figures. */
export interface NodeComponent {
  readonly name: string;
  readonly unit: string;
  readonly kind: "position" | "momentum";
  readonly body: number;
  /** First or second coordinate of the body. */
  readonly slot: 0 | 1;
  /** A coordinate that the system does not have, constant 0. */
  readonly surplus: boolean;
  /** Index of the conjugate component in the node order. */
  readonly conjugate: number;
  /** Index of the component in an own state; undefined for a surplus one. */
  readonly own?: number;
}

/** Numbers a body: q1, q2, p1, p2. */
export const NODE_SIZE = 4;

type Floats = Float32Array | Float64Array;

/** Index into an own state for every component of a node state, -1 for surplus ones. */
const ownIndices = new WeakMap<StateSpace, Int32Array>();

/** A state space whose quantities have names. */
interface NamedStateSpace extends StateSpace {
  readonly coordinates: readonly SurplusCoordinate[];
  readonly surplus: readonly SurplusCoordinate[];
}

/** The 4 * bodies components of a node state in order: body 1 q1, q2, p1, p2, body 2 q1, ... */
export function nodeComponents(system: NamedStateSpace): NodeComponent[] {
  const components: NodeComponent[] = [];
  const place = ({ body, slot, ...quantities }: SurplusCoordinate, own?: { position: number; momentum: number }) => {
    const at = { position: NODE_SIZE * body + slot, momentum: NODE_SIZE * body + 2 + slot };
    for (const [kind, partner] of [
      ["position", "momentum"],
      ["momentum", "position"],
    ] as const) {
      const { name, unit } = quantities[kind];
      const common = { name, unit, kind, body, slot, conjugate: at[partner] };
      components[at[kind]] =
        own === undefined ? { ...common, surplus: true } : { ...common, surplus: false, own: own[kind] };
    }
  };
  system.coordinates.forEach((c, i) => {
    place(c, { position: i, momentum: system.dimension + i });
  });
  for (const c of system.surplus) place(c);
  return components;
}

/**
 * Own states [count][2d] as node states [count][body][q1, q2, p1, p2] with surplus coordinates 0. A derivative converts
 * the same way. Throws `UserError` for a length that is not a whole number of states.
 */
export function toNodes(system: StateSpace, own: Floats): Float64Array {
  const [ownSize, nodeSize] = [2 * system.dimension, NODE_SIZE * system.bodies];
  const count = countOf(system, own, ownSize);
  const nodes = new Float64Array(count * nodeSize);
  for (let i = 0; i < count; i++) writeNodes(system, own, i * ownSize, nodes, i * nodeSize);
  return nodes;
}

/** Node states [count][body][q1, q2, p1, p2] as own states [count][2d]; surplus components are dropped. */
export function fromNodes(system: StateSpace, nodes: Floats): Float64Array {
  const [ownSize, nodeSize] = [2 * system.dimension, NODE_SIZE * system.bodies];
  const count = countOf(system, nodes, nodeSize);
  const own = new Float64Array(count * ownSize);
  for (let i = 0; i < count; i++) readNodes(system, nodes, i * nodeSize, own, i * ownSize);
  return own;
}

/**
 * Writes the own state at `own[from...]` to `nodes[to...]`. Consecutive bodies stand `bodyStride` numbers apart, so the
 * same function fills [body][4] and [body][point][4].
 */
export function writeNodes(
  system: StateSpace,
  own: Floats,
  from: number,
  nodes: Floats,
  to: number,
  bodyStride = NODE_SIZE,
): void {
  const indices = indicesOf(system);
  for (let body = 0, k = 0; body < system.bodies; body++)
    for (let c = 0; c < NODE_SIZE; c++, k++) {
      const index = indices[k] as number;
      nodes[to + body * bodyStride + c] = index < 0 ? 0 : (own[from + index] as number);
    }
}

/** The reverse of `writeNodes`; surplus components are not read. */
export function readNodes(
  system: StateSpace,
  nodes: Floats,
  from: number,
  own: Floats,
  to: number,
  bodyStride = NODE_SIZE,
): void {
  const indices = indicesOf(system);
  for (let body = 0, k = 0; body < system.bodies; body++)
    for (let c = 0; c < NODE_SIZE; c++, k++) {
      const index = indices[k] as number;
      if (index >= 0) own[to + index] = nodes[from + body * bodyStride + c] as number;
    }
}

/** Where each of the 2d components of an own state stands in a node state [body][q1, q2, p1, p2]. */
export function nodeIndices({ coordinates }: StateSpace): Int32Array {
  const places = coordinates.map(({ body, slot }) => NODE_SIZE * body + slot);
  return Int32Array.from([...places, ...places.map((place) => place + 2)]);
}

/** Own states [K][2d] as one task's points [body, point, 4] with surplus coordinates 0. Derivatives convert the same way. */
export function toTask(space: StateSpace, own: Floats, count: number): Float64Array {
  const points = new Float64Array(space.bodies * count * NODE_SIZE);
  const size = 2 * space.dimension;
  for (let k = 0; k < count; k++) writeNodes(space, own, k * size, points, k * NODE_SIZE, count * NODE_SIZE);
  return points;
}

/** The reverse of `toTask`. */
export function fromTask(space: StateSpace, points: Floats, count: number): Float64Array {
  const size = 2 * space.dimension;
  const own = new Float64Array(count * size);
  for (let k = 0; k < count; k++) readNodes(space, points, k * NODE_SIZE, own, k * size, count * NODE_SIZE);
  return own;
}

function indicesOf(space: StateSpace): Int32Array {
  return cached(ownIndices, space, () => {
    const indices = new Int32Array(NODE_SIZE * space.bodies).fill(-1);
    nodeIndices(space).forEach((index, own) => {
      indices[index] = own;
    });
    return indices;
  });
}

function countOf(system: StateSpace, values: Floats, size: number): number {
  if (values.length % size !== 0)
    throw new UserError(
      `${system.name ?? "states"}: ${values.length} numbers are not a whole number of states of ${size}`,
    );
  return values.length / size;
}
