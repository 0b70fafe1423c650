import { readdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "vite";
import { describe, expect, test } from "vitest";
import { cached } from "../../src/base/cached.js";
import { adapt, fieldOf } from "../../src/records/index.js";
import { type Finished, runHere, start, temporaryFolder } from "../cli/process.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

const folder = temporaryFolder();

/** What an example must print. */
const expected: Readonly<Record<string, RegExp>> = {
  "planet.mjs":
    /^conservative E = x'\^2\/2 \+ y'\^2\/2 - 2\.959\d+e-4\/r, r = sqrt\(x\^2 \+ y\^2\)\nheld-out positions predicted to 0\.0000\d+ %\nday 1471: x /,
  "pretrained.mjs": /^dp\/dt at 0\.5 rad: learned -0\.[45]\d+, true -0\.479$/m,
};

test("every example is tested", async () => {
  const names = (await readdir(join(root, "examples"))).filter((name) => name.endsWith(".mjs"));
  expect(names.sort()).toEqual(Object.keys(expected).sort());
});

const printed = new Map<string, Promise<Finished>>();
/** What an example prints; each is run once. */
const runExample = (name: string) =>
  cached(printed, name, () => start(process.execPath, [join(root, "examples", name)]).finished);

test.each(Object.entries(expected))("%s", async (name, output) => {
  const { code, stdout, stderr } = await runExample(name);
  expect(stderr).toBe("");
  expect(stdout).toMatch(output);
  expect(code).toBe(0);
});

/** Mars at any day by Kepler's equation, from the published elements: written apart from the script that made the file. */
function mars(days: number): [number, number] {
  const [a, e] = [1.52371034, 0.0933941];
  const M = ((-4.55343205 + 23.94362959 + (19140.30268499 * days) / 36525) * Math.PI) / 180;
  let E = M;
  while (Math.abs(E - e * Math.sin(E) - M) > 1e-14) E = M + e * Math.sin(E);
  return [a * (Math.cos(E) - e), a * Math.sqrt(1 - e * e) * Math.sin(E)];
}

test("the planet's prediction is where Kepler's equation has it", async () => {
  const { stdout } = await runExample("planet.mjs");
  const [x, y] = (/x (\S+) au, y (\S+) au/.exec(stdout) ?? []).slice(1).map(Number);
  const [trueX, trueY] = mars(1471);
  expect(Math.abs((x as number) - trueX)).toBeLessThan(1e-3);
  expect(Math.abs((y as number) - trueY)).toBeLessThan(1e-3);
});

test("the browser's entry reaches no module of Node but the one that only Node loads", async () => {
  const seen = new Set<string>();
  const open = [join(root, "dist/browser.js")];
  for (const file of open) {
    if (seen.has(file)) continue;
    seen.add(file);
    const text = await readFile(file, "utf8");
    for (const node of parseSync(file, text).program.body) {
      const specifier = "source" in node ? node.source?.value : undefined;
      if (specifier === undefined) continue;
      expect(specifier, file).not.toMatch(/^node:/);
      if (specifier.startsWith(".")) open.push(resolve(dirname(file), specifier));
    }
  }
  expect(seen.size).toBeGreaterThan(50);
});

test("the simulated pendulum is what its command writes, and its law has the constants of that command", async () => {
  const provenance = await readFile(join(root, "examples", "records", "PROVENANCE.md"), "utf8");
  const line =
    /^metahamilton (simulate pendulum .*) --out examples\/records\/pendulum\.csv$/m.exec(provenance)?.[1] ?? "";
  const out = folder.in("pendulum.csv");
  expect((await runHere(...line.split(" "), "--out", out)).code).toBe(0);
  const content = await readFile(join(root, "examples", "records", "pendulum.csv"));
  expect((await readFile(out)).equals(content)).toBe(true);
  const constants = (await adapt({ name: "pendulum.csv", content }, { draws: 0 })).law?.constants;
  const { value = 0, deviation = 0 } = constants?.find(({ name }) => name === "g/l") ?? {};
  const truth = Number(/gravity=(\S+)/.exec(line)?.[1]) / Number(/length=(\S+)/.exec(line)?.[1]);
  expect(Math.abs(value - truth)).toBeLessThan(3 * deviation);
  expect(deviation / truth).toBeLessThan(1e-3);
});

describe("positions that JPL determined", () => {
  /** Gauss's constant squared: the Sun's GM, au^3/d^2. */
  const GM = 0.01720209895 ** 2;

  test.each([
    ["mars-1970.csv", 2e-4, 3e-3],
    // Its origin is the barycentre, about 0.01 au from the Sun: 3 % of the pull at perihelion.
    ["halley-1986.csv", 1.5e-2, 3e-2],
  ])("%s: the end is predicted, and the learned force is Newton's", async (name, predicted, force) => {
    const content = await readFile(join(root, "examples", "records", name));
    const { record, check, heldOut, model } = await adapt({ name, content }, { draws: 0 });
    expect(check.verdict).toBe("conservative");
    expect(heldOut.relative).toBeLessThan(predicted);
    const field = fieldOf(model, 3);
    const { positions, times } = record.motions[0] as (typeof record.motions)[number];
    const slope = new Float64Array(6);
    let [error, size] = [0, 0];
    for (let i = 1; i < times.length - 1; i++) {
      const r = positions.subarray(3 * i, 3 * i + 3);
      field(Float64Array.of(...r, 0, 0, 0), slope);
      const distance = Math.hypot(...r);
      for (let c = 0; c < 3; c++) {
        const pull = (-GM * (r[c] as number)) / distance ** 3;
        error += ((slope[3 + c] as number) - pull) ** 2;
        size += pull ** 2;
      }
    }
    expect(Math.sqrt(error / size)).toBeLessThan(force);
  });
});
