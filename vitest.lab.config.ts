import { defineConfig } from "vitest/config";

/** Tests of the built lab in a real browser; `npm run test:lab` builds it first. */
export default defineConfig({
  test: {
    include: ["tests/browser/**/*.test.ts"],
    pool: "forks",
    // One browser at a time: each has threads of its own.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
