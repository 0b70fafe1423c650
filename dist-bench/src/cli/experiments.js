import { collectResults, runJobs } from "../evaluation/index.js";
import { version } from "./versions.js";
/** Meta-trains one model for every held-out system and seed of the configuration; leaves checkpoints in the folder. */
export async function trainModels(config, context) {
    await runJobs(config, context.directory, "train", context);
}
/** Tests the models whose checkpoints lie in the folder, against all baselines. */
export function evaluateModels(config, context) {
    return runAndCollect(config, "evaluate", context);
}
/** Data, training and evaluation for every held-out system and seed of the configuration. */
export function reproducePaper(config, context) {
    return runAndCollect(config, "all", context);
}
async function runAndCollect(config, phases, context) {
    const began = performance.now();
    await runJobs(config, context.directory, phases, context);
    const totalSeconds = (performance.now() - began) / 1000;
    const { profile, command } = context;
    return collectResults(config, context.directory, { profile, command, version, totalSeconds });
}
