// The gallery's pages, by the built library: a motion of every system, built in or one of examples/systems, the law of every record of examples/records, and what
// physics engines conserve by the records of examples/records/engines.

import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { allSystems } from "../dist/index.js";
import { card, cards } from "./gallery/cards.mjs";
import { engineNotes, enginesPage, foundText } from "./gallery/engines.mjs";
import { recordPage } from "./gallery/record.mjs";
import { systemPage } from "./gallery/system.mjs";

/** Writes the pages into a folder. `examples` is the repository's folder of that name. */
export async function writeGallery(folder, examples, say) {
  await mkdir(folder, { recursive: true });
  const known = [];
  for (const system of allSystems) known.push(await written(systemPage(folder, system)));
  const own = [];
  for (const file of await filesOf(`${examples}/systems`, ".mjs")) {
    const { default: system } = await import(pathToFileURL(join(examples, "systems", file)).href);
    own.push(await written(systemPage(folder, system, { path: join(examples, "systems", file), file })));
  }
  const records = [];
  for (const file of await filesOf(`${examples}/records`, ".csv"))
    records.push(await written(recordPage(folder, { examples, path: `records/${file}` })));
  const engines = [];
  for (const file of await filesOf(`${examples}/records/engines`, ".csv")) {
    const note = engineNotes[file.replace(/\.csv$/, "")];
    if (note === undefined) throw new Error(`site/gallery/engines.mjs says nothing of ${file}`);
    engines.push(await written(recordPage(folder, { examples, path: `records/engines/${file}`, ...note })));
  }
  await writeFile(`${folder}/engines.md`, enginesPage(engines));
  await writeFile(`${folder}/index.md`, indexPage({ known, own, records, engines }));

  /** Writes the page that comes and says so. */
  async function written(coming) {
    const { name, page, ...entry } = await coming;
    await writeFile(`${folder}/${name}.md`, page);
    say(`gallery: ${name}`);
    return { name, ...entry };
  }
}

const filesOf = async (folder, ending) => (await readdir(folder)).filter((name) => name.endsWith(ending)).sort();

function indexPage({ known, own, records, engines }) {
  return `---
aside: false
---

# Gallery

${known.length + own.length} systems and ${records.length + engines.length} records, each with what was made of it, the command, and programs that read its files.

## Records and their laws

${cards(records.map(card))}

## What does your physics engine conserve?

A pendulum without friction, as physics engines move it: [the verdict on each](engines.md).

${cards(engines.map((engine) => card({ ...engine, formula: foundText(engine.results) })))}

## Systems

${cards(known.map(card))}

## Systems of one's own

Each is one file of \`examples/systems\`, as [yours](../systems.md#your-own) would be.

${cards(own.map(card))}
`;
}
