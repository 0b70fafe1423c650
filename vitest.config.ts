import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { fromBuild } from "./tests/from-build.js";
import { LongestFirst } from "./tests/longest-first.js";
import { RemarkableTests } from "./tests/remarkable.js";

/** Tests of functions: they leave nothing behind in their process that another file could see, such as a system from a file that is gone. */
const functions = [
  "tests/{base,experiments,identification,lab,learning,measure,mechanics,models,numerics,records,report}/**/*.test.ts",
  // Not program.test.ts: the order of a program's text is that in which tensors were first made.
  "tests/graph/!(program).test.ts",
];

export default defineConfig({
  plugins: [fromBuild()],
  test: {
    reporters: ["default", new RemarkableTests()],
    // Worker processes, not threads: the native engine keeps its own thread pool per process.
    pool: "forks",
    // The list of trusted systems is the tests' own, not that of who runs them.
    env: { XDG_STATE_HOME: join(tmpdir(), `metahamilton-state-${process.pid}`) },
    // More than there are cores: many tests wait for processes of their own, for files and for Slurm.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    // More processes than cores need no further threads to collect what is soon forgotten, and collect it less often in more than the usual 16 MB.
    execArgv: ["--single-threaded-gc", "--max-semi-space-size=32"],
    // The built package is what Node loads, not one more source to be transformed.
    server: { deps: { external: [/\/dist\//] } },
    // What waits forever ends; what waits for a busy machine does not.
    testTimeout: 400_000,
    hookTimeout: 400_000,
    projects: [
      {
        extends: true,
        // A process takes one file after the other: to start one and load the package takes 0.8 s of processor time.
        test: { name: "functions", include: functions, isolate: false },
      },
      {
        extends: true,
        // The first need a browser: vitest.lab.config.ts.
        test: { name: "parts", include: ["tests/**/*.test.ts"], exclude: ["tests/browser/**", ...functions] },
      },
    ],
  },
});
