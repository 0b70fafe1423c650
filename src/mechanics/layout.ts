import { UserError } from "../base/errors.js";
import type { System } from "./system.js";

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
const ownIndices = new WeakMap<System, Int32Array>();

/** The 4 * bodies components of a node state in order: body 1 q1, q2, p1, p2, body 2 q1, ... */
export function nodeComponents(system: System): NodeComponent[] {
  const components: NodeComponent[] = [];
  const place = (
    { body, slot, ...quantities }: System["surplus"][number],
    own?: { position: number; momentum: number },
  ) => {
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
export function toNodes(system: System, own: Floats): Float64Array {
  const [ownSize, nodeSize] = [2 * system.dimension, NODE_SIZE * system.bodies];
  const count = countOf(system, own, ownSize);
  const nodes = new Float64Array(count * nodeSize);
  for (let i = 0; i < count; i++) writeNodes(system, own, i * ownSize, nodes, i * nodeSize);
  return nodes;
}

/** Node states [count][body][q1, q2, p1, p2] as own states [count][2d]; surplus components are dropped. */
export function fromNodes(system: System, nodes: Floats): Float64Array {
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
  system: System,
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
  system: System,
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

function indicesOf(system: System): Int32Array {
  let indices = ownIndices.get(system);
  if (indices === undefined) {
    indices = Int32Array.from(nodeComponents(system), ({ own }) => own ?? -1);
    ownIndices.set(system, indices);
  }
  return indices;
}

function countOf(system: System, values: Floats, size: number): number {
  if (values.length % size !== 0)
    throw new UserError(`${system.name}: ${values.length} numbers are not a whole number of states of ${size}`);
  return values.length / size;
}
