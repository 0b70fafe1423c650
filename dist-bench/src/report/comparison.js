import { lastCommonStep, methodAtStep } from "./methods.js";
import { isFiniteNumber } from "./numbers.js";
/** Compares the meta-trained model with every HNN baseline of a system; empty where either is missing. */
export function compareWithBaselines(system) {
    const metaMethod = system.methods.find(({ name }) => name === "meta-trained");
    if (metaMethod === undefined)
        return [];
    const baselines = system.methods.filter(({ name }) => name.startsWith("hnn-"));
    return baselines.flatMap((baselineMethod) => {
        const step = lastCommonStep([metaMethod, baselineMethod]);
        const meta = step === undefined ? undefined : methodAtStep(metaMethod, step);
        const baseline = step === undefined ? undefined : methodAtStep(baselineMethod, step);
        if (step === undefined || meta === undefined || baseline === undefined)
            return [];
        return [{ step, meta, metaMethod, baseline, baselineMethod, verdict: judge(meta, baseline) }];
    });
}
function judge(meta, baseline) {
    const means = [meta.mean, baseline.mean];
    const ends = [meta.low, meta.high, baseline.low, baseline.high];
    const [metaMean = 0, baselineMean = 0] = means;
    const [metaLow = 0, metaHigh = 0, baselineLow = 0, baselineHigh = 0] = ends;
    return {
        lower: means.every(isFiniteNumber) ? metaMean < baselineMean : undefined,
        apart: ends.every(isFiniteNumber) ? metaHigh < baselineLow || baselineHigh < metaLow : undefined,
    };
}
