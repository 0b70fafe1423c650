import { Command } from "commander";
import { version } from "../base/package.js";
import { commands } from "./commands.js";

const examples = `
Examples:
  metahamilton adapt measured.csv
  metahamilton systems
  metahamilton simulate pendulum --state 1,0
  metahamilton reproduce --profile quick`;

/**
 * The command line for these arguments: whole is only the command that they name, of the others help knows the names and what they do.
 * Throws instead of ending the process.
 */
export async function createProgram(args: readonly string[]): Promise<Command> {
  const usages = new Map<string, string>(
    commands.map(({ name, operands = "" }) => [name, `${name} [options] ${operands}`.trimEnd()]),
  );
  const program = new Command("metahamilton")
    .description("Few-shot learning of Hamiltonian dynamics across physical laws.")
    .version(version)
    .addHelpText("after", examples)
    .configureHelp({
      showGlobalOptions: false,
      subcommandTerm: (command) => usages.get(command.name()) ?? `${command.name()} [command]`,
    })
    // Mistakes in the usage come out as one line, as all others do.
    .configureOutput({ outputError: () => {} })
    .exitOverride();
  const [first, second] = args.filter((word) => !word.startsWith("-"));
  const asked = first === "help" ? second : first;
  for (const { name, description, load } of commands) {
    if (name === asked) (await load())(program);
    else program.command(name, { hidden: description === undefined });
    if (description !== undefined)
      program.commands.find((command) => command.name() === name)?.description(description);
  }
  return program;
}
