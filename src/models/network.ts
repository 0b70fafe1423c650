import { type GraphNetworkOptions, graphNetwork } from "./graph-network.js";
import type { Model } from "./model.js";
import { paddedNetwork } from "./padded-network.js";

export const architectureNames = ["graph", "mlp"] as const;

export interface NetworkOptions extends GraphNetworkOptions {
  /** `mlp`: without a graph (see `paddedNetwork`); the graph network where it is left out. */
  readonly architecture?: (typeof architectureNames)[number];
}

/** The network that the options describe. */
export function network(options: NetworkOptions): Model {
  return options.architecture === "mlp" ? paddedNetwork(options) : graphNetwork(options);
}
