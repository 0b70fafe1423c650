import { gradient, input, reachable, type Tensor } from "../graph/index.js";
import type { System } from "./system.js";

const known = new WeakMap<System, boolean>();

/**
 * Whether the Hamiltonian is a sum T(p) + V(q), read off its derivatives: dH/dp contains no position and dH/dq no
 * momentum. One that is such a sum only after terms cancel is taken for one that is not.
 */
export function isSeparable(system: System): boolean {
  const remembered = known.get(system);
  if (remembered !== undefined) return remembered;
  const q = system.coordinates.map((_, i) => input(`q${i}`, []));
  const p = system.coordinates.map((_, i) => input(`p${i}`, []));
  const h = system.hamiltonian(q, p);
  const free = (derivatives: readonly Tensor[], of: readonly Tensor[]) => {
    const nodes = new Set(reachable(derivatives));
    return !of.some((node) => nodes.has(node));
  };
  const separable = free(gradient(h, p), q) && free(gradient(h, q), p);
  known.set(system, separable);
  return separable;
}
