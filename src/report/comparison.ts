import type { HeldOutResult, MethodResult } from "../measure/index.js";
import { lastCommonStep, type MethodAtStep, methodAtStep } from "./methods.js";
import { isFiniteNumber } from "./numbers.js";

/** The meta-trained model against one HNN baseline on one held-out system. */
export interface Comparison {
  /** The last adaptation step that both were evaluated at. */
  readonly step: number;
  readonly meta: MethodAtStep;
  readonly metaMethod: MethodResult;
  readonly baseline: MethodAtStep;
  readonly baselineMethod: MethodResult;
  readonly verdict: Verdict;
}

export interface Verdict {
  /** Whether the meta-trained model's mean error is below the baseline's; undefined where one of them is not finite. */
  readonly lower: boolean | undefined;
  /** Whether the two intervals have no value in common; undefined where one of them is not known. */
  readonly apart: boolean | undefined;
}

/** Compares the meta-trained model with every HNN baseline of a system; empty where either is missing. */
export function compareWithBaselines(system: HeldOutResult): Comparison[] {
  const metaMethod = system.methods.find(({ name }) => name === "meta-trained");
  if (metaMethod === undefined) return [];
  const baselines = system.methods.filter(({ name }) => name.startsWith("hnn-"));
  return baselines.flatMap((baselineMethod) => {
    const step = lastCommonStep([metaMethod, baselineMethod]);
    const meta = step === undefined ? undefined : methodAtStep(metaMethod, step);
    const baseline = step === undefined ? undefined : methodAtStep(baselineMethod, step);
    if (step === undefined || meta === undefined || baseline === undefined) return [];
    return [{ step, meta, metaMethod, baseline, baselineMethod, verdict: judge(meta, baseline) }];
  });
}

function judge(meta: MethodAtStep, baseline: MethodAtStep): Verdict {
  const means = [meta.mean, baseline.mean];
  const ends = [meta.low, meta.high, baseline.low, baseline.high];
  const [metaMean = 0, baselineMean = 0] = means;
  const [metaLow = 0, metaHigh = 0, baselineLow = 0, baselineHigh = 0] = ends;
  return {
    lower: means.every(isFiniteNumber) ? metaMean < baselineMean : undefined,
    apart: ends.every(isFiniteNumber) ? metaHigh < baselineLow || baselineHigh < metaLow : undefined,
  };
}
