// The page of a system: a motion, its constants, the commands and programs that make and read it.

import { readFile, writeFile } from "node:fs/promises";
import { motionsFigure, randomStream, simulate } from "../../dist/index.js";
import { picture, THEMES } from "./cards.mjs";

/** `own`: path and name of the file of a system that is not built in. */
export async function systemPage(folder, system, own) {
  const { name, title, formula, coordinates, constants, duration } = system;
  const state = system.initialState(randomStream(0, "gallery", name)).map((value) => Number(value.toPrecision(4)));
  const { t, states } = simulate(system, state);
  for (const theme of THEMES)
    await writeFile(
      `${folder}/${name}-${theme}.svg`,
      motionsFigure([{ trajectory: 0, system, times: t, states }], { theme }),
    );
  const values = Object.entries(constants).map(([key, value]) => `| ${key} | ${value} |`);
  const taken = own === undefined ? name : `./examples/systems/${own.file}`;
  const source =
    own === undefined
      ? ""
      : `\n\`examples/systems/${own.file}\`:\n\n\`\`\`js\n${await readFile(own.path, "utf8")}\`\`\`\n`;
  const found =
    own === undefined
      ? `import { simulate, systemNamed } from "metahamilton";\n\nconst system = systemNamed("${name}");`
      : `import { simulate } from "metahamilton";\nimport system from "${taken}";\n`;
  const page = `# ${title}

\`\`\`
${formula}
\`\`\`

${picture(name, `A motion of the system ${name}: coordinates and momenta against time, phase portraits, energy error`)}

${values.length === 0 ? "" : `| constant | value |\n|---|---|\n${values.join("\n")}\n`}
Coordinates: ${coordinates.map(({ position, momentum }) => `${position.name} with ${momentum.name}`).join(", ")}; ${duration} s.
${source}
A motion as a record, and its law from that record:

\`\`\`sh
metahamilton simulate ${taken} --state=${state.join(",")} --points 400 --out ${name}.csv
metahamilton adapt ${name}.csv
\`\`\`

TypeScript:

\`\`\`ts
${found}
const { t, states, energy } = simulate(system, Float64Array.of(${state.join(", ")}));
console.log(t.length, states.length, energy[0]);
\`\`\`

Python:

\`\`\`python
import csv

with open("${name}.csv", encoding="utf-8") as file:
    rows = list(csv.DictReader(file))
print(len(rows), list(rows[0]))  # the columns are named with their units
\`\`\`
`;
  return { name, title, formula, drawn: name, page };
}
