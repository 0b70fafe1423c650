import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const script = join(import.meta.dirname, "../../scripts/check-layers.mjs");

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "layers-"));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

interface Checked {
  readonly files: readonly string[];
  readonly violations: readonly string[];
}
const { checkLayers }: { checkLayers: (project: string) => Checked } = await import(pathToFileURL(script).href);

/** Writes a made-up project. */
function write(tree: Record<string, string>): void {
  for (const [path, text] of Object.entries(tree)) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** Runs the check on a made-up project. */
function check(tree: Record<string, string>): Checked {
  write(tree);
  return checkLayers(root);
}

/** The same as a program. */
function program(tree: Record<string, string>): { status: number | null; violations: string[]; output: string } {
  write(tree);
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, root], { encoding: "utf8" });
  const violations = stderr.split("\n").filter((line) => line !== "" && !line.startsWith("check-layers: "));
  return { status, violations, output: stdout + stderr };
}

describe("a clean tree", () => {
  it("passes, whatever the form of the imports", () => {
    const { status, output } = program({
      "package.json": `{ "name": "house" }`,
      "src/base/errors.ts": "export class UserError extends Error {}\n",
      "src/graph/shape.ts": `import { UserError } from "../base/errors.js";\nexport type Shape = number[];\nexport { UserError };\n`,
      "src/graph/index.ts": `export * from "./shape.js";\n`,
      "src/measure/rollout-thread.ts": `import { workerData } from "node:worker_threads";\nexport const x = workerData;\n`,
      "src/graph/deep/fold.ts": `import type { Shape } from "../shape.js";\nexport type Fold = Shape;\n`,
      "src/server/node.ts": `import { readFileSync } from "node:fs";\nimport os from "os";\nexport const x = [readFileSync, os, import("onnxruntime-node")];\n`,
      "src/dataset/results.ts": "export interface Results {}\n",
      "src/report/page.ts": `export type { Results } from "../dataset/results.js";\n`,
      "src/index.ts": `export * from "./graph/index.js";\nexport * from "./report/page.js";\n`,
      "src/cli/main.ts": `#!/usr/bin/env node\nimport * as all from "../index.js";\nconst { x } = await import("../server/node.js");\nconsole.log(all, x);\n`,
    });
    expect(output).toBe("check-layers: 10 files, every import goes down, no cycles\n");
    expect(status).toBe(0);
  });

  it("does not take comments, strings or computed paths for imports", () => {
    const { violations } = check({
      "src/graph/a.ts": [
        `// import { x } from "../cli/main.js";`,
        `/* export * from "../cli/main.js"; */`,
        `export const text = 'import "../cli/main.js"';`,
        "export const template = `\nimport '../cli/main.js';\n`;",
        `export const pattern = /import "..\\/cli\\/main.js"/;`,
        "export const load = (name: string) => import(name);",
      ].join("\n"),
      "src/cli/main.ts": "export const x = 1;\n",
    });
    expect(violations).toEqual([]);
  });
});

describe("an import that climbs", () => {
  const climbs: Record<string, string> = {
    "a plain import": `import { engine } from "../learning/engine.js";\nexport const x = engine;\n`,
    "an import of several lines": `import {\n  engine,\n} from "../learning/engine.js";\nexport const x = engine;\n`,
    "an import for effect": `import "../learning/engine.js";\n`,
    "a type-only import": `import type { Engine } from "../learning/engine.js";\nexport type X = Engine;\n`,
    "an inline type import": `import { type Engine } from "../learning/engine.js";\nexport type X = Engine;\n`,
    "a named re-export": `export { engine } from "../learning/engine.js";\n`,
    "a re-export of everything": `export * from "../learning/engine.js";\n`,
    "a type-only re-export": `export type { Engine } from "../learning/engine.js";\n`,
    "a dynamic import": `export const x = async () => (await import("../learning/engine.js")).engine;\n`,
    "a dynamic import in backquotes": "export const x = () => import(`../learning/engine.js`);\n",
    "an import type": `export type X = import("../learning/engine.js").Engine;\n`,
  };
  for (const [form, source] of Object.entries(climbs)) {
    it(`is found in the form of ${form}`, () => {
      const { violations } = check({
        "src/graph/shape.ts": source,
        "src/learning/engine.ts": "export type Engine = number;\nexport const engine: Engine = 1;\n",
      });
      expect(violations).toEqual([
        "src/graph/shape.ts:1: graph must not import learning (src/learning/engine.ts), which lies above it",
      ]);
    });
  }

  it("gives one line for each violation, with its line number", () => {
    const { violations } = check({
      "src/mechanics/a.ts": `import "./b.js";\nimport "../learning/a.js";\nimport "../cli/a.js";\n`,
      "src/mechanics/b.ts": "export {};\n",
      "src/learning/a.ts": "export {};\n",
      "src/cli/a.ts": "export {};\n",
    });
    expect(violations).toEqual([
      "src/mechanics/a.ts:2: mechanics must not import learning (src/learning/a.ts), which lies above it",
      "src/mechanics/a.ts:3: mechanics must not import cli (src/cli/a.ts), which lies above it",
    ]);
  });

  it("a floor that is entered by its index is not entered elsewhere", () => {
    const { violations } = check({
      "src/graph/index.ts": `export * from "./shape.js";\n`,
      "src/graph/shape.ts": "export const shape = 1;\n",
      "src/learning/a.ts": `import "../graph/index.js";\nimport "../graph/shape.js";\n`,
    });
    expect(violations).toEqual([
      "src/learning/a.ts:2: imports src/graph/shape.ts; graph is entered by src/graph/index.ts",
    ]);
  });

  it("the lab has no cycles", () => {
    const { violations } = check({
      "src/base/a.ts": "export {};\n",
      "lab/page/app.ts": `import "../parts/desk.js";\n`,
      "lab/parts/desk.ts": `import type { App } from "../page/app.js";\nexport type X = App;\n`,
    });
    expect(violations).toEqual(["import cycle: lab/page/app.ts -> lab/parts/desk.ts -> lab/page/app.ts"]);
  });

  it("src/index.ts must not import the command line", () => {
    const { violations } = check({
      "src/index.ts": `export * from "./cli/main.js";\n`,
      "src/cli/main.ts": "export {};\n",
    });
    expect(violations).toEqual(["src/index.ts:1: index must not import cli (src/cli/main.ts), which lies above it"]);
  });

  it("no floor imports src/index.ts", () => {
    const { violations } = check({
      "src/index.ts": "export {};\n",
      "src/learning/a.ts": `import "../index.js";\n`,
    });
    expect(violations).toEqual([
      "src/learning/a.ts:1: learning must not import index (src/index.ts), which lies above it",
    ]);
  });
});

describe("rules beside the order of the floors", () => {
  it("report must not import learning, though it lies below", () => {
    const { violations } = check({
      "src/learning/a.ts": "export type A = 1;\n",
      "src/report/a.ts": `import type { A } from "../learning/a.js";\nexport type B = A;\n`,
    });
    expect(violations).toEqual(["src/report/a.ts:1: report must not import learning (src/learning/a.ts)"]);
  });

  it.each(["numerics", "graph", "mechanics", "models", "learning"])(
    "%s must not import modules of Node, prefixed or bare",
    (floor) => {
      const { violations } = check({
        [`src/${floor}/a.ts`]: `import type { Stats } from "node:fs";\nimport path from "path";\nexport const x = [path] as unknown as Stats;\n`,
      });
      expect(violations).toEqual([
        `src/${floor}/a.ts:1: ${floor} runs in browsers and must not import node:fs, a module of Node`,
        `src/${floor}/a.ts:2: ${floor} runs in browsers and must not import path, a module of Node`,
      ]);
    },
  );

  it("a folder that is no floor, a path that leads out of src or nowhere, and the package's own name are violations", () => {
    const { violations } = check({
      "package.json": `{ "name": "house" }`,
      "tests/helper.ts": "export {};\n",
      "src/attic/a.ts": "export {};\n",
      "src/base/a.ts": `import "../../tests/helper.js";\nimport "./gone.js";\nimport "house/graph";\n`,
    });
    expect(violations).toEqual([
      expect.stringContaining("src/attic/a.ts:1: src/attic is not a floor of the house"),
      "src/base/a.ts:1: imports tests/helper.ts, which lies outside src",
      "src/base/a.ts:2: imports ./gone.js, which does not exist",
      "src/base/a.ts:3: imports its own package as house/graph; use a relative path",
    ]);
  });

  it("powers that engines round differently are violations, squares and powers of two are not", () => {
    const { violations } = check({
      "src/base/a.ts":
        "export const f = (x: number, k: number) =>\n  [x ** 2, 2 ** k, 256 ** k, 2n ** 63n, x ** 3,\n  10 ** k, x **= 0.5, Math.pow(x, 2)];\n",
      "src/numerics/powers.ts": "export const f = (x: number, n: number) => x ** n;\n",
    });
    const told = "is rounded by the engine, not by all alike; src/numerics/powers.ts has powers that are";
    expect(violations).toEqual([
      `src/base/a.ts:2: x ** 3 ${told}`,
      `src/base/a.ts:3: 10 ** k ${told}`,
      `src/base/a.ts:3: x **= 0.5 ${told}`,
      `src/base/a.ts:3: Math.pow ${told}`,
    ]);
  });

  it("a file that does not parse and an empty project are failures", () => {
    expect(check({ "src/base/a.ts": "export const = ;\n" }).violations[0]).toMatch(
      /^src\/base\/a\.ts:1: does not parse/,
    );
    rmSync(join(root, "src"), { recursive: true });
    expect(program({}).status).toBe(1);
  });
});

describe("an import cycle", () => {
  it("of three files is found once, named from file to file", () => {
    const { status, violations } = program({
      "src/graph/a.ts": `import { b } from "./b.js";\nexport const a = () => b;\n`,
      "src/graph/b.ts": `export { c as b } from "./c.js";\n`,
      "src/graph/c.ts": `import type { a } from "./a.js";\nexport const c = 1 as unknown as typeof a;\n`,
      "src/graph/outside.ts": `import "./a.js";\n`,
    });
    expect(violations).toEqual(["import cycle: src/graph/a.ts -> src/graph/b.ts -> src/graph/c.ts -> src/graph/a.ts"]);
    expect(status).toBe(1);
  });

  it("of one file or two, and separate cycles, are found", () => {
    const { violations } = check({
      "src/base/self.ts": `import "./self.js";\n`,
      "src/graph/a.ts": `import "./b.js";\n`,
      "src/graph/b.ts": `import "./a.js";\n`,
    });
    expect(violations).toEqual([
      "import cycle: src/base/self.ts -> src/base/self.ts",
      "import cycle: src/graph/a.ts -> src/graph/b.ts -> src/graph/a.ts",
    ]);
  });
});
