import { join } from "node:path";
import { type Command, Option } from "commander";
import { UserError } from "../../base/errors.js";
import { atomicWrite } from "../../base/files.js";
import { exists, makeFolder } from "../../base/folders.js";
import { listStores, StoredTrajectories } from "../../dataset/index.js";
import { type DrawnMotion, MAX_DRAWN_MOTIONS, motionsFigure, svgToPng } from "../../report/index.js";
import { print } from "../output.js";
import { integer, listOf } from "../parse.js";
import { addSystemFileOption, findSystems } from "../system-options.js";

const examples = `
Draws positions and momenta against time, phase portraits, paths and energy errors, and writes <system>-<split>.svg and .png.

Examples:
  metahamilton plot data/pendulum.zarr
  metahamilton plot data --trajectories 0 17 --out figures --theme dark`;

interface PlotOptions {
  readonly trajectories?: readonly number[];
  readonly out: string;
  readonly theme: "light" | "dark";
  readonly system?: readonly string[];
}

/** `metahamilton plot`: figures of data sets. */
export function addPlot(program: Command): void {
  const command = program
    .command("plot")
    .argument("<data...>", "data sets, or folders of them")
    .option(
      "--trajectories <number...>",
      `numbers of the trajectories, at most ${MAX_DRAWN_MOTIONS} (default: the first three)`,
      listOf(integer("--trajectories", 0)),
    )
    .option("--out <folder>", "where to write; made where it is missing", "figures")
    .addOption(new Option("--theme <name>", "colours").choices(["light", "dark"]).default("light"))
    .addHelpText("after", examples);
  addSystemFileOption(command).action(plot);
}

async function plot(paths: readonly string[], options: PlotOptions): Promise<void> {
  const { out, theme, trajectories } = options;
  if (trajectories !== undefined && trajectories.length > MAX_DRAWN_MOTIONS)
    throw new UserError(
      `--trajectories: at most ${MAX_DRAWN_MOTIONS} can be told apart in a figure, got ${trajectories.length}`,
    );
  await findSystems([], options.system);
  const stores = [...new Set((await Promise.all(paths.map(listStores))).flat())];
  const figures: { stem: string; svg: string }[] = [];
  for (const path of stores) {
    const stored = await StoredTrajectories.open(path);
    const chosen = trajectories ?? [0, 1, 2].filter((i) => i < stored.count);
    const missing = chosen.find((i) => i >= stored.count);
    if (missing !== undefined)
      throw new UserError(`${path} has the trajectories 0 to ${stored.count - 1}, not ${missing}`);
    const stem = join(out, `${stored.system.name}-${stored.split}`);
    if (figures.some((figure) => figure.stem === stem))
      throw new UserError(
        `${path} and another data set would both be drawn as ${stem}.svg; draw them into folders of their own`,
      );
    figures.push({
      stem,
      svg: motionsFigure(
        chosen.map((i) => motionOf(stored, i)),
        { theme },
      ),
    });
  }
  const files = figures.flatMap(({ stem }) => [`${stem}.svg`, `${stem}.png`]);
  for (const file of files)
    if (await exists(file)) throw new UserError(`${file} exists already; choose another folder with --out`);
  await makeFolder(out);
  for (const { stem, svg } of figures) {
    await atomicWrite(`${stem}.svg`, svg);
    await atomicWrite(`${stem}.png`, await svgToPng(svg));
  }
  await print(files.map((file) => `${file}\n`).join(""));
}

function motionOf(stored: StoredTrajectories, trajectory: number): DrawnMotion {
  const states = new Float64Array(stored.times.length * 2 * stored.system.dimension);
  stored.read(trajectory, states, new Float64Array(states.length));
  const noisy = stored.description.noise > 0;
  return { trajectory, system: stored.systemOf(trajectory), times: stored.timesOf(trajectory), states, noisy };
}
