import { type Command, Option } from "commander";
import { UserError } from "../../base/errors.js";
import { presetNames, training } from "../../experiments/index.js";
import { shellLine } from "../command-line.js";
import { print } from "../output.js";
import { listOf } from "../parse.js";
import { addFolderOptions, finishRun, prepareRun } from "../run-options.js";
import { addSettingsOptions, askedFor, parseSeed, type SettingsOptions } from "../settings.js";

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

interface TrainOptions extends Omit<SettingsOptions, "seed"> {
  readonly seed?: number;
}

/** `metahamilton train`: meta-trains a model for every held-out system. */
export function addTrain(program: Command): void {
  const command = program
    .command("train")
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
  addFolderOptions(command).addHelpText("after", examples).action(train);
}

async function train({ seed, ...rest }: TrainOptions): Promise<void> {
  if (rest.holdOut === undefined && rest.resume !== true)
    throw new UserError("train needs --hold-out with the system to leave out of the training");
  const options: SettingsOptions = { ...rest, ...(seed === undefined ? {} : { seed: [seed] }) };
  const run = await prepareRun(training, options, askedFor(options));
  await finishRun(run, {});
  await print(`Trained: ${run.directory}\nTo evaluate it: ${shellLine(["evaluate", run.directory])}\n`);
}
