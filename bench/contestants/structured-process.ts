// The structured process of a build, as a process: node structured-process.js FOLDER SYSTEM, records as JSON lines on standard input. Prints milliseconds, an array.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type * as library from "../../src/index.js";

const [folder, system] = process.argv.slice(2) as [string, string];
const { learning, randomStream, systemNamed } = (await import(
  pathToFileURL(join(folder, "dist", "index.js")).href
)) as typeof library;
const learner = learning.structuredProcess(learning.teachersFor(system));
const space = learning.phaseSpaceOf(systemNamed(system));
const times: number[] = [];
for (const line of readFileSync(0, "utf8").trim().split("\n")) {
  const { count, states, derivatives } = JSON.parse(line) as { count: number; states: number[]; derivatives: number[] };
  const record = { count, states: Float64Array.from(states), derivatives: Float64Array.from(derivatives) };
  const began = performance.now();
  const learned = await learner.adapt(space, record, { random: randomStream(0, "bench") });
  times.push(performance.now() - began);
  await learned.close?.();
}
console.log(JSON.stringify(times));
