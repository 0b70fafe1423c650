// The other side of bench/harness/contestant.ts for JavaScript peers: one job, then requests, a JSON line each.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const answer = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

/** Marks the ends of the stages before the first result; the first began with the process. */
export class Stages {
  all = {};
  #last = 0;

  done(name) {
    const now = performance.now();
    this.all[name] = now - this.#last;
    this.#last = now;
  }
}

/** A job of one group: options, parameters by name, the group's arrays, and the parameters' flat order. */
export function metaStepJob(folder) {
  const { options, arrays } = JSON.parse(readFileSync(join(folder, "job.json"), "utf8"));
  const read = (name) => {
    const bytes = readFileSync(join(folder, `${name}.bin`));
    return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  };
  const flat = read("parameters");
  let start = 0;
  const parameters = {};
  for (const { name, shape } of options.parameters) {
    const size = shape.reduce((a, b) => a * b, 1);
    parameters[name] = { values: flat.slice(start, start + size), shape };
    start += size;
  }
  const { bodies, tasks, supportPoints: points } = options.groups[0];
  const array = (name) => ({ values: read(`${name}_${bodies}`), shape: arrays[`${name}_${bodies}`].shape });
  const group = {
    bodies,
    tasks,
    points,
    arrays: {
      sx: array("support_states"),
      sdx: array("support_derivatives"),
      qx: array("query_states"),
      qdx: array("query_derivatives"),
    },
  };
  return { options, parameters, group, flatten: (parts) => parts.flatMap((part) => [...part]) };
}

/** `run()` does the work once and waits for it; `result()` gives named lists of numbers of the first run. */
export async function serve(run, result, stages, versions) {
  answer({ stages: stages.all, versions });
  for await (const request of createInterface({ input: process.stdin })) {
    if (request === "run") {
      const began = performance.now();
      await run();
      answer({ ms: performance.now() - began });
    } else if (request === "result")
      answer(Object.fromEntries(Object.entries(result()).map(([name, values]) => [name, Array.from(values)])));
    else if (request === "memory") answer({ bytes: process.resourceUsage().maxRSS * 1024 });
  }
  process.exit(0);
}
