import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { fromBuild } from "./tests/from-build.js";
import { SkippedTests } from "./tests/skipped.js";

/** Each in a process of its own: one asks for the order in which tensors were first made, the others take the engine away. */
const alone = ["tests/graph/program.test.ts", "tests/runtime/**/*.test.ts"];

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
        // A process takes one file after the other: to start one and load the package takes 0.8 s of processor time. The browser's: vitest.lab.config.ts.
        test: {
          name: "shared",
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/browser/**", ...alone],
          isolate: false,
        },
      },
      { extends: true, test: { name: "alone", include: alone } },
    ],
  },
});
