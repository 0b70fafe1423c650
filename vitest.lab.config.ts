import { defineConfig } from "vitest/config";
import { fromBuild } from "./tests/from-build.js";
import { RemarkableTests } from "./tests/remarkable.js";

/** Tests of the built lab in a real browser; `npm run test:lab` builds it first. */
export default defineConfig({
  plugins: [fromBuild()],
  test: {
    reporters: ["default", new RemarkableTests()],
    include: ["tests/browser/**/*.test.ts"],
    pool: "forks",
    // One file after the other, in one process with one browser: it has threads of its own.
    fileParallelism: false,
    isolate: false,
    // A test waits for what the page comes to, however long a busy machine takes; what never comes ends it.
    expect: { poll: { interval: 100, timeout: 300_000 } },
    testTimeout: 400_000,
    hookTimeout: 400_000,
  },
});
