import { basename, resolve } from "node:path";
import type { Command } from "commander";
import { UserError } from "../../base/errors.js";
import { CROISSANT_GAPS, croissantOf, type Inspection, inspectStore, listStores } from "../../dataset/index.js";
import { runLongTask } from "../long-task.js";
import { print, printJson, say } from "../output.js";
import { addSystemFileOption, findSystems } from "../system-options.js";
import { formatTable } from "../table.js";

const examples = `
Reads everything: checksums of all chunks, ranges, and energies computed again. Fails where a chunk is damaged or missing.

Examples:
  metahamilton inspect data/pendulum.zarr
  metahamilton inspect data --json
  metahamilton inspect data --croissant > data/croissant.json     # metadata for catalogues of data sets
  metahamilton inspect data/my-system.zarr --system ./my-system.ts`;

interface InspectOptions {
  readonly json?: boolean;
  readonly croissant?: boolean;
  readonly system?: readonly string[];
}

/** `metahamilton inspect`: what a data set holds, and whether it is whole. */
export function addInspect(program: Command): void {
  const command = program
    .command("inspect")
    .argument("<data...>", "data sets, or folders of them")
    .option("--json", "print JSON: a list of everything that is found, a data set each")
    .option("--croissant", "print metadata after Croissant (JSON-LD), for catalogues of data sets")
    .addHelpText("after", examples);
  addSystemFileOption(command).action(inspect);
}

async function inspect(
  paths: readonly string[],
  { json = false, croissant = false, system: files }: InspectOptions,
): Promise<void> {
  await findSystems([], files);
  const stores = [...new Set((await Promise.all(paths.map(listStores))).flat())];
  const found = await runLongTask("nothing was changed", async ({ onProgress, signal }) => {
    const all: Inspection[] = [];
    for (const path of stores)
      all.push(
        await inspectStore(path, { signal, onProgress: (done, total) => onProgress({ task: path, done, total }) }),
      );
    return all;
  });
  const damaged = found.filter((one) => problemsOf(one).length > 0).map(({ path }) => path);
  if (croissant && damaged.length === 0) {
    say(`croissant: ${CROISSANT_GAPS.join(", ")} are yours to add`);
    return printJson(await croissantOf(basename(resolve(paths[0] as string)), found));
  }
  await (json ? printJson(found) : print(found.map(describe).join("\n")));
  if (damaged.length > 0) throw new UserError(`damaged: ${damaged.join(", ")}`);
}

/** Relative difference of stored derivatives from the system's field that rounding does not explain. */
const MAX_DERIVATIVE_ERROR = 1e-9;

function problemsOf({ damaged, derivativeError, attributes }: Inspection): string[] {
  const wrong = derivativeError !== undefined && derivativeError > MAX_DERIVATIVE_ERROR;
  return [
    ...damaged.map(({ file, problem }) => `chunk ${file} ${problem}`),
    ...(wrong ? [`the derivatives are not those of ${attributes.system} with these constants`] : []),
  ];
}

const short = (value: number) => String(Number(value.toPrecision(6)));

function describe(found: Inspection): string {
  const { path, attributes, arrays, time, ranges, energyError, derivativeError } = found;
  const { constants, constant_ranges: varied, noise } = attributes;
  const values = Object.entries(constants).map(([name, value]) => {
    const ends = varied[name];
    if (ends !== undefined) return `${name} ${ends[0]}..${ends[1]}`;
    return attributes.varied_constants.includes(name) ? `${name} varies` : `${name} ${value}`;
  });
  const problems = problemsOf(found);
  const rows = [
    ["system", `${attributes.system} (${attributes.title})`],
    [
      "trajectories",
      `${attributes.trajectories} ${attributes.split}, seed ${attributes.seed}, ${attributes.redraws} redrawn`,
    ],
    ["constants", values.join(", ")],
    ["times", `${short(time[0])} to ${short(time[1])} s, ${attributes.sampling}`],
    ["noise", noise === 0 ? "none" : `${noise} of the reach of each component`],
    ["energy error", energyError === undefined ? "hidden by the noise" : `${energyError.toExponential(1)} at most`],
    [
      "derivatives",
      derivativeError === undefined
        ? "exact, of the motion without noise"
        : `${derivativeError.toExponential(1)} at most from the system's field`,
    ],
    ["made by", `metahamilton ${attributes.code_version}, ${attributes.integrator}, tolerance ${attributes.tolerance}`],
  ];
  const table = formatTable(
    [
      { title: "component" },
      { title: "unit" },
      { title: "smallest", align: "right" },
      { title: "largest", align: "right" },
    ],
    ranges.map(({ name, unit, low, high }) => [
      name,
      unit,
      ...[low, high].map((end) => (Number.isFinite(end) ? short(end) : "-")),
    ]),
  );
  const shapes = formatTable(
    [{ title: "array" }, { title: "dimensions" }, { title: "shape" }],
    arrays.map(({ name, dimensions, shape }) => [name, dimensions.join(", "), shape.join(" x ")]),
  );
  return [
    path,
    ...rows.map(([name, value]) => `  ${name?.padEnd(14)}${value}`),
    "",
    ...[...shapes, "", ...table].map((line) => `  ${line}`.trimEnd()),
    "",
    ...(problems.length === 0 ? ["  every chunk is whole"] : problems.map((problem) => `  DAMAGED: ${problem}`)),
    "",
  ].join("\n");
}
