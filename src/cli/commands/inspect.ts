import { basename, resolve } from "node:path";
import type { Command } from "commander";
import { UserError } from "../../base/errors.js";
import { CROISSANT_GAPS, croissantOf, type Inspection, inspectStore, listStores } from "../../dataset/index.js";
import { runLongTask } from "../long-task.js";
import { print, printJson, say } from "../output.js";
import { addSystemFileOption, findSystems } from "../system-options.js";
import { describeInspection, problemsOf } from "../tables/inspection.js";

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
  await (json ? printJson(found) : print(found.map(describeInspection).join("\n")));
  if (damaged.length > 0) throw new UserError(`damaged: ${damaged.join(", ")}`);
}
