import { type Command, Option } from "commander";
import { UserError } from "../base/errors.js";
import {
  type FixedStepMethod,
  fixedStepMethodNamed,
  fixedStepMethods,
  type System,
  sampleTimes,
  stepsForError,
} from "../mechanics/index.js";
import { say } from "./output.js";
import { integer, positiveNumber } from "./parse.js";

const ADAPTIVE_INTEGRATOR = "dop853";
const integratorNames = [ADAPTIVE_INTEGRATOR, ...fixedStepMethods.map(({ name }) => name)];

export interface IntegratorOptions {
  readonly integrator?: string;
  readonly steps?: number;
  readonly error?: number;
}

/** How a motion is integrated. */
export function addIntegratorOptions(command: Command): Command {
  return command
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
    );
}

/** The integrator with fixed steps that was asked for, undefined for the one that chooses its own; `UserError` where flags exclude one another. */
export function chosenIntegrator({
  integrator = ADAPTIVE_INTEGRATOR,
  steps,
  error,
}: IntegratorOptions): FixedStepMethod | undefined {
  for (const [flag, value] of Object.entries({ "--steps": steps, "--error": error }))
    if (integrator === ADAPTIVE_INTEGRATOR && value !== undefined)
      throw new UserError(`${flag} is for integrators with fixed steps; ${integrator} chooses its own`);
  if (steps !== undefined && error !== undefined)
    throw new UserError("--steps and --error say the same in two ways: give one of them");
  return integrator === ADAPTIVE_INTEGRATOR ? undefined : fixedStepMethodNamed(integrator);
}

/** Steps between two points: as given, or as many as `--error` needs, which is said. */
export function chosenSteps(
  { steps, error }: IntegratorOptions,
  method: FixedStepMethod | undefined,
  system: System,
  start: Float64Array,
  { duration = system.duration, points = system.samples }: { readonly duration?: number; readonly points?: number },
): number | undefined {
  if (method === undefined || error === undefined) return steps;
  const chosen = stepsForError(system, start, sampleTimes(duration, points), method, error);
  say(`--steps ${chosen.substeps}: within ${Number(chosen.error.toPrecision(2))} of the reach of each component`);
  return chosen.substeps;
}
