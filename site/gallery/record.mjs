// The page of a record: what adapt makes of it, with the commands and programs that make and read it.

import { execFileSync } from "node:child_process";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { drawRecordFigures, lawLines, verdictSentence } from "../../dist/index.js";
import { picture, THEMES } from "./cards.mjs";

const program = fileURLToPath(new URL("../../dist/node/main.js", import.meta.url));

/** `path`: of the record, in `examples`. `title` and `about` where there is more to say of it than its file's name. */
export async function recordPage(folder, { examples, path, title, about }) {
  const file = basename(path);
  const stem = file.replace(/\.csv$/, "");
  const name = `${path.includes("engines") ? "engine" : "record"}-${stem}`;
  const shown = `examples/${path}`;
  const run = await mkdtemp(join(tmpdir(), "gallery-"));
  execFileSync(process.execPath, [program, "adapt", join(examples, path), "--out", run], { stdio: "ignore" });
  const results = JSON.parse(await readFile(join(run, "results.json"), "utf8"));
  await rm(run, { recursive: true });
  const figures = THEMES.map((theme) => drawRecordFigures(results, { theme }));
  for (const [i, drawn] of figures.entries())
    for (const [figure, svg] of drawn) await writeFile(`${folder}/${name}-${figure}-${THEMES[i]}.svg`, svg);
  await copyFile(join(examples, path), `${folder}/${file}`);
  const { check, heldOut, law } = results;
  const page = `# ${title ?? file}

${about === undefined ? "" : `${about}\n`}
\`\`\`sh
metahamilton adapt ${shown} --out runs/${stem}
\`\`\`

\`\`\`
${lawLines(results).join("\n")}
\`\`\`

Verdict: ${check.verdict}. ${verdictSentence(results)} The last fifth, held out, was predicted to ${Number((100 * heldOut.relative).toPrecision(2))} % of the motion's spread.

${figures[0].map(([figure]) => picture(`${name}-${figure}`, `${figure} of the record ${file}`)).join("\n\n")}

TypeScript:

\`\`\`ts
import { readFile } from "node:fs/promises";
import { adapt, predict } from "metahamilton";

const name = "${shown}";
const mine = await adapt({ name, content: await readFile(name) });
console.log(mine.check.verdict, mine.law?.formula, mine.heldOut.relative);
const { t, states } = predict(mine, { duration: ${Number((results.tick * 10).toPrecision(2))} });
console.log(t.length, states.length);
\`\`\`

Python:

\`\`\`python
import csv, json

with open("runs/${stem}/results.json", encoding="utf-8") as file:
    results = json.load(file)
print(results["check"]["verdict"], results["heldOut"]["relative"])
for constant in results["constants"]:
    print(constant["name"], constant["value"], constant["deviation"], constant["unit"])
with open("runs/${stem}/predictions.csv", encoding="utf-8") as file:
    rows = list(csv.DictReader(file))
print(len(rows), list(rows[0]))
\`\`\`
`;
  const formula = law?.closed === true ? law.formula : "no closed form";
  const equation = lawLines(results).find((line) => line.includes("'' =")) ?? "";
  return { name, title: title ?? file, formula, equation: equation.trim(), drawn: `${name}-fit`, page, results };
}
