import { type Command, Option } from "commander";
import { UserError } from "../../base/errors.js";
import { shellQuote } from "../../base/text.js";
import { presetNames } from "../../experiments/training/method-presets.js";
import { trainModels } from "../experiments.js";
import { runLongTask } from "../long-task.js";
import { print } from "../output.js";
import { listOf } from "../parse.js";
import { addRunOptions, prepareRun, type RunOptions } from "../prepare-run.js";
import { addSettingsOptions, parseSeed } from "../settings.js";

const examples = `
The folder then holds config.json and, in <system>/seed-<number>/, metrics.jsonl, checkpoints/ and model.safetensors.
The keys of the configuration are those under "config" in the config.json of any run, which --config takes as well.

Examples:
  metahamilton train --hold-out pendulum --out runs/pendulum
  metahamilton train --hold-out two-body --profile smoke --set outer.iterations=100 model.width=32
  metahamilton train --hold-out mass-spring --config mine.yaml --seed 3
  metahamilton train --hold-out pendulum --method anil --set inner.steps=3
  metahamilton train --hold-out pendulum two-body kepler --method reptile --out models/reptile
  metahamilton train --resume --out runs/pendulum`;

interface TrainOptions extends Omit<RunOptions, "seed"> {
  readonly seed?: number;
}

/** `metahamilton train`: meta-trains a model for every held-out system. */
export function addTrain(program: Command): void {
  const command = program
    .command("train")
    .description("meta-train a model on all systems but one")
    .option(
      "--hold-out <system...>",
      "the system that the model never sees; of several, each has a model",
      listOf(String),
    );
  command.addOption(
    new Option("--method <name>", "how to meta-train it, see docs/methods.md (default: maml)").choices(presetNames),
  );
  addSettingsOptions(command).option(
    "--seed <number>",
    "seed of everything random (default: the profile's)",
    parseSeed,
  );
  addRunOptions(command)
    .addHelpText("after", examples)
    .action(async ({ seed, ...options }: TrainOptions) => {
      if (options.holdOut === undefined && options.resume !== true)
        throw new UserError("train needs --hold-out with the system to leave out of the training");
      const run = await prepareRun("train", {
        ...options,
        ...(seed === undefined ? {} : { seed: [seed] }),
      });
      await runLongTask(run.whenStopped, (controls) => trainModels(run.config, { ...run.context, ...controls }));
      const { directory } = run.context;
      await print(`Trained: ${directory}\nTo evaluate it: metahamilton evaluate ${shellQuote(directory)}\n`);
    });
}
