import { createInterface } from "node:readline";
/** Marks the ends of the stages before the first result. */
export class Stages {
    #stages = {};
    #last = 0;
    /** The stage `name` ends now; the first stage began with the process. */
    done(name) {
        const now = performance.now();
        this.#stages[name] = now - this.#last;
        this.#last = now;
    }
    get all() {
        return this.#stages;
    }
}
const answer = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
/** Says that the first run is done, then answers requests until the input ends. */
export async function serve(work, stages, versions) {
    answer({ stages: stages.all, versions });
    for await (const request of createInterface({ input: process.stdin })) {
        if (request === "run") {
            const began = performance.now();
            await work.run();
            answer({ ms: performance.now() - began });
        }
        else if (request === "result") {
            answer(Object.fromEntries(Object.entries(work.result()).map(([name, values]) => [name, Array.from(values)])));
        }
        else if (request === "memory")
            answer({ bytes: process.resourceUsage().maxRSS * 1024 });
    }
    process.exit(0);
}
