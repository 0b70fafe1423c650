import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../base/errors.js";
import { atomicWrite } from "../base/files.js";
import { compareMethods } from "./comparison.js";
import { trainJob } from "./training.js";
const resultName = "evaluation.json";
/** Trains and compares, going on from whatever the job's folder already holds. */
export async function runJob(job, phases, data, hooks) {
    const { parameters, curve } = await trainJob(job, data, hooks);
    if (phases === "train")
        return;
    const began = performance.now();
    const comparison = await compareMethods(job, parameters, data, hooks);
    const result = { curve, comparison, evaluationSeconds: (performance.now() - began) / 1000 };
    await atomicWrite(join(job.directory, resultName), JSON.stringify(result));
}
/** The result of a finished job, `undefined` for one that has not finished; `UserError` for a damaged file. */
export async function readJobResult(directory) {
    const path = join(directory, resultName);
    const text = await readFile(path, "utf8").catch((error) => {
        if (error.code === "ENOENT")
            return undefined;
        throw error;
    });
    if (text === undefined)
        return undefined;
    try {
        return JSON.parse(text);
    }
    catch {
        throw new UserError(`${path}: not JSON; delete the file to have this part of the run evaluated again`);
    }
}
