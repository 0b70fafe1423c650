import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { inPython } from "../sympy.js";
import { runHere, start, temporaryFolder } from "./process.js";

const folder = temporaryFolder();
const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const hasPython = await inPython("pass").then(
  () => true,
  () => false,
);

test.runIf(hasPython)("Python reads a learned record by the lines of docs/files.md", async () => {
  const [program] = [...(await readFile(path("docs/files.md"), "utf8")).matchAll(/^```python\n([\s\S]*?)^```$/gm)]
    .map(([, code = ""]) => code)
    .filter((code) => code.includes("runs/mine"));
  // Whatever the columns are called.
  const record = await readFile(path("examples/records/pendulum.csv"), "utf8");
  await writeFile(folder.in("swing.csv"), record.replace(/^t \[s\]/, "Zeit [s]"));
  await runHere("adapt", folder.in("swing.csv"), "--out", folder.in("runs", "mine"));
  const { code, stdout, stderr } = await start("python3", ["-c", program ?? ""], { cwd: folder.path }).finished;
  expect([code, stderr]).toEqual([0, ""]);
  const [first = "", ...rest] = stdout.trim().split("\n");
  expect(first).toMatch(/^E = 0\.12\d* theta'\^2 \+ 4\.9\d* \(1 - cos\(theta\)\) conservative 0\.00\d+$/);
  expect(rest.filter((line) => line.includes(" +- ")).length).toBeGreaterThan(3);
  // Twice as far as the record goes.
  expect(rest.at(-1)).toMatch(/^\['theta \[rad\]', 'p_theta \[kg m\^2\/s\]'.*\] 16\.0$/);
});
