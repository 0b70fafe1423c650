import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    // These need a browser: vitest.lab.config.ts.
    exclude: ["tests/browser/**"],
    // Worker processes, not threads: the native engine keeps its own thread pool per process.
    pool: "forks",
    // Vitest would leave one core idle, half of a small machine; many tests wait for processes of their own.
    maxWorkers: "100%",
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
