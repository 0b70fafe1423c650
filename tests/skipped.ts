import type { Reporter, TestModule } from "vitest/node";

/** Names every test that was skipped, after the others' summary: what a machine lacks shall not be missed in silence. */
export const skippedTests: Reporter = {
  onTestRunEnd(modules: readonly TestModule[]) {
    for (const { children, relativeModuleId } of modules)
      for (const test of children.allTests("skipped")) {
        const result = test.result();
        const note = result.state === "skipped" && result.note !== undefined ? `: ${result.note}` : "";
        console.log(`SKIPPED ${relativeModuleId}: ${test.fullName}${note}`);
      }
  },
};
