import { type Command, Option } from "commander";
import { UserError } from "../../base/errors.js";
import { checkConstants, settingsOf } from "../../dataset/index.js";
import {
  type Constants,
  componentNames,
  fixedStepMethodNamed,
  fixedStepMethods,
  inStateOrder,
  type System,
  simulate,
  stateRows,
  type Trajectory,
} from "../../mechanics/index.js";
import { print, printJson } from "../output.js";
import { integer, listOf, namedNumbers, positiveNumber } from "../parse.js";
import { addSystemFileOption, findSystems, parseConstants } from "../system-options.js";
import { formatTable } from "../table.js";

/** More would not fit into one piece of text. */
const MAX_POINTS = 1_000_000;

const ADAPTIVE_INTEGRATOR = "dop853";
const integratorNames = [ADAPTIVE_INTEGRATOR, ...fixedStepMethods.map(({ name }) => name)];

const examples = `
The components of --state are the positions of all coordinates, then their momenta, in the order that
"metahamilton systems" lists.

Examples:
  metahamilton simulate mass-spring --state 1,0
  metahamilton simulate mass-spring --set mass=2 stiffness=0.5 --state 1,0
  metahamilton simulate ./my-system.ts --state 1,0
  metahamilton simulate pendulum --state=-0.5,1 --duration 20 --points 201
  metahamilton simulate pendulum --state 1,0 --points 11 --integrator leapfrog --steps 100
  metahamilton simulate two-body --state 1,0,-1,0,0,0.5,0,-0.5 --json`;

interface SimulateOptions {
  readonly state?: string;
  readonly system?: readonly string[];
  readonly set?: readonly string[];
  readonly duration?: number;
  readonly points?: number;
  readonly integrator?: string;
  readonly steps?: number;
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
    .option("--json", "print JSON: {system, t, q, p, energy}, with q and p as [point][coordinate]")
    .addHelpText("after", examples);
  addSystemFileOption(command).action(async (name: string | undefined, options: SimulateOptions, command: Command) => {
    const { state, json, integrator = ADAPTIVE_INTEGRATOR, steps, system: files, set, ...span } = options;
    const named = await findSystems(name === undefined ? [] : [name], files);
    const found = name === undefined ? named[0] : named.at(-1);
    if (found === undefined || (name === undefined && named.length > 1))
      return command.error("error: missing required argument 'system'");
    const settings = parseConstants(set);
    checkConstants([found], settings, "--set");
    const system = found.withConstants(settingsOf(found, settings) as Constants);
    if (integrator === ADAPTIVE_INTEGRATOR && steps !== undefined)
      throw new UserError(`--steps is for integrators with fixed steps; ${integrator} chooses its own`);
    const method = integrator === ADAPTIVE_INTEGRATOR ? undefined : fixedStepMethodNamed(integrator);
    const names = componentNames(system);
    if (state === undefined) throw new UserError(`simulate needs --state with the initial ${names.join(",")}`);
    const trajectory = simulate(system, namedNumbers("--state", state, names), {
      ...span,
      method,
      substeps: steps,
    });
    return json ? printJson(toJson(system, trajectory)) : print(toTable(system, trajectory));
  });
}

function toJson({ name, dimension }: System, { t, states, energy }: Trajectory) {
  const rows = stateRows({ t, states });
  return {
    system: name,
    t: [...t],
    q: rows.map((row) => row.slice(0, dimension)),
    p: rows.map((row) => row.slice(dimension)),
    energy: [...energy],
  };
}

function toTable({ coordinates }: System, { t, states, energy }: Trajectory): string {
  const quantities = [{ name: "t", unit: "s" }, ...inStateOrder(coordinates), { name: "energy", unit: "J" }];
  const columns = quantities.map(({ name, unit }) => ({ title: `${name} [${unit}]`, align: "right" as const }));
  const rows = stateRows({ t, states }).map((row, i) => [t[i] ?? 0, ...row, energy[i] ?? 0].map(format));
  return `${formatTable(columns, rows).join("\n")}\n`;
}

const format = (value: number) => String(Number(value.toPrecision(8)));
