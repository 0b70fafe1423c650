import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    // Worker processes, not threads: the native engine keeps its own thread pool per process.
    pool: "forks",
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
