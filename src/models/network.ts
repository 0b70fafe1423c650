import { type GraphNetworkOptions, graphNetwork } from "./graph-network.js";
import type { Model } from "./model.js";
import { paddedNetwork } from "./padded-network.js";

export const architectureNames = ["graph", "invariant", "mlp"] as const;

export interface NetworkOptions extends GraphNetworkOptions {
  /**
   * `invariant`: the graph network with lengths and angles among its inputs; `mlp`: without a graph (see `paddedNetwork`);
   * the graph network where it is left out.
   */
  readonly architecture?: (typeof architectureNames)[number];
}

/** The network that the options describe. */
export function network(options: NetworkOptions): Model {
  if (options.architecture === "mlp") return paddedNetwork(options);
  return graphNetwork({ ...options, invariants: options.architecture === "invariant" });
}
