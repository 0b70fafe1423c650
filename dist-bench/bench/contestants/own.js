import { readJob } from "../harness/exchange.js";
import { Stages, serve } from "./serve.js";
const [engine, folder] = process.argv.slice(2);
const stages = new Stages();
const job = await readJob(folder);
const works = {
    "meta-step": () => import("./meta-step.js"),
    "training-step": () => import("./training-step.js"),
    evaluation: () => import("./evaluation.js"),
};
const { start } = await works[job.work]();
const { findEngine } = await import("../../src/runtime/index.js");
const found = await findEngine(engine);
stages.done("load");
const work = await start(job, engine, stages);
await serve(work, stages, { metahamilton: found.version, node: process.version });
