import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadSystemFile } from "../../src/dataset/index.js";
import { integrate } from "../../src/mechanics/index.js";
import { expectMistake, runHere, temporaryFolder } from "./process.js";

const folder = temporaryFolder();
/** The worked example of docs/systems.md. */
const example = fileURLToPath(new URL("../../docs/examples/quartic-well.ts", import.meta.url));

async function file(name: string, text: string): Promise<string> {
  await writeFile(folder.in(name), text);
  return folder.in(name);
}

describe("a system from a file", () => {
  test("is the one that the documentation shows", async () => {
    const page = await readFile(new URL("../../docs/systems.md", import.meta.url), "utf8");
    expect(page).toContain(await readFile(example, "utf8"));
  });

  test.each([["positional"], ["--system"]])("can be simulated: %s", async (form) => {
    const place = form === "positional" ? [example] : ["--system", example];
    const options = ["--state", "1,0,0,0.5", "--set", "steepness=3", "--points", "3", "--json"];
    const { code, stdout, stderr } = await runHere("simulate", ...place, ...options);
    expect([code, stderr]).toEqual([0, ""]);
    const { q, energy } = JSON.parse(stdout) as { q: number[][]; energy: number[] };
    // p_y^2 / 2 and (3 x^2)^2 / 4.
    expect(energy[0]).toBeCloseTo(0.125 + 9 / 4, 14);
    const system = (await loadSystemFile(example)).withConstants({ steepness: 3 });
    const states = integrate(system, Float64Array.of(1, 0, 0, 0.5), [0, 5, 10]);
    expect(q[2]).toEqual([...states.subarray(8, 10)]);
  });

  test("is described like those that are built in", async () => {
    const { code, stdout, stderr } = await runHere("systems", "pendulum", example, "--json");
    expect([code, stderr]).toEqual([0, ""]);
    const described = JSON.parse(stdout) as { name: string; coordinates: string[] }[];
    expect(described.map(({ name, coordinates }) => [name, coordinates])).toEqual([
      ["pendulum", ["theta"]],
      ["quartic-well", ["x", "y"]],
    ]);
  });

  test("in JavaScript may export what defineSystem takes", async () => {
    const path = await file(
      "free.mjs",
      `import { square } from "metahamilton/graph";
       export default { name: "free", coordinates: ["x"], hamiltonian: (q, [p]) => square(p), initialState: { x: 0, p_x: [1, 2] } };`,
    );
    const { stdout } = await runHere(
      "simulate",
      path,
      "--state",
      "0,1.5",
      "--duration",
      "2",
      "--points",
      "2",
      "--json",
    );
    expect((JSON.parse(stdout) as { q: number[][] }).q[1]?.[0]).toBeCloseTo(6, 10);
  });

  test.each([
    ["missing.ts", undefined, /missing\.ts: there is no such file/],
    ["syntax.ts", "export default {", /syntax\.ts: cannot be loaded as a system: .*syntax\.ts:\d/],
    ["nothing.ts", "const x: number = 1;", /nothing\.ts: it defines no system: .*export default defineSystem/],
    ["absent.ts", "import 'metahamiltn'; export default {};", /absent\.ts: .*Cannot find module 'metahamiltn'\n$/],
    ["throws.js", "throw new Error('no luck')", /throws\.js: cannot be loaded as a system: no luck/],
    [
      "taken.js",
      "export default { name: 'pendulum', coordinates: ['x'], hamiltonian: (q, p) => p[0], initialState: { x: 0, p_x: 1 } };",
      /taken\.js: there is already a system "pendulum"/,
    ],
    [
      "operators.ts",
      "export default { name: 'o', coordinates: ['x'], hamiltonian: ([x], [p]) => x * p, initialState: { x: 0, p_x: 1 } };",
      /operators\.ts: system "o": its Hamiltonian must return a tensor/,
    ],
  ])("that is wrong is refused in one line: %s", async (name, text, message) => {
    const path = text === undefined ? folder.in(name) : await file(name, text);
    expectMistake(await runHere("simulate", path, "--state", "1,0"), message);
  });
});

describe("constants", () => {
  test.each([
    [
      "pendulum --state 1,0 --set lenght=2",
      /--set lenght: there is no such constant; pendulum has mass, length, gravity/,
    ],
    ["pendulum --state 1,0 --set length", /--set needs constant=value/],
    ["pendulum --state 1,0 --set length=long", /--set length: expected a number, got "long"/],
    ["pendulum --state 1,0 --set length=1..2", /--set length: expected a number, got "1\.\.2"/],
    ["pendulum --state 1,0 --set length=0", /no finite energy and forces/],
  ])("refuses: simulate %s", async (args, message) => {
    expectMistake(await runHere("simulate", ...args.split(" ")), message);
  });

  test("change the motion", async () => {
    const { stdout } = await runHere(
      ..."simulate mass-spring --set mass=2 stiffness=8 --state 1,0 --duration 1 --points 2 --json".split(" "),
    );
    expect((JSON.parse(stdout) as { q: number[][] }).q[1]?.[0]).toBeCloseTo(Math.cos(2), 10);
  });
});
