import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { fromBuild } from "./tests/from-build.js";
import { SkippedTests } from "./tests/skipped.js";

/** Tests that change what their process knows from then on, such as systems from files that are gone after them: each has a process of its own. */
const alone = [
  "tests/runtime/fallback.test.ts",
  "tests/cli/{generate,inspect-plot,own-system,train-data}.test.ts",
  "tests/trust/own-code.test.ts",
  "tests/docs.test.ts",
];

export default defineConfig({
  plugins: [fromBuild()],
  test: {
    reporters: ["default", new SkippedTests()],
    // Worker processes, not threads: the native engine keeps its own thread pool per process.
    pool: "forks",
    // The list of trusted systems is the tests' own, not that of who runs them.
    env: { XDG_STATE_HOME: join(tmpdir(), `metahamilton-state-${process.pid}`) },
    // Vitest would leave one core idle, half of a small machine; many tests wait for processes of their own.
    maxWorkers: "100%",
    // The built package is what Node loads, not one more source to be transformed.
    server: { deps: { external: [/\/dist\//] } },
    // What waits forever ends; what waits for a busy machine does not.
    testTimeout: 400_000,
    hookTimeout: 400_000,
    projects: [
      {
        extends: true,
        test: {
          name: "shared",
          include: ["tests/**/*.test.ts"],
          // The first need a browser: vitest.lab.config.ts.
          exclude: ["tests/browser/**", ...alone],
          // A process takes one file after the other: to start one and load the package for each file took a seventh of all processor time.
          isolate: false,
        },
      },
      { extends: true, test: { name: "alone", include: alone } },
    ],
  },
});
