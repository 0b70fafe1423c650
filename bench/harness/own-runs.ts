import { setTimeout as pause } from "node:timers/promises";
import { randomStream } from "../../src/base/random.js";
import { inputName, type Program, sizeOf } from "../../src/graph/index.js";
import { type CompileOptions, compile } from "../../src/runtime/index.js";
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

export const medianTime = async (...args: Parameters<typeof timeProgram>) =>
  summarise(await timeProgram(...args)).median;
