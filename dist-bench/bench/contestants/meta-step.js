import { compile } from "../../src/runtime/index.js";
import { metaProgram } from "./meta-program.js";
/** One second-order meta-gradient, of all parameters as one flat vector. */
export async function start(job, engine, stages) {
    const options = job.options;
    const built = metaProgram(options);
    stages.done("build");
    const executable = await compile(built, { engine, threads: job.threads });
    stages.done("compile");
    const feeds = {};
    for (const name of Object.keys(job.arrays))
        feeds[name] = await job.f32(name);
    const into = executable.allocate();
    await executable.run(feeds, into);
    stages.done("first run");
    const { loss, gradient } = into;
    return {
        async run() {
            await executable.run(feeds, into);
        },
        result: () => ({ loss, gradient }),
    };
}
