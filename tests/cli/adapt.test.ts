import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { parquetReadObjects } from "hyparquet";
import { beforeAll, describe, expect, test } from "vitest";
import { dop853 } from "../../src/mechanics/index.js";
import { pendulumCsv } from "../records/pendulum.js";
import { expectMistake, runHere, temporaryFolder } from "./process.js";

const folder = temporaryFolder();
/** A Python with onnxruntime and numpy, where there is one; `PYTHON` names another than python3. */
const python = [process.env.PYTHON, "python3"].find(
  (command) => command !== undefined && spawnSync(command, ["-c", "import onnxruntime, numpy"]).status === 0,
);

beforeAll(async () => {
  await writeFile(folder.in("pendulum.csv"), pendulumCsv({ noise: 0.01 }, "omega"));
  await writeFile(folder.in("damped.csv"), pendulumCsv({ friction: 0.2 }, "omega"));
  await runHere("adapt", folder.in("pendulum.csv"), "--out", folder.in("run"), "--png");
});

describe("adapt", () => {
  test("leaves a model, predictions, figures and a report", async () => {
    for (const name of [
      "config.json",
      "model.safetensors",
      "report/index.html",
      "figures/fit.svg",
      "figures/phase.png",
      "figures/energy.png",
      "figures/curves.svg",
      "figures/residuals.svg",
    ])
      expect(existsSync(folder.in("run", name)), name).toBe(true);
    const results = JSON.parse(await readFile(folder.in("run", "results.json"), "utf8"));
    expect(results.check.verdict).toBe("conservative");
    expect(results.heldOut.relative).toBeLessThan(0.05);
    const [heading, ...rows] = (await readFile(folder.in("run", "predictions.csv"), "utf8")).trim().split("\n");
    expect(heading).toBe("t [s],theta [rad],omega [1/s],theta_sd [rad],omega_sd [1/s],energy");
    const file = await readFile(folder.in("run", "predictions.parquet"));
    const table = await parquetReadObjects({ file: file.buffer.slice(file.byteOffset, file.byteOffset + file.length) });
    expect(table).toHaveLength(rows.length);
    expect(String(table[7]?.["theta [rad]"])).toBe(rows[7]?.split(",")[1]);
  });

  test("reads the data sets that generate writes", async () => {
    await runHere("generate", "pendulum", "--trajectories", "2", "--out", folder.in("data"));
    const { code, stdout, stderr } = await runHere(
      "adapt",
      folder.in("data", "pendulum.zarr"),
      "--out",
      folder.in("zarr"),
    );
    expect(stderr).toMatch(/2 motions, told apart by trajectory/);
    expect(stdout).toMatch(/^The law \(time in s\):\n {2}theta'' = -\S* ?sin\(theta\)\n {2}E = /);
    expect(stdout).toMatch(/^Nothing speaks against a conserved energy/m);
    expect(code).toBe(0);
  });

  test("says what it understood, what it found and how to go on", async () => {
    const { code, stdout, stderr } = await runHere(
      "adapt",
      folder.in("pendulum.csv"),
      "--out",
      folder.in("again"),
      "--mass",
      "2kg",
    );
    expect(code).toBe(0);
    expect(stderr).toMatch(/1 coordinate: theta \[rad\] with velocity omega \[1\/s\]/);
    expect(stderr).toMatch(/momenta: velocity times the given mass/);
    expect(stdout).toMatch(/Nothing speaks against a conserved energy/);
    expect(stdout).toMatch(/predicted its 10 samples to [\d.]+ %/);
    expect(stdout).toMatch(/To predict: ((npx )?metahamilton|node \S+main\.js) predict /);
  });

  test("learns friction with the energy, or the energy alone where that is asked for", async () => {
    const { code, stdout } = await runHere("adapt", folder.in("damped.csv"), "--out", folder.in("damped"));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^The motion loses energy to friction\. Found: .*velocity of theta\.$/m);
    expect(existsSync(folder.in("damped", "figures", "fit.svg"))).toBe(true);
    expect(existsSync(folder.in("damped", "figures", "fit.png"))).toBe(false);
    const { friction } = JSON.parse(await readFile(folder.in("damped", "results.json"), "utf8")).check;
    expect(Math.abs(friction.value - 0.2)).toBeLessThan(0.01);
    const alone = await runHere("adapt", folder.in("damped.csv"), "--out", folder.in("alone"), "--conservative");
    expect(alone.code).toBe(0);
    expect(alone.stdout).not.toMatch(/Found: friction/);
  });

  test("mistakes in one line", async () => {
    expectMistake(await runHere("adapt", folder.in("nothing.csv")), /there is no such file/);
    await mkdir(folder.in("empty"));
    expectMistake(await runHere("adapt", folder.in("empty")), /a folder with neither records .* nor a Zarr group/);
    expectMistake(await runHere("adapt", folder.in("pendulum.csv"), "--out", folder.in("run")), /is not empty/);
    expectMistake(
      await runHere("adapt", folder.in("pendulum.csv"), "--mass", "heavy"),
      /--mass must be a positive number/,
    );
    expectMistake(
      await runHere("adapt", folder.in("pendulum.csv"), "--coordinates", "phi"),
      /--coordinates names "phi"/,
    );
  });
});

describe("predict", () => {
  test("goes on from the end of the record, with deviations", async () => {
    const { code, stdout } = await runHere("predict", folder.in("run"), "--duration", "5", "--points", "6", "--json");
    expect(code).toBe(0);
    const { names, t, states, deviations } = JSON.parse(stdout);
    expect(names).toEqual(["theta", "omega"]);
    expect([t[0], t[5]]).toEqual([10, 15]);
    expect(states).toHaveLength(6);
    expect(deviations[5][0]).toBeGreaterThan(0);
  });

  test("refuses a start far from the record, and an integrator's name that does not exist", async () => {
    expectMistake(
      await runHere("predict", folder.in("run"), "--from", "3,5", "--duration", "1"),
      /far from everything in the record: theta was only seen from/,
    );
    expectMistake(
      await runHere("predict", folder.in("run"), "--from", "1", "--duration", "1"),
      /--from must have 2 numbers/,
    );
    expectMistake(
      await runHere("predict", folder.in("nowhere"), "--duration", "1"),
      /is not a folder that metahamilton adapt made/,
    );
    expectMistake(await runHere("predict", folder.in("run"), "--duration", "1", "--integrator", "euler"), /euler/, 2);
  });

  test("integrators agree", async () => {
    const end = async (name: string) => {
      const { stdout } = await runHere(
        "predict",
        folder.in("run"),
        "--from",
        "1,0",
        "--duration",
        "3",
        "--points",
        "2",
        "--json",
        "--integrator",
        name,
      );
      return JSON.parse(stdout).states[1][0] as number;
    };
    const reference = await end("gauss-legendre-6");
    for (const name of ["rk4", "leapfrog", "yoshida-4"])
      expect(Math.abs((await end(name)) - reference)).toBeLessThan(3e-3);
  });
});

describe("export", () => {
  test("writes a model that has been run, once", async () => {
    const { code, stdout } = await runHere("export", folder.in("run"));
    expect(code).toBe(0);
    expect(stdout).toMatch(/it agrees with the learned energy to \d\.\de-1\d/);
    expectMistake(await runHere("export", folder.in("run")), /is not empty/);
  });

  test("its programs give the same derivative in Node and, where onnxruntime is there, in Python", async (context) => {
    const { stdout } = await runHere("export", folder.in("run"), "--out", folder.in("exported"));
    expect(stdout).not.toBe("");
    // What little of TypeScript it uses is left out here; ONNX Runtime is found from this project.
    const typescript = await readFile(folder.in("exported", "use.ts"), "utf8");
    const javascript = typescript
      .replace(/ as Float64Array|!(?=\.)|: number\[\]\[\]/g, "")
      .replace('"onnxruntime-node"', JSON.stringify(import.meta.resolve("onnxruntime-node")));
    await writeFile(folder.in("exported", "use.mjs"), javascript);
    const node = spawnSync(process.execPath, [folder.in("exported", "use.mjs")], { encoding: "utf8" });
    const numbers = (text: string) => (text.match(/-?\d[\d.]*(e-?\d+)?/g) ?? []).map(Number);
    const [p = 0, dp = 0] = numbers(node.stdout.split("\n")[0] ?? "");
    expect(node.stderr).toBe("");
    expect(Number.isFinite(p) && Number.isFinite(dp)).toBe(true);
    if (python === undefined) return context.skip("no Python with onnxruntime here");
    const other = spawnSync(python, [folder.in("exported", "use.py")], { encoding: "utf8" });
    expect(other.stderr).toBe("");
    const [q, dq] = numbers(other.stdout.split("\n")[0] ?? "");
    expect(q).toBeCloseTo(p, 10);
    expect(dq).toBeCloseTo(dp, 10);
  });
});

describe("a motion that is pushed", () => {
  const push = (t: number) => Math.sin(1.3 * t);

  beforeAll(async () => {
    const times = Float64Array.from({ length: 120 }, (_, i) => i / 10);
    const { states } = dop853(
      ([x = 0, v = 0, t = 0], out) => out.set([v, -4 * x + 1.5 * push(t), 1]),
      Float64Array.of(0.4, 0, 0),
      times,
      { tolerance: 1e-10 },
    );
    const rows = Array.from(times, (t, i) => [t, states[3 * i], states[3 * i + 1], push(t)].join());
    await writeFile(folder.in("pushed.csv"), ["t,x,v,u", ...rows].join("\n"));
    const plan = Array.from({ length: 41 }, (_, i) => `${12 + i / 10},${push(12 + i / 10)}`);
    await writeFile(folder.in("plan.csv"), ["t,u", ...plan].join("\n"));
    await writeFile(folder.in("other.csv"), "t,w\n12,0\n16,1\n");
    await runHere("adapt", folder.in("pushed.csv"), "--input", "u", "--out", folder.in("pushed"));
  });

  test("is predicted under a future input, and not without it", async () => {
    const predict = (...more: string[]) => runHere("predict", folder.in("pushed"), "--duration", "3", ...more);
    const { code, stdout } = await predict("--input", folder.in("plan.csv"), "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout).names).toEqual(["x", "v"]);
    expectMistake(await predict(), /needs the future values of u: give them with --input FILE/);
    expectMistake(await predict("--input", folder.in("other.csv")), /other\.csv: no column "u" among "t", "w"/);
    const early = await runHere("predict", folder.in("pushed"), "--duration", "5", "--input", folder.in("plan.csv"));
    expectMistake(early, /plan\.csv: ends at 16, before the prediction does/);
  });
});
