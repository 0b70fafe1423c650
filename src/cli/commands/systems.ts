import type { Command } from "commander";
import { allSystems, type System } from "../../mechanics/index.js";
import { print, printJson } from "../output.js";
import { addSystemFileOption, findSystems } from "../system-options.js";

const examples = `
Examples:
  metahamilton systems
  metahamilton systems pendulum ./my-system.ts
  metahamilton systems --json`;

/** `metahamilton systems`: what there is to simulate and to learn. */
export function addSystems(program: Command): void {
  const command = program
    .command("systems")
    .argument("[system...]", "names of systems, or files that define them (default: all that are built in)")
    .option("--json", "print JSON: a list of {name, bodies, coordinates, momenta, hamiltonian, samples, duration}")
    .addHelpText("after", examples);
  addSystemFileOption(command).action(async (names: string[], options: { json?: boolean; system?: string[] }) => {
    const named = await findSystems(names, options.system);
    const systems = named.length > 0 ? named : allSystems;
    return options.json ? printJson(systems.map(describe)) : print(systems.map(paragraph).join("\n"));
  });
}

function describe(system: System) {
  const { name, bodies, formula, samples, duration } = system;
  const coordinates = system.coordinates.map(({ position }) => position.name);
  const momenta = system.coordinates.map(({ momentum }) => momentum.name);
  return { name, bodies, coordinates, momenta, hamiltonian: formula, samples, duration };
}

function paragraph(system: System): string {
  const { name, bodies, coordinates, constants, formula, samples, duration } = system;
  const values = Object.entries(constants).map(([key, value]) => `${key} ${value}`);
  return [
    name,
    `  bodies       ${bodies}`,
    `  coordinates  ${coordinates.map(({ position }) => position.name).join(", ")}`,
    `  momenta      ${coordinates.map(({ momentum }) => momentum.name).join(", ")}`,
    `  constants    ${values.join(", ")}`,
    `  Hamiltonian  ${formula}`,
    `  trajectory   ${samples} samples over ${duration} s`,
    "",
  ].join("\n");
}
