import { type MetaMethod, type MethodName, metaMethods } from "../../learning/index.js";
import type { ExperimentConfig } from "../paper/config.js";

/** What `train --method` takes: the methods, and first-order MAML, which is MAML with another order. */
export type PresetName = MethodName | "fomaml";

/** What a preset changes in a profile, and how it is shown and compared. */
export interface MethodPreset extends Pick<MetaMethod, "summary" | "comparedSteps"> {
  readonly config: {
    readonly method: { readonly name: MethodName };
    readonly inner?: Partial<ExperimentConfig["inner"]>;
  };
}

const preset = ({ name, summary, comparedSteps, inner }: MetaMethod & { name: MethodName }) =>
  [name, { summary, comparedSteps, config: { method: { name }, ...(inner === undefined ? {} : { inner }) } }] as const;

export const methodPresets = Object.fromEntries(
  metaMethods.flatMap((method): (readonly [PresetName, MethodPreset])[] => {
    if (method.name !== "maml") return [preset(method)];
    const config = { method: { name: method.name }, inner: { order: 1 as const } };
    return [preset(method), ["fomaml", { summary: "meta-trained start, first order", comparedSteps: 100, config }]];
  }),
) as Readonly<Record<PresetName, MethodPreset>>;

export const presetNames = Object.keys(methodPresets) as PresetName[];
