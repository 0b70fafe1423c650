import { UserError } from "../base/errors.js";
/** Numbers a body: q1, q2, p1, p2. */
export const NODE_SIZE = 4;
/** Index into an own state for every component of a node state, -1 for surplus ones. */
const ownIndices = new WeakMap();
/** The 4 * bodies components of a node state in order: body 1 q1, q2, p1, p2, body 2 q1, ... */
export function nodeComponents(system) {
    const components = [];
    const place = ({ body, slot, position, momentum }, own) => {
        const [q, p] = [NODE_SIZE * body + slot, NODE_SIZE * body + 2 + slot];
        const common = { body, slot, surplus: own === undefined };
        const index = (value) => (value === undefined ? {} : { own: value });
        const { name, unit } = position;
        components[q] = { name, unit, kind: "position", ...common, conjugate: p, ...index(own?.position) };
        components[p] = {
            name: momentum.name,
            unit: momentum.unit,
            kind: "momentum",
            ...common,
            conjugate: q,
            ...index(own?.momentum),
        };
    };
    system.coordinates.forEach((c, i) => {
        place(c, { position: i, momentum: system.dimension + i });
    });
    for (const c of system.surplus)
        place(c);
    return components;
}
/**
 * Own states [count][2d] as node states [count][body][q1, q2, p1, p2] with surplus coordinates 0. A derivative converts
 * the same way. Throws `UserError` for a length that is not a whole number of states.
 */
export function toNodes(system, own) {
    const [ownSize, nodeSize] = [2 * system.dimension, NODE_SIZE * system.bodies];
    const count = countOf(system, own, ownSize);
    const nodes = new Float64Array(count * nodeSize);
    for (let i = 0; i < count; i++)
        writeNodes(system, own, i * ownSize, nodes, i * nodeSize);
    return nodes;
}
/** Node states [count][body][q1, q2, p1, p2] as own states [count][2d]; surplus components are dropped. */
export function fromNodes(system, nodes) {
    const [ownSize, nodeSize] = [2 * system.dimension, NODE_SIZE * system.bodies];
    const count = countOf(system, nodes, nodeSize);
    const own = new Float64Array(count * ownSize);
    for (let i = 0; i < count; i++)
        readNodes(system, nodes, i * nodeSize, own, i * ownSize);
    return own;
}
/**
 * Writes the own state at `own[from...]` to `nodes[to...]`. Consecutive bodies stand `bodyStride` numbers apart, so the
 * same function fills [body][4] and [body][point][4].
 */
export function writeNodes(system, own, from, nodes, to, bodyStride = NODE_SIZE) {
    const indices = indicesOf(system);
    for (let body = 0, k = 0; body < system.bodies; body++)
        for (let c = 0; c < NODE_SIZE; c++, k++) {
            const index = indices[k];
            nodes[to + body * bodyStride + c] = index < 0 ? 0 : own[from + index];
        }
}
/** The reverse of `writeNodes`; surplus components are not read. */
export function readNodes(system, nodes, from, own, to, bodyStride = NODE_SIZE) {
    const indices = indicesOf(system);
    for (let body = 0, k = 0; body < system.bodies; body++)
        for (let c = 0; c < NODE_SIZE; c++, k++) {
            const index = indices[k];
            if (index >= 0)
                own[to + index] = nodes[from + body * bodyStride + c];
        }
}
function indicesOf(system) {
    let indices = ownIndices.get(system);
    if (indices === undefined) {
        indices = Int32Array.from(nodeComponents(system), ({ own }) => own ?? -1);
        ownIndices.set(system, indices);
    }
    return indices;
}
function countOf(system, values, size) {
    if (values.length % size !== 0)
        throw new UserError(`${system.name}: ${values.length} numbers are not a whole number of states of ${size}`);
    return values.length / size;
}
