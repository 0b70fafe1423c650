// Builds the site into site/dist: pages from docs/, the gallery, the interface from the doc comments, and the lab. Needs the built package and lab
// (npm run build, npm run build:lab) and what site/package.json names.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { writeGallery } from "./gallery.mjs";

const site = dirname(fileURLToPath(import.meta.url));
const root = dirname(site);
const generated = join(site, ".generated");
const docs = join(root, "docs");
const say = (text) => console.log(text);

for (const built of ["dist/index.js", "dist/lab/index.html"])
  if (!existsSync(join(root, built))) {
    console.error(`site: ${built} is missing; run npm run build && npm run build:lab first`);
    process.exit(1);
  }

await rm(generated, { recursive: true, force: true });
await mkdir(join(generated, "public"), { recursive: true });
for (const name of (await readdir(docs)).filter((one) => one.endsWith(".md")))
  await writeFile(join(generated, name), await page(join(docs, name)));
for (const folder of ["figures", "examples"])
  await cp(join(docs, folder), join(generated, folder), { recursive: true });
await cp(join(docs, "architecture.svg"), join(generated, "architecture.svg"));
await cp(join(site, "pages"), generated, { recursive: true });
await cp(join(root, "lab/public/icon.svg"), join(generated, "public/icon.svg"));
for (const theme of ["light", "dark"])
  await cp(join(docs, `figures/report-${theme}.png`), join(generated, `public/report-${theme}.png`));
await writeGallery(join(generated, "gallery"), join(root, "examples"), say);

const tool = (name) => join(site, "node_modules/.bin", name);
const run = (name, ...words) => execFileSync(tool(name), words, { cwd: site, stdio: "inherit" });
run("typedoc", "--options", "typedoc.json");
run("vitepress", "build");
await cp(join(root, "dist/lab"), join(site, "dist/lab"), { recursive: true });
say(`site: ${relative(process.cwd(), join(site, "dist/index.html"))}`);

/** A page of docs/, whose links to pictures elsewhere are copied along; other files of the repository are named, since the site has only pages. */
async function page(path) {
  const text = await readFile(path, "utf8");
  const outside = [...text.matchAll(/(!?)\[([^\]]*)\]\(((?:\.\.\/)[^)]*|examples\/[^)]*|trust-matrix\.json)\)/g)];
  // Beside the page: the bundler takes a bare name for a package.
  let result = text
    .replaceAll(/(src|srcset)="(?=[\w-]+\/)/g, '$1="./')
    .replaceAll(/^<!-- live: (\w+) -->$/gm, '<LivePart name="$1" />');
  for (const [link, mark, words, target] of outside) {
    const file = resolve(dirname(path), target);
    if (mark === "!") {
      const name = relative(root, file).replaceAll("/", "-");
      await mkdir(join(generated, "figures"), { recursive: true });
      await cp(file, join(generated, "figures", name));
      result = result.replace(link, `![${words}](figures/${name})`);
    } else {
      const place = relative(root, file);
      result = result.replace(
        link,
        words === place || words === basename(place) ? `${words}` : `${words} (${"`"}${place}${"`"})`,
      );
    }
  }
  return result;
}
