import type { Command } from "commander";
import { allSystems, type System } from "../../mechanics/index.js";
import { print, printJson } from "../output.js";

const examples = `
Examples:
  metahamilton systems
  metahamilton systems --json`;

/** `metahamilton systems`: what there is to simulate and to learn. */
export function addSystems(program: Command): void {
  program
    .command("systems")
    .option("--json", "print JSON: a list of {name, bodies, coordinates, momenta, hamiltonian, samples, duration}")
    .addHelpText("after", examples)
    .action((options: { json?: boolean }) => (options.json ? printJson(allSystems.map(describe)) : print(list())));
}

function describe(system: System) {
  const { name, bodies, formula, samples, duration } = system;
  const coordinates = system.coordinates.map(({ position }) => position.name);
  const momenta = system.coordinates.map(({ momentum }) => momentum.name);
  return { name, bodies, coordinates, momenta, hamiltonian: formula, samples, duration };
}

function list(): string {
  return allSystems.map(paragraph).join("\n");
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
