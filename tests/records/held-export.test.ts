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
  await writeFile(join(folder, "use.py"), `${pythonSnippet(saved)}print("end", *follow(start, ${rows})[-1])\n`);
  const { stdout, stderr } = spawnSync("python3", [join(folder, "use.py")], { encoding: "utf8" });
  await rm(folder, { recursive: true });
  expect(stderr).toBe("");
  const [x, v] = (/^end (\S+) (\S+)$/m.exec(stdout) ?? []).slice(1).map(Number);
  // By hand: a force of 2 + 3 t for one unit of time, then of -1 + 3 for two.
  const [x1, v1] = [2 + 3 - 1.5 * Math.cos(1) - 3 * Math.sin(1), 3 + 1.5 * Math.sin(1) - 3 * Math.cos(1)];
  expect(x).toBeCloseTo(2 + (x1 - 2) * Math.cos(2) + v1 * Math.sin(2), 6);
  expect(v).toBeCloseTo(v1 * Math.cos(2) - (x1 - 2) * Math.sin(2), 6);
});
