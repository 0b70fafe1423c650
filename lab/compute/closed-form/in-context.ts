import lawsInContext from "../../../models/laws-in-context.safetensors?url";
import { type Learner, loadPretrained } from "../../../src/learning/index.js";
import { beginEngine, onceOptions } from "../engine.js";
import { fetchPackaged } from "../networks.js";

let loaded: Promise<Learner> | undefined;

/**
 * The network that has seen random laws and no system, in float64 on one thread; fetched and compiled when first used. A module
 * of its own, so that only those who want this method load its engine here.
 */
export function inContext(): Promise<Learner> {
  loaded ??= load();
  loaded.catch(() => {
    loaded = undefined;
  });
  return loaded;
}

async function load(): Promise<Learner> {
  await beginEngine({ engine: "wasm", threads: 1 });
  const bytes = await fetchPackaged(lawsInContext, "the network that has seen laws");
  return (await loadPretrained("laws-in-context", { bytes, compile: onceOptions })).learner;
}
