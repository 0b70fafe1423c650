import type { Reporter, TestModule, Vitest } from "vitest/node";

/** Names every test that was skipped, after the others' summary: what a machine lacks shall not be missed in silence. */
export class SkippedTests implements Reporter {
  /** Whoever asks for some tests by name knows that the others are left out. */
  #some = false;

  onInit({ config }: Vitest): void {
    this.#some = config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    if (this.#some) return;
    for (const { children, relativeModuleId } of modules)
      for (const test of children.allTests("skipped")) {
        const result = test.result();
        const note = result.state === "skipped" && result.note !== undefined ? `: ${result.note}` : "";
        console.log(`SKIPPED ${relativeModuleId}: ${test.fullName}${note}`);
      }
  }
}
