import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { UserError } from "../base/errors.js";
import { systems } from "../mechanics/index.js";
import { assembleSet, checkGeneration, generateBlock, } from "./trajectories.js";
const BLOCK_SIZE = 250;
/**
 * Generates several sets at once on worker threads, bit for bit what `generateTrajectories` gives for each request.
 *
 * A system that is not one of the library's own cannot be sent to a worker and is generated in this thread; so is
 * everything where the worker's JavaScript does not exist (running from the TypeScript sources).
 */
export async function generateInParallel(requests, { workers = availableParallelism(), onProgress, signal } = {}) {
    for (const request of requests)
        checkGeneration(request);
    if (!Number.isInteger(workers) || workers < 1)
        throw new UserError(`the number of workers must be a positive integer, got ${workers}`);
    const total = requests.reduce((sum, { count }) => sum + count, 0);
    let done = 0;
    const report = (count) => {
        done += count;
        onProgress?.(done, total);
    };
    const blocks = requests.map(() => []);
    const remote = (system) => import.meta.url.endsWith(".js") && systems.includes(system);
    const jobs = requests.flatMap((request, i) => (remote(request.system) ? jobsOf(request, i) : []));
    const keep = ({ job, block }) => {
        blocks[job.request][job.position] = block;
        report(job.options.count);
    };
    const finished = runJobs(jobs, Math.min(workers, jobs.length), keep, signal);
    requests.forEach(({ system, ...options }, i) => {
        if (remote(system))
            return;
        let before = 0;
        const progress = (now) => {
            report(now - before);
            before = now;
        };
        blocks[i] = [generateBlock(system, { ...options, onProgress: progress })];
    });
    await finished;
    return requests.map(({ system, ...options }, i) => assembleSet(system, options, blocks[i]));
}
function jobsOf({ system, ...options }, request) {
    const { count, first = 0 } = options;
    return Array.from({ length: Math.ceil(count / BLOCK_SIZE) }, (_, position) => {
        const from = position * BLOCK_SIZE;
        const size = Math.min(BLOCK_SIZE, count - from);
        return { request, position, system: system.name, options: { ...options, first: first + from, count: size } };
    });
}
/** Hands the jobs out to `workers` threads, each getting the next one when it has finished; stops all on an error. */
async function runJobs(jobs, workers, onBlock, signal) {
    let next = 0;
    const threads = Array.from({ length: workers }, () => new Worker(new URL("./worker.js", import.meta.url)));
    const work = (thread) => new Promise((resolve, reject) => {
        const stop = () => reject(signal?.reason);
        signal?.addEventListener("abort", stop, { once: true });
        const give = () => {
            signal?.throwIfAborted();
            const job = jobs[next++];
            if (job === undefined)
                resolve();
            else
                thread.postMessage(job);
        };
        thread.on("error", reject);
        thread.on("exit", (code) => reject(new Error(`a generation worker stopped with code ${code}`)));
        thread.on("message", (answer) => {
            if ("error" in answer) {
                reject(answer.user ? new UserError(answer.error) : new Error(answer.error));
                return;
            }
            onBlock(answer);
            give();
        });
        give();
    });
    try {
        await Promise.all(threads.map(work));
    }
    finally {
        await Promise.all(threads.map((thread) => thread.terminate()));
    }
}
