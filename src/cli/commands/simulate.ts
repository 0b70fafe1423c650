import { type Command, Option } from "commander";
import { UserError } from "../../base/errors.js";
import { checkConstants, settingsOf } from "../../dataset/index.js";
import { withNoise } from "../../measure/index.js";
import {
  type Constants,
  fixedStepMethodNamed,
  fixedStepMethods,
  motionRemark,
  sampleTimes,
  simulate,
  stepsForError,
} from "../../mechanics/index.js";
import { print, printJson, say } from "../output.js";
import { integer, listOf, positiveNumber } from "../parse.js";
import { refuseExistingFile, TABLE_ENDINGS, tableFile, writeColumns } from "../record/tables.js";
import { addSystemFileOption, chosenState, findSystems, parseConstants } from "../system-options.js";
import { columnTable, motionColumns, motionJson } from "../tables/motion.js";

/** More would not fit into one piece of text. */
const MAX_POINTS = 1_000_000;

const ADAPTIVE_INTEGRATOR = "dop853";
const integratorNames = [ADAPTIVE_INTEGRATOR, ...fixedStepMethods.map(({ name }) => name)];

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

interface SimulateOptions {
  readonly state?: string;
  readonly system?: readonly string[];
  readonly set?: readonly string[];
  readonly duration?: number;
  readonly points?: number;
  readonly integrator?: string;
  readonly steps?: number;
  readonly error?: number;
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
    .addOption(
      new Option("--integrator <name>", "method of integration").choices(integratorNames).default(ADAPTIVE_INTEGRATOR),
    )
    .option(
      "--steps <number>",
      "steps between two points, for an integrator with fixed steps (default: 1)",
      integer("--steps", 1, 1_000_000),
    )
    .option(
      "--error <fraction>",
      "choose --steps: each component stays within this fraction of its reach of the true motion",
      positiveNumber("--error"),
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
  addSystemFileOption(command).action(async (name: string | undefined, options: SimulateOptions, command: Command) => {
    const { state, json, integrator = ADAPTIVE_INTEGRATOR, steps, system: files, set, ...others } = options;
    const { noise = 0, seed, out, error, ...span } = others;
    const named = await findSystems(name === undefined ? [] : [name], files);
    const found = name === undefined ? named[0] : named.at(-1);
    if (found === undefined || (name === undefined && named.length > 1))
      return command.error("error: missing required argument 'system'");
    const settings = parseConstants(set);
    checkConstants([found], settings, "--set");
    const system = found.withConstants(settingsOf(found, settings) as Constants);
    for (const [flag, value] of Object.entries({ "--steps": steps, "--error": error }))
      if (integrator === ADAPTIVE_INTEGRATOR && value !== undefined)
        throw new UserError(`${flag} is for integrators with fixed steps; ${integrator} chooses its own`);
    if (steps !== undefined && error !== undefined)
      throw new UserError("--steps and --error say the same in two ways: give one of them");
    const method = integrator === ADAPTIVE_INTEGRATOR ? undefined : fixedStepMethodNamed(integrator);
    if (out !== undefined) await refuseExistingFile(out);
    const start = chosenState(system, state, seed);
    let substeps = steps;
    if (method !== undefined && error !== undefined) {
      const { duration = system.duration, points = system.samples } = span;
      const chosen = stepsForError(system, start, sampleTimes(duration, points), method, error);
      substeps = chosen.substeps;
      say(`--steps ${substeps}: within ${Number(chosen.error.toPrecision(2))} of the reach of each component`);
    }
    const exact = simulate(system, start, { ...span, method, substeps });
    const accuracy = motionRemark(system, exact, method !== undefined);
    if (accuracy !== undefined) say(accuracy);
    const simulated = noise === 0 ? exact : withNoise(exact, noise, seed);
    if (out !== undefined) {
      await writeColumns(out, motionColumns(system, simulated));
      return print(`${out}: ${simulated.t.length} points\n`);
    }
    return json ? printJson(motionJson(system, simulated)) : print(columnTable(motionColumns(system, simulated)));
  });
}
