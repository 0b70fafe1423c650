import type { Reporter, TestModule, Vitest } from "vitest/node";

/**
 * Names every test that was skipped, after the others' summary: what a machine lacks shall not be missed in silence. Then those that failed:
 * who sees the end of a long run alone sees them.
 */
export class RemarkableTests implements Reporter {
  /** Whoever asks for some tests by name knows that the others are left out. */
  #some = false;

  onInit({ config }: Vitest): void {
    this.#some = config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    if (!this.#some)
      for (const { children, relativeModuleId } of modules)
        for (const test of children.allTests("skipped")) {
          const result = test.result();
          const note = result.state === "skipped" && result.note !== undefined ? `: ${result.note}` : "";
          console.log(`SKIPPED ${relativeModuleId}: ${test.fullName}${note}`);
        }
    for (const module of modules) {
      const outside = module.errors().map(({ message }) => ["", message] as const);
      const inside = [...module.children.allTests("failed")].map(
        (test) => [`: ${test.fullName}`, test.result().errors?.[0]?.message ?? ""] as const,
      );
      for (const [name, message] of [...outside, ...inside])
        console.log(`FAILED ${module.relativeModuleId}${name}: ${message.trim().split("\n")[0]}`);
    }
  }
}
