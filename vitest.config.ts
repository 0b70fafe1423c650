import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { fromBuild } from "./tests/from-build.js";
import { SkippedTests } from "./tests/skipped.js";

export default defineConfig({
  plugins: [fromBuild()],
  test: {
    reporters: ["default", new SkippedTests()],
    include: ["tests/**/*.test.ts"],
    // These need a browser: vitest.lab.config.ts.
    exclude: ["tests/browser/**"],
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
  },
});
