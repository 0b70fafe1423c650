import type { HeldOutResult, NetworkResult } from "../../measure/index.js";
import { isFiniteNumber } from "../numbers.js";
import { lastCommonStep, type NetworkAtStep, networkAtStep } from "./networks.js";

/** The meta-trained model against one baseline on one held-out system. */
export interface BaselineVerdict {
  /** The last adaptation step that both were evaluated at. */
  readonly step: number;
  readonly meta: NetworkAtStep;
  readonly metaMethod: NetworkResult;
  readonly baseline: NetworkAtStep;
  readonly baselineMethod: NetworkResult;
  readonly verdict: SeparationVerdict;
}

export interface SeparationVerdict {
  /** Whether the meta-trained model's mean error is below the baseline's; undefined where one of them is not finite. */
  readonly lower: boolean | undefined;
  /** Whether the two intervals have no value in common; undefined where one of them is not known. */
  readonly apart: boolean | undefined;
}

/** Compares the meta-trained model with every baseline of a system; empty where either is missing. */
export function baselineVerdicts(system: HeldOutResult): BaselineVerdict[] {
  const metaMethod = system.methods.find(({ name }) => name === "meta-trained");
  if (metaMethod === undefined) return [];
  const baselines = system.methods.filter(({ name }) => !name.startsWith("meta-trained"));
  return baselines.flatMap((baselineMethod) => {
    const step = lastCommonStep([metaMethod, baselineMethod]);
    const meta = step === undefined ? undefined : networkAtStep(metaMethod, step);
    const baseline = step === undefined ? undefined : networkAtStep(baselineMethod, step);
    if (step === undefined || meta === undefined || baseline === undefined) return [];
    return [{ step, meta, metaMethod, baseline, baselineMethod, verdict: judge(meta, baseline) }];
  });
}

function judge(meta: NetworkAtStep, baseline: NetworkAtStep): SeparationVerdict {
  const means = [meta.mean, baseline.mean];
  const ends = [meta.low, meta.high, baseline.low, baseline.high];
  const [metaMean = 0, baselineMean = 0] = means;
  const [metaLow = 0, metaHigh = 0, baselineLow = 0, baselineHigh = 0] = ends;
  return {
    lower: means.every(isFiniteNumber) ? metaMean < baselineMean : undefined,
    apart: ends.every(isFiniteNumber) ? metaHigh < baselineLow || baselineHigh < metaLow : undefined,
  };
}
