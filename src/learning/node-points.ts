import { NODE_SIZE } from "../mechanics/index.js";
import type { PhaseSpace } from "./learner.js";

/** Where each of the 2d components of an own state stands in a node state [body][q1, q2, p1, p2]. */
export function nodeIndices({ coordinates }: PhaseSpace): Int32Array {
  const places = coordinates.map(({ body, slot }) => NODE_SIZE * body + slot);
  return Int32Array.from([...places, ...places.map((place) => place + 2)]);
}

/** Own states [K][2d] as one task's nodes [body, point, 4] with surplus coordinates 0. Derivatives convert the same way. */
export function toTask(space: PhaseSpace, own: Float64Array, count: number): Float64Array {
  const indices = nodeIndices(space);
  const nodes = new Float64Array(space.bodies * count * NODE_SIZE);
  for (let point = 0; point < count; point++)
    indices.forEach((index, i) => {
      const [body, component] = [Math.floor(index / NODE_SIZE), index % NODE_SIZE];
      nodes[(body * count + point) * NODE_SIZE + component] = own[point * indices.length + i] as number;
    });
  return nodes;
}
