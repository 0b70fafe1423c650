import { join } from "node:path";
import type { Command } from "commander";
import { atomicWrite } from "../../base/files.js";
import { inFolder } from "../../base/run-lock.js";
import { withoutDigest } from "../../base/sealed.js";
import { generateTrajectories, knownSystem, trustListedSystems, withSettings } from "../../dataset/index.js";
import { jobsOf, loadCheckpoint, paper, readRunFile } from "../../experiments/index.js";
import { type LayerChange, representationChange } from "../../measure/index.js";
import { print, say } from "../output.js";
import { addTrustOption } from "../run-options.js";
import { formatTable } from "../table.js";

const examples = `
1 - CKA (Kornblith et al. 2019) between a layer's activations before and after adaptation, on all samples of a test trajectory
of the held-out system; 0: the layer is reused as it is, up to rotation and scale. The numbers also go to layers.json in the
run's folder.

Examples:
  metahamilton layers runs/pendulum
  metahamilton layers runs/pendulum --json`;

const STEPS = [0, 1, 2, 5, 10, 20, 50, 100];
const TRAJECTORIES = 10;

interface HeldOutLayers {
  readonly heldOut: string;
  readonly seed: number;
  readonly trajectories: number;
  readonly layers: readonly LayerChange[];
}

/** `metahamilton layers`: what adaptation changes inside a trained network. */
export function addLayers(program: Command): void {
  addTrustOption(program.command("layers"))
    .argument("<run>", "folder that train or reproduce has made")
    .option("--json", "print the content of layers.json instead of a table")
    .addHelpText("after", examples)
    .action(async (directory: string, { json = false, trust = false }: { json?: boolean; trust?: boolean }) => {
      if (trust) trustListedSystems();
      const { config } = await readRunFile(directory, paper);
      const results: HeldOutLayers[] = [];
      for (const job of jobsOf(config, directory)) {
        const path = join(job.directory, "model.safetensors");
        const checkpoint = await loadCheckpoint(path);
        if (checkpoint.digest === undefined) say(withoutDigest(path));
        const trajectories = Math.min(TRAJECTORIES, config.data.test);
        const { system, ranges } = withSettings(knownSystem(job.heldOut), config.data.constants);
        const options = { count: trajectories, seed: job.seed, split: "test", sampling: { ranges } } as const;
        const set = generateTrajectories(system, options);
        const layers = await representationChange(checkpoint, set, {
          trajectories,
          points: config.evaluation.points,
          seed: job.seed,
          steps: STEPS,
          compile: { threads: 1, engine: config.engine ?? undefined },
        });
        results.push({ heldOut: job.heldOut, seed: job.seed, trajectories, layers });
      }
      const text = `${JSON.stringify(results, null, 2)}\n`;
      await inFolder(directory, () => atomicWrite(join(directory, "layers.json"), text));
      await print(json ? text : `${table(results)}\n`);
    });
}

function table(results: readonly HeldOutLayers[]): string {
  const columns = [
    { title: "held out" },
    { title: "layer" },
    ...STEPS.map((step) => ({ title: `step ${step}`, align: "right" as const })),
  ];
  const rows = results.flatMap(({ heldOut, seed, layers }) =>
    layers.map(({ layer, change }, i) => [
      i === 0 ? `${heldOut} seed ${seed}` : "",
      layer,
      ...change.map((value) => Math.max(0, value).toFixed(4)),
    ]),
  );
  return ["1 - CKA of every layer, before and after so many adaptation steps", ...formatTable(columns, rows)].join(
    "\n",
  );
}
