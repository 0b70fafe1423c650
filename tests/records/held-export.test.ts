import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pythonSnippet, typescriptSnippet } from "../../src/records/index.js";
import { lawModel, linear } from "./laws.js";

const scipy = spawnSync("python3", ["-c", "import numpy, scipy"]).status === 0;

/** x'' = -x + u0 + u1, of which u0 is held. */
const model = lawModel(
  1,
  [
    { kind: "kinetic", pattern: [1], feature: linear(1), constant: 1 },
    { kind: "potential", feature: linear(1), basis: { kind: "powers", origin: 0, unit: 1, count: 2 } },
    { kind: "input", direction: [1], inputs: [0, 1] },
  ],
  { coefficients: [0, 1, 1, 1] },
);
const saved = {
  model,
  tick: 1,
  visited: Float64Array.of(0, 0),
  ends: [{ id: "", time: 0, state: Float64Array.of(0.5, 0) }],
  inputs: [
    { name: "u", unit: "", held: true },
    { name: "w", unit: "", held: false },
  ],
};

/** Stands for ONNX Runtime: the law itself. */
const RUNTIME = `
import numpy as np

class InferenceSession:
    def __init__(self, path, providers):
        pass

    def run(self, names, feeds):
        x, u = feeds["state"], feeds["input"]
        return [np.column_stack([x[:, 1], u.sum(axis=1) - x[:, 0]])]
`;

test("exported programs say how inputs go on between rows, and Python's follows them so", async (context) => {
  for (const text of [pythonSnippet(saved), typescriptSnippet(saved)]) {
    expect(text).toContain("Held from row to row, so integrate from one to the next: u\n");
    expect(text).toContain("In straight lines from row to row: w\n");
  }
  if (!scipy) return context.skip("no Python with SciPy here");
  const folder = await mkdtemp(join(tmpdir(), "held-"));
  await writeFile(join(folder, "onnxruntime.py"), RUNTIME);
  const rows = "np.array([0.0, 1.0, 3.0]), np.array([[2.0, 0.0], [-1.0, 3.0], [9.0, 3.0]])";
  await writeFile(join(folder, "use.py"), pythonSnippet(saved));
  const own = `import numpy as np\nfrom use import derivative, energy, follow\nprint("end", *follow([0.5, 0.0], ${rows})[-1])\n`;
  await writeFile(join(folder, "mine.py"), own);
  const python = (program: string) => spawnSync("python3", [join(folder, program)], { encoding: "utf8" });
  const { stdout, stderr } = python("mine.py");
  await writeFile(join(folder, "scipy.py"), "raise ImportError\n");
  await writeFile(join(folder, "other.py"), 'from use import derivative\nprint("mine", *derivative([0.5, 0.0])[0])\n');
  const [imported, run] = [python("other.py"), python("use.py")];
  await rm(folder, { recursive: true });
  expect(stderr).toBe("");
  // Imported, it only gives functions, with SciPy and without.
  expect(imported.stdout).toBe("mine 0.0 -0.5\n");
  expect(run.stdout).toMatch(/^derivative .*\nenergy .*\nno scipy, so no motion\n$/);
  const [x, v] = (/^end (\S+) (\S+)\n$/.exec(stdout) ?? []).slice(1).map(Number);
  // By hand: a force of 2 + 3 t for one unit of time, then of -1 + 3 for two.
  const [x1, v1] = [2 + 3 - 1.5 * Math.cos(1) - 3 * Math.sin(1), 3 + 1.5 * Math.sin(1) - 3 * Math.cos(1)];
  expect(x).toBeCloseTo(2 + (x1 - 2) * Math.cos(2) + v1 * Math.sin(2), 6);
  expect(v).toBeCloseTo(v1 * Math.cos(2) - (x1 - 2) * Math.sin(2), 6);
});

test("the exported program in TypeScript runs its example only where it is the program", async () => {
  const folder = await mkdtemp(join(tmpdir(), "use-"));
  const runtime = `export class Tensor {}
export const InferenceSession = { create: async () => ({ run: async () => ({ derivative: { data: [1] }, energy: { data: [2] } }) }) };`;
  await writeFile(join(folder, "ort.mjs"), runtime);
  const plain = typescriptSnippet(saved)
    .replace(/ as Float64Array|!(?=\.)|: number\[\](\[\])?/g, "")
    .replace('"onnxruntime-node";', '"./ort.mjs";');
  await writeFile(join(folder, "use.mjs"), plain);
  await writeFile(join(folder, "mine.mjs"), 'import { evaluate } from "./use.mjs";\nconsole.log(typeof evaluate);\n');
  const outputs = ["use.mjs", "mine.mjs"].map(
    (program) => spawnSync(process.execPath, [join(folder, program)], { encoding: "utf8" }).stdout,
  );
  await rm(folder, { recursive: true });
  expect(outputs).toEqual(["derivative [ 1 ]\nenergy 2\n", "function\n"]);
});
