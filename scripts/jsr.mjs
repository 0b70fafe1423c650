// Packs the built library for JSR, the registry of modules, in a folder: JavaScript with the declarations that belong to it, and jsr.json from package.json.
//
//   npm run build && node scripts/jsr.mjs --out FOLDER [--check PROGRAM]
//
// --check tries whether the registry would take it, with a Deno of that path: `npm install @deno/linux-x64-glibc` in some folder gives one. Nothing is published.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({ options: { out: { type: "string" }, check: { type: "string" } } });
const { out, check } = options;
if (out === undefined || existsSync(out)) {
  console.error("jsr: --out FOLDER, one that is not there yet");
  process.exit(2);
}
const root = fileURLToPath(new URL("..", import.meta.url));
const { name, version, license, exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

mkdirSync(out, { recursive: true });
for (const part of ["dist", "models", "package.json", "README.md", "CHANGELOG.md", "LICENSE"])
  cpSync(join(root, part), join(out, part), {
    recursive: true,
    // The lab is a page, not a module.
    filter: (path) => path !== join(root, "dist", "lab"),
  });
const modules = readdirSync(join(out, "dist"), { recursive: true })
  .map((file) => join(out, "dist", file))
  .filter((file) => file.endsWith(".js"));
for (const file of modules) {
  const types = file.replace(/\.js$/, ".d.ts");
  if (!existsSync(types)) continue;
  const [first, ...rest] = readFileSync(file, "utf8").split("\n");
  const declared = `/* @ts-self-types="./${basename(types)}" */`;
  // The line that makes a program of a file stays the first.
  writeFileSync(file, [...(first.startsWith("#!") ? [first, declared] : [declared, first]), ...rest].join("\n"));
}
const entries = Object.entries(exports).map(([entry, target]) => [entry, target.default]);
const description = { name: `@${name}/${name}`, version, license, exports: Object.fromEntries(entries) };
writeFileSync(join(out, "jsr.json"), `${JSON.stringify(description, null, 2)}\n`);
console.log(`jsr: ${out}: ${modules.length} modules, ${entries.length} entries`);
if (check !== undefined) {
  // Where it resolves the packages that are imported.
  symlinkSync(join(root, "node_modules"), join(out, "node_modules"));
  // Declarations are ours already; Deno's own ones of them leave out names that others import.
  execFileSync(check, ["publish", "--dry-run", "--allow-dirty", "--quiet", "--allow-slow-types"], {
    cwd: out,
    stdio: "inherit",
  });
  console.log("jsr: the dry run went through");
}
