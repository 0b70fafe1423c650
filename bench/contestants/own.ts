// This library as a contestant: node own.js ENGINE FOLDER. What it imports is timed, so only what the work needs.
import type { EngineName } from "../../src/runtime/index.js";
import { readJob } from "../harness/exchange.js";
import { Stages, serve } from "./serve.js";

// What cannot be done here is said in one line.
process.on("uncaughtException", ({ message }) => {
  console.error(message);
  process.exit(1);
});
const [engine, folder] = process.argv.slice(2) as [EngineName, string];
const stages = new Stages();
const job = await readJob(folder);
const works = {
  "meta-step": () => import("./meta-step.js"),
  "training-step": () => import("./training-step.js"),
  evaluation: () => import("./evaluation.js"),
};
const { start } = await works[job.work as keyof typeof works]();
const { findEngine } = await import("../../src/runtime/index.js");
const found = await findEngine(engine);
stages.done("load");
const work = await start(job, engine, stages);
await serve(work, stages, { metahamilton: found.version, node: process.version });
