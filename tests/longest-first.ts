import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take longest, of each project the longest first: what begins last must not be what all others wait for. */
const LONGEST = [
  "sweeps/slurm",
  "sweeps/local",
  "site/gallery",
  "docs",
  "examples/examples",
  "cli/generate",
  "dataset/stores",
  "cli/compare",
  "cli/adapt",
  "trust/own-code",
  "records/forces",
  "records/canonical",
  "experiments/runs",
  "records/laws",
  "identification/formula",
  "records/printed-law",
  "records/points-and-rows",
  "records/fuzz",
  "records/turning",
].map((name) => fileURLToPath(new URL(`${name}.test.ts`, import.meta.url)));

for (const file of LONGEST)
  if (!existsSync(file)) throw new Error(`${file} is not there: correct the list of longest tests`);

/** One project after the other, as processes that take many files ask for. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const projects = [...new Set(sorted.map(({ project }) => project.name))];
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.indexOf(join(moduleId));
      return at < 0 ? LONGEST.length : at;
    };
    return sorted.toSorted(
      (a, b) => projects.indexOf(a.project.name) - projects.indexOf(b.project.name) || place(a) - place(b),
    );
  }
}
