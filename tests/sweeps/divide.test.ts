import { expect, test } from "vitest";
import { paper } from "../../src/experiments/paper/experiment.js";
import { divideMachine } from "../../src/sweeps/launchers/local.js";

const options = { workers: null, threads: null, memoryGiB: null };
const division = (changes: Partial<typeof options> | object, runs: number, cores: number, free: number) => {
  const { workers, threads } = divideMachine(
    { experiment: { ...paper, memoryGiB: 2 }, local: { ...options, ...changes } },
    runs,
    cores,
    free,
  );
  return [workers, threads];
};

test.each([
  // A worker a core where memory allows.
  [{}, 100, 8, 64, [8, 1]],
  // Nine tenths of 9 GiB are four runs of 2 GiB; their cores are divided between them.
  [{}, 100, 8, 9, [4, 2]],
  [{ memoryGiB: 4 }, 100, 8, 9, [2, 4]],
  // Fewer runs than cores: more threads each.
  [{}, 2, 8, 64, [2, 4]],
  [{}, 3, 8, 64, [3, 2]],
  // Never less than one.
  [{}, 100, 8, 0.5, [1, 8]],
  [{}, 0, 8, 64, [1, 8]],
  // What is asked for is done.
  [{ workers: 3 }, 100, 8, 64, [3, 2]],
  [{ threads: 4 }, 100, 8, 64, [2, 4]],
  [{ workers: 6, threads: 1 }, 100, 8, 1, [6, 1]],
])("%j, %i runs, %i cores, %f GiB", (changes, runs, cores, free, expected) => {
  expect(division(changes, runs, cores, free)).toEqual(expected);
});
