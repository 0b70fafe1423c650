import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { packageFolder } from "../../base/package.js";
import { startLabServer } from "../../server/index.js";
import { print } from "../output.js";
import { integer } from "../parse.js";

/** One that stays the same, since a browser keeps networks and settings by address and port. */
const DEFAULT_PORT = 7357;

const folder = fileURLToPath(new URL("dist/lab/", packageFolder));

const examples = `
Everything is computed in the browser; the server hands out files on this machine only.

Examples:
  metahamilton lab
  metahamilton lab --runs runs
  metahamilton lab --port 0`;

interface LabOptions {
  readonly port: number;
  readonly runs?: string;
}

/** `metahamilton lab`: serves the browser lab until it is stopped. */
export function addLab(program: Command): void {
  program
    .command("lab")
    .option("--port <number>", "port on the loopback interface, 0 for any", integer("--port", 0, 65535), DEFAULT_PORT)
    .option("--runs <folder>", "runs to compare in the lab: a folder of runs, or one run")
    .addHelpText("after", examples)
    .action(async ({ port, runs }: LabOptions) => {
      const server = await startLabServer({ folder, runs, port });
      await print(`The lab is at ${server.url}\nCtrl-C ends it.\n`);
      await new Promise<void>((resolve) => {
        for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => resolve());
      });
      await server.close();
      // Whatever is still being read for nobody is not waited for.
      process.exit(0);
    });
}
