import { type MethodName, methodNames } from "../../learning/index.js";
import type { ExperimentConfig } from "../paper/config.js";

/** Names that `train --method` takes: the methods, and first-order MAML, which is MAML with another order. */
export const presetNames = [...methodNames, "fomaml"] as const;

export type PresetName = (typeof presetNames)[number];

interface Preset {
  readonly method: { readonly name: MethodName };
  readonly inner?: Partial<ExperimentConfig["inner"]>;
}

/** What each method changes in a profile, which suits MAML. */
export const methodPresets: Readonly<Record<PresetName, Preset>> = {
  maml: { method: { name: "maml" } },
  fomaml: { method: { name: "maml" }, inner: { order: 1 } },
  anil: { method: { name: "anil" } },
  reptile: { method: { name: "reptile" }, inner: { steps: 4, order: 1 } },
  "meta-sgd": { method: { name: "meta-sgd" } },
  "maml++": { method: { name: "maml++" }, inner: { steps: 5 } },
  modulation: { method: { name: "modulation" }, inner: { steps: 5 } },
  ridge: { method: { name: "ridge" } },
  pretrain: { method: { name: "pretrain" } },
};
