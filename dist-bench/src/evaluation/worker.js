import { parentPort, workerData } from "node:worker_threads";
import { UserError } from "../base/errors.js";
import { systemNamed } from "../mechanics/index.js";
import { runJob } from "./run-job.js";
const restore = (set) => ({ ...set, system: systemNamed(set.system) });
const byName = (sets) => new Map(sets.map((set) => [set.system, restore(set)]));
if (parentPort !== null) {
    const port = parentPort;
    const send = (message) => port.postMessage(message);
    const { job, phases, train, validation, test } = workerData;
    const data = { train: byName(train), validation: byName(validation), test: restore(test) };
    const stop = new AbortController();
    // The only message a worker gets is the request to stop.
    port.once("message", () => stop.abort());
    try {
        await runJob(job, phases, data, {
            onProgress: (progress) => send({ kind: "progress", progress }),
            signal: stop.signal,
        });
        send({ kind: "done" });
    }
    catch (error) {
        if (stop.signal.aborted)
            send({ kind: "stopped" });
        else if (error instanceof Error)
            send({ kind: "failed", message: error.message, stack: error.stack, user: error instanceof UserError });
        else
            throw error;
    }
    finally {
        port.close();
    }
}
