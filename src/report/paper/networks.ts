import type { NetworkName, NetworkResult, Results } from "../../measure/index.js";
import type { Style } from "../svg/style.js";

/** One look a method, the same in every figure. Baselines differ from the meta-trained model in dash as well as in colour. */
const styles: Readonly<Record<NetworkName, Style>> = {
  "meta-trained": { colour: "blue", width: 2.2, marker: "circle" },
  "meta-trained-best-step": { colour: "blue", width: 2.2, dash: "12 3", marker: "diamond" },
  pretrained: { colour: "orange", width: 1.8, dash: "5 2 1 2", marker: "triangle" },
  "hnn-same-step": { colour: "vermillion", width: 1.8, dash: "7 3", marker: "square" },
  "hnn-best-step": { colour: "purple", width: 1.8, dash: "9 3 2 3", marker: "diamond" },
  "random-graph-network": { colour: "green", width: 1.8, dash: "2 3", marker: "triangle" },
};

/** For methods that a newer version of the results file may hold. */
const otherStyle: Style = { colour: "orange", width: 1.8, dash: "1 4" };

/** How a method's curves look. */
export function networkStyle(name: NetworkName): Style {
  return styles[name] ?? otherStyle;
}

/** The methods of all systems, each once, in the order in which they first occur. */
export function listNetworks(results: Results): { readonly name: NetworkName; readonly label: string }[] {
  const labels = new Map<NetworkName, string>();
  for (const { name, label } of results.systems.flatMap((system) => system.methods)) {
    if (!labels.has(name)) labels.set(name, label);
  }
  return [...labels].map(([name, label]) => ({ name, label }));
}

/** The values of a method at one adaptation step. A value that was not finite is null, one that was not measured undefined. */
export interface NetworkAtStep {
  readonly step: number;
  readonly mean: number | undefined;
  readonly median: number | undefined;
  readonly low: number | undefined;
  readonly high: number | undefined;
  readonly escaped: number | undefined;
  /** Mean over trajectories of the motion's relative error. */
  readonly relativeError: number | undefined;
  /** Mean over trajectories of the largest relative energy error. */
  readonly energyError: number | undefined;
}

/** Reads off a method's values at adaptation step `step`; undefined where the method was not evaluated at that step. */
export function networkAtStep(method: NetworkResult, step: number): NetworkAtStep | undefined {
  const i = method.step.indexOf(step);
  if (i < 0) return undefined;
  const { mse, relativeError, energyError, escaped } = method;
  return {
    step,
    mean: mse.mean[i],
    median: mse.median[i],
    low: mse.low[i],
    high: mse.high[i],
    escaped: escaped[i],
    relativeError: relativeError?.mean[i],
    energyError: energyError.mean[i],
  };
}

/** The last adaptation step that all of these methods were evaluated at; undefined if there is none. */
export function lastCommonStep(methods: readonly NetworkResult[]): number | undefined {
  const [first, ...others] = methods;
  const common = first?.step.filter((step) => others.every((method) => method.step.includes(step))) ?? [];
  return common.length === 0 ? undefined : Math.max(...common);
}
