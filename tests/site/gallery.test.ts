import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { runHere, start, temporaryFolder } from "../cli/process.js";
import { inPython } from "../sympy.js";

const folder = temporaryFolder();
const root = fileURLToPath(new URL("../..", import.meta.url));
const hasPython = await inPython("pass").then(
  () => true,
  () => false,
);

/** What a module of the site's gallery writes, made by the built library as the site makes it. */
async function page(module: string, call: string): Promise<string> {
  const url = (path: string) => JSON.stringify(pathToFileURL(join(root, path)).href);
  const program = `import * as made from ${url(`site/gallery/${module}.mjs`)};
    import { systemNamed } from ${url("dist/index.js")};
    const folder = ${JSON.stringify(folder.path)};
    process.stdout.write((await made.${call}).page);`;
  const { finished } = start(process.execPath, ["--input-type=module", "--eval", program], { cwd: root });
  const { code, stdout, stderr } = await finished;
  expect([code, stderr]).toEqual([0, ""]);
  return stdout;
}

/** The blocks of a page by their language. */
const blocks = (text: string) =>
  new Map([...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = "", code = ""]) => [language, code]));

const own = `systemPage(folder, (await import(${JSON.stringify(pathToFileURL(join(root, "examples/systems/morse.mjs")).href)})).default,
  { file: "morse.mjs", path: ${JSON.stringify(join(root, "examples/systems/morse.mjs"))} })`;

test.each([
  ["a built-in system", "system", 'systemPage(folder, systemNamed("pendulum"))', ["pendulum"]],
  ["a system of one's own", "system", own, ["morse"]],
  [
    "a record",
    "record",
    `recordPage(folder, { examples: ${JSON.stringify(join(root, "examples"))}, path: "records/pendulum.csv" })`,
    ["record-pendulum-fit", "record-pendulum-held-out"],
  ],
])("the page of %s: its pictures are there, its commands and programs run", async (_, module, call, pictures) => {
  const text = await page(module, call);
  for (const picture of pictures)
    for (const theme of ["light", "dark"]) {
      expect(text).toContain(`src="./${picture}-${theme}.svg"`);
      expect(await readFile(folder.in(`${picture}-${theme}.svg`), "utf8")).toContain("<svg");
    }
  const found = blocks(text);
  // As a reader has them: commands in one folder, where Python then finds their files.
  const place = folder.in(module, pictures[0] as string);
  await mkdir(place, { recursive: true });
  for (const line of (found.get("sh") ?? "").trim().split("\n")) {
    const words = line.split(" ").slice(1);
    const placed = words.map((word, i) =>
      /^(\.\/)?examples\//.test(word)
        ? join(root, word)
        : words[i - 1] === "--out" || /^\w+\.csv$/.test(word)
          ? join(place, word)
          : word,
    );
    expect(await runHere(...placed)).toMatchObject({ code: 0 });
  }
  const typescript = start(process.execPath, ["--input-type=module", "--eval", found.get("ts") ?? ""], { cwd: root });
  expect(await typescript.finished).toMatchObject({ code: 0, stderr: "", stdout: expect.stringMatching(/\d/) });
  if (!hasPython) return;
  await writeFile(join(place, "read.py"), found.get("python") ?? "");
  const python = start("python3", ["read.py"], { cwd: place });
  expect(await python.finished).toMatchObject({ code: 0, stderr: "", stdout: expect.stringMatching(/\d/) });
});

test("every record of a physics engine has its note, and the gallery 30 pages or more", async () => {
  const names = (path: string, ending: string) =>
    readdir(join(root, path)).then((all) => all.filter((name) => name.endsWith(ending)));
  const engines = await names("examples/records/engines", ".csv");
  const noted = start(
    process.execPath,
    [
      "--input-type=module",
      "--eval",
      `import { engineNotes } from "./site/gallery/engines.mjs"; console.log(JSON.stringify(Object.keys(engineNotes)))`,
    ],
    { cwd: root },
  );
  const { stdout } = await noted.finished;
  expect((JSON.parse(stdout) as string[]).map((name) => `${name}.csv`).sort()).toEqual(engines.sort());
  const { allSystems } = await import("../../src/mechanics/index.js");
  const [systems, records] = [await names("examples/systems", ".mjs"), await names("examples/records", ".csv")];
  expect(allSystems.length + systems.length + records.length + engines.length).toBeGreaterThanOrEqual(30);
});

test("a formula with bars stays in its cell of the table of engines", async () => {
  const engine = {
    name: "engine-x",
    title: "x",
    equation: "theta'' = -|theta'| theta'",
    results: { check: { verdict: "dissipative" }, forces: [], heldOut: { relative: 0.012 } },
  };
  const program = `import { enginesPage } from "./site/gallery/engines.mjs"; process.stdout.write(enginesPage([${JSON.stringify(engine)}]));`;
  const { stdout } = await start(process.execPath, ["--input-type=module", "--eval", program], { cwd: root }).finished;
  const rows = stdout.split("\n").filter((line) => line.startsWith("|"));
  expect(rows).toHaveLength(3);
  for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(6);
  expect(rows[2]).toContain("| no friction | `theta'' = -\\|theta'\\| theta'` | 1.2 % |");
});
