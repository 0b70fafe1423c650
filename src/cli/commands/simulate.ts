import type { Command } from "commander";
import { checkConstants, settingsOf } from "../../dataset/index.js";
import { withNoise } from "../../measure/index.js";
import { type Constants, motionRemark, simulate } from "../../mechanics/index.js";
import { addIntegratorOptions, chosenIntegrator, chosenSteps, type IntegratorOptions } from "../integrator-options.js";
import { print, printJson, say } from "../output.js";
import { integer, listOf, positiveNumber } from "../parse.js";
import { refuseExistingFile, TABLE_ENDINGS, tableFile, writeColumns } from "../record/tables.js";
import { addSystemFileOption, chosenState, findSystems, parseConstants } from "../system-options.js";
import { columnTable, motionColumns, motionJson } from "../tables/motion.js";

/** More would not fit into one piece of text. */
const MAX_POINTS = 1_000_000;

const examples = `
Without --state one is drawn as for data sets, by --seed. The components of --state are the positions of all coordinates, then their momenta, in the order that
"metahamilton systems" lists. --out writes a record that adapt learns from. Under --noise energies are left out, since they would
tell the motion without it.

Examples:
  metahamilton simulate double-pendulum
  metahamilton simulate mass-spring --state 1,0
  metahamilton simulate mass-spring --set mass=2 stiffness=0.5 --state 1,0
  metahamilton simulate ./my-system.ts --state 1,0
  metahamilton simulate pendulum --state=-0.5,1 --duration 20 --points 201
  metahamilton simulate pendulum --state 1,0 --points 11 --integrator leapfrog --steps 100
  metahamilton simulate kepler --state 1,0,0,1.1 --integrator yoshida-4 --error 1e-6
  metahamilton simulate two-body --state 1,0,-1,0,0,0.5,0,-0.5 --json
  metahamilton simulate pendulum --state 1,0 --noise 0.01 --out swing.csv`;

interface SimulateOptions extends IntegratorOptions {
  readonly state?: string;
  readonly system?: readonly string[];
  readonly set?: readonly string[];
  readonly duration?: number;
  readonly points?: number;
  readonly noise?: number;
  readonly seed: number;
  readonly out?: string;
  readonly json?: boolean;
}

/** `metahamilton simulate`: one trajectory from a given state. */
export function addSimulate(program: Command): void {
  const command = program
    .command("simulate")
    .argument("[system]", "name of the system, or the file that defines it")
    .option("--set <constant=value...>", "constants of the system, such as mass=2", listOf(String))
    .option("--state <q1,q2,...,p1,p2,...>", "initial positions, then momenta")
    .option(
      "--duration <seconds>",
      "time from the first to the last point (default: the system's own)",
      positiveNumber("--duration"),
    )
    .option(
      "--points <number>",
      "points, both ends included (default: the system's own)",
      integer("--points", 2, MAX_POINTS),
    )
    .option(
      "--noise <fraction>",
      "standard deviation of noise on q and p, as a fraction of the standard deviation of each",
      positiveNumber("--noise"),
    )
    .option("--seed <number>", "seed of the noise, and of a state that is drawn", integer("--seed", 0), 0)
    .option("--out <file>", `write ${TABLE_ENDINGS} instead of printing a table`, tableFile)
    .option("--json", "print JSON: {system, t, q, p, energy}, with q and p as [point][coordinate]")
    .addHelpText("after", examples);
  addSystemFileOption(addIntegratorOptions(command)).action(
    async (name: string | undefined, options: SimulateOptions, command: Command) => {
      const { state, json, integrator, steps, error, system: files, set, noise = 0, seed, out, ...span } = options;
      const named = await findSystems(name === undefined ? [] : [name], files);
      const found = name === undefined ? named[0] : named.at(-1);
      if (found === undefined || (name === undefined && named.length > 1))
        return command.error("error: missing required argument 'system'");
      const settings = parseConstants(set);
      checkConstants([found], settings, "--set");
      const system = found.withConstants(settingsOf(found, settings) as Constants);
      const method = chosenIntegrator(options);
      if (out !== undefined) await refuseExistingFile(out);
      const start = chosenState(system, state, seed);
      const substeps = chosenSteps(options, method, system, start, span);
      const exact = simulate(system, start, { ...span, method, substeps });
      const accuracy = motionRemark(system, exact, method !== undefined);
      if (accuracy !== undefined) say(accuracy);
      const simulated = noise === 0 ? exact : withNoise(exact, noise, seed);
      if (out !== undefined) {
        await writeColumns(out, motionColumns(system, simulated));
        return print(`${out}: ${simulated.t.length} points\n`);
      }
      return json ? printJson(motionJson(system, simulated)) : print(columnTable(motionColumns(system, simulated)));
    },
  );
}
