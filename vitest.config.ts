import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    // These need a browser: vitest.lab.config.ts.
    exclude: ["tests/browser/**"],
    // Worker processes, not threads: the native engine keeps its own thread pool per process.
    pool: "forks",
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
