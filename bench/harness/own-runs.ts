import { setTimeout as pause } from "node:timers/promises";
import { randomStream } from "../../src/base/random.js";
import { inputName, type Program, sizeOf } from "../../src/graph/index.js";
import { MetaGradient } from "../../src/learning/index.js";
import { type CompileOptions, compile } from "../../src/runtime/index.js";
import type { MetaOptions } from "../contestants/job.js";
import { methodOf } from "../contestants/meta-program.js";
import { freshParameters } from "./meta-step.js";
import { summarise } from "./statistics.js";

/** Small random numbers for every input of a program. */
export function randomFeeds({ inputs }: Program): Record<string, Float32Array> {
  const random = randomStream(0, "bench feeds");
  return Object.fromEntries(
    inputs.map((node) => [inputName(node), new Float32Array(sizeOf(node.shape)).map(() => 0.1 * random.normal())]),
  );
}

/** Milliseconds of each run of a program in this process, after two runs that do not count. */
export async function timeProgram(
  program: Program,
  options: CompileOptions,
  runs: number,
  feeds: Record<string, Float32Array> = randomFeeds(program),
): Promise<number[]> {
  const executable = await compile(program, options);
  const into = executable.allocate();
  const times: number[] = [];
  for (let i = -2; i < runs; i++) {
    const began = performance.now();
    await executable.run(feeds, into);
    if (i >= 0) times.push(performance.now() - began);
  }
  await executable.close();
  // The engine's threads spin for a moment after they were needed.
  await pause(20);
  return times;
}

/** Median milliseconds of a meta-gradient on random points, after two runs that do not count. */
export async function timeMetaGradient(options: MetaOptions, threads: number, runs: number): Promise<number> {
  const metaGradient = await MetaGradient.create(methodOf(options), options.groups, { threads });
  const random = randomStream(0, "bench growth");
  const parameters = freshParameters(options.network).data;
  const batch = options.groups.map(({ tasks, bodies, supportPoints, queryPoints }) => {
    const points = (count: number) => Float32Array.from({ length: tasks * bodies * count * 4 }, () => random.normal());
    return {
      supportStates: points(supportPoints),
      supportDerivatives: points(supportPoints),
      queryStates: points(queryPoints),
      queryDerivatives: points(queryPoints),
    };
  });
  const times: number[] = [];
  for (let i = -2; i < runs; i++) {
    const began = performance.now();
    await metaGradient.run(parameters, batch);
    if (i >= 0) times.push(performance.now() - began);
  }
  await metaGradient.close();
  return summarise(times).median;
}
