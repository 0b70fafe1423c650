import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import packageFile from "../../package.json" with { type: "json" };
import { start, temporaryFolder } from "../cli/process.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = temporaryFolder();

/** What a program has installed that imports us: this package, and no types of Node. */
async function install(name: string): Promise<void> {
  const place = folder.in("node_modules", name);
  await mkdir(dirname(place), { recursive: true });
  await symlink(name === packageFile.name ? root : join(root, "node_modules", name), place);
}

test("every entry of the package compiles in a strict program that checks our declarations too", async () => {
  await install(packageFile.name);
  const entries = Object.entries(packageFile.exports).flatMap(([entry, target]) =>
    JSON.stringify(target).includes(".d.ts") ? [`${packageFile.name}${entry.slice(1)}`] : [],
  );
  expect(entries.length).toBeGreaterThan(5);
  const imports = entries.map((entry, i) => `import * as entry${i} from "${entry}";\nconsole.log(entry${i});\n`);
  const use = `import { adapt, predict } from "${packageFile.name}";
const adapted = await adapt({ name: "a.csv", content: new Uint8Array() });
const names: readonly string[] = predict(adapted, { duration: 2 }).names;
console.log(names, adapted.check.verdict);
`;
  await writeFile(folder.in("use.ts"), imports.join("") + use);
  await writeFile(folder.in("package.json"), JSON.stringify({ type: "module" }));
  const compilerOptions = {
    module: "nodenext",
    target: "es2022",
    lib: ["es2023", "dom"],
    types: [],
    strict: true,
    skipLibCheck: false,
    noEmit: true,
  };
  await writeFile(folder.in("tsconfig.json"), JSON.stringify({ compilerOptions, files: ["use.ts"] }));
  const compiler = join(root, "node_modules", ".bin", "tsc");
  const { code, stdout } = await start(process.execPath, [compiler, "-p", folder.in("tsconfig.json")]).finished;
  expect([code, stdout]).toEqual([0, ""]);
});

test("the files for those who cite and archive say the same of this version", async () => {
  const text = (name: string) => readFile(join(root, name), "utf8");
  const { name, version, license } = packageFile;
  const citation = parse(await text("CITATION.cff")) as Record<string, unknown>;
  expect(citation).toMatchObject({ "cff-version": "1.2.0", type: "software", title: name, version, license });
  const { abstract: description, keywords } = citation;
  const metadata = JSON.parse(await text("codemeta.json")) as Record<string, unknown>;
  expect(metadata).toMatchObject({
    name,
    version,
    description,
    keywords,
    license: `https://spdx.org/licenses/${license}`,
  });
  expect(metadata["runtimePlatform"]).toContain(`Node.js ${packageFile.engines.node.replace(">=", ">= ")}`);
  const deposit = JSON.parse(await text(".zenodo.json")) as Record<string, unknown>;
  expect(deposit).toMatchObject({ title: name, version, description, keywords, license });
});

test("the package for JSR has every entry, each with its declarations", async () => {
  const out = folder.in("jsr");
  const { finished } = start(process.execPath, [join(root, "scripts/jsr.mjs"), "--out", out]);
  expect(await finished).toMatchObject({ code: 0, stderr: "" });
  const { version, license, exports } = JSON.parse(await readFile(join(out, "jsr.json"), "utf8")) as {
    [key: string]: unknown;
    exports: Record<string, string>;
  };
  expect({ version, license }).toEqual({ version: packageFile.version, license: packageFile.license });
  expect(Object.keys(exports)).toEqual(Object.keys(packageFile.exports));
  for (const entry of Object.values(exports)) {
    const [first = ""] = (await readFile(join(out, entry), "utf8")).split("\n");
    const [, types = ""] = /^\/\* @ts-self-types="(.+)" \*\/$/.exec(first) ?? [];
    expect(await readFile(join(out, dirname(entry), types), "utf8")).toContain("export");
  }
  // A program stays one.
  expect(await readFile(join(out, "dist/node/main.js"), "utf8")).toMatch(/^#!/);
});

test("the bundle for Node has every entry of the package, and what threads and processes begin with", async () => {
  const entries = Object.values(packageFile.exports).map(({ node }) => node.replace("./dist/node/", ""));
  const sources = (await readdir(join(root, "src"), { recursive: true })).filter((file) => file.endsWith(".ts"));
  const texts = await Promise.all(sources.map((file) => readFile(join(root, "src", file), "utf8")));
  const begun = texts.flatMap((text) =>
    [...text.matchAll(/new URL\((?:\/\*.*\*\/ )?"\.\/([\w-]+\.js)", import\.meta\.url\)/g)].map(([, file]) => file),
  );
  expect(begun).toContain("job-thread.js");
  expect(await readdir(join(root, "dist/node"))).toEqual(expect.arrayContaining([...entries, ...begun]));
});
