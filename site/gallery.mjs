// The gallery's pages: a motion of every system, and the law of every record of examples/records, by the built library.

import { execFileSync } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { allSystems, drawRecordFigures, lawLines, motionsFigure, randomStream, simulate } from "../dist/index.js";

const program = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));

const THEMES = ["light", "dark"];
const picture = (stem, alt) =>
  `<picture><source media="(prefers-color-scheme: dark)" srcset="./${stem}-dark.svg" /><img src="./${stem}-light.svg" alt="${alt}" /></picture>`;

/** Writes the pages into a folder. */
export async function writeGallery(folder, examples, say) {
  await mkdir(folder, { recursive: true });
  const shown = [];
  for (const system of allSystems) {
    const { name, title } = system;
    await writeFile(`${folder}/${name}.md`, await systemPage(folder, system));
    shown.push(`- [${title}](${name}.md): ${"`"}${system.formula}${"`"}`);
    say(`gallery: ${name}`);
  }
  const learned = [];
  for (const file of (await readdir(examples)).filter((one) => one.endsWith(".csv")).sort()) {
    const { stem, formula, page } = await recordPage(folder, examples, file);
    await writeFile(`${folder}/record-${stem}.md`, page);
    learned.push(
      `- [${file}](record-${stem}.md): ${formula === undefined ? "no closed form" : `${"`"}${formula}${"`"}`}`,
    );
    say(`gallery: ${file}`);
  }
  const index = `# Gallery\n\n## Systems\n\n${shown.join("\n")}\n\n## Records and their laws\n\n${learned.join("\n")}\n
What five physics engines conserve, and what they lose: [laws of measured motions](../laws.md#physics-engines).\n`;
  await writeFile(`${folder}/index.md`, index);
}

async function systemPage(folder, system) {
  const { name, title, formula, coordinates, constants, duration } = system;
  const state = system.initialState(randomStream(0, "gallery", name));
  const { t, states } = simulate(system, state);
  for (const theme of THEMES)
    await writeFile(
      `${folder}/${name}-${theme}.svg`,
      motionsFigure([{ trajectory: 0, system, times: t, states }], { theme }),
    );
  const values = Object.entries(constants).map(([key, value]) => `| ${key} | ${value} |`);
  return `# ${title}

${"```"}
${formula}
${"```"}

${picture(name, `A motion of the system ${name}: coordinates and momenta against time, phase portraits, energy error`)}

${values.length === 0 ? "" : `| constant | value |\n|---|---|\n${values.join("\n")}\n`}
Coordinates: ${coordinates.map(({ position, momentum }) => `${position.name} with ${momentum.name}`).join(", ")}; ${duration} s.

${"```sh"}
metahamilton simulate ${name} --out ${name}.csv    # a motion as a record
metahamilton adapt ${name}.csv                     # its law from the record
${"```"}

${"```js"}
import { simulate, systemNamed } from "metahamilton";

const system = systemNamed("${name}");
const { t, states, energy } = simulate(system, Float64Array.of(${[...state].map((value) => Number(value.toPrecision(4))).join(", ")}));
${"```"}

${"```python"}
import csv

with open("${name}.csv") as file:
    rows = list(csv.DictReader(file))  # the columns are named with their units
${"```"}
`;
}

async function recordPage(folder, examples, file) {
  const stem = file.replace(/\.csv$/, "");
  const run = await mkdtemp(join(tmpdir(), "gallery-"));
  execFileSync(process.execPath, [program, "adapt", join(examples, file), "--out", run], { stdio: "ignore" });
  const results = JSON.parse(await readFile(join(run, "results.json"), "utf8"));
  const figures = THEMES.map((theme) => drawRecordFigures(results, { theme }));
  for (const [i, drawn] of figures.entries())
    for (const [name, svg] of drawn) await writeFile(`${folder}/record-${stem}-${name}-${THEMES[i]}.svg`, svg);
  await rm(run, { recursive: true });
  await copyFile(`${examples}/${file}`, `${folder}/${file}`);
  const lines = lawLines(results);
  const page = `# ${file}

${"```sh"}
metahamilton adapt examples/records/${file}
${"```"}

${"```"}
${lines.join("\n")}
${"```"}

Verdict: ${results.check.verdict}. The last fifth, held out, was predicted to ${Number((100 * results.heldOut.relative).toPrecision(2))} % of the motion's spread.

${figures[0].map(([name]) => picture(`record-${stem}-${name}`, `${name} of the record ${file}`)).join("\n\n")}
`;
  return { stem, formula: results.law?.formula, page };
}
