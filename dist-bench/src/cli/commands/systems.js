import { systems } from "../../mechanics/index.js";
import { print, printJson } from "../output.js";
const examples = `
Examples:
  metahamilton systems
  metahamilton systems --json`;
/** `metahamilton systems`: what there is to simulate and to learn. */
export function addSystems(program) {
    program
        .command("systems")
        .description("list the systems with their coordinates, constants and Hamiltonians")
        .option("--json", "print JSON: a list of {name, bodies, coordinates, hamiltonian, samples, duration}")
        .addHelpText("after", examples)
        .action((options) => (options.json ? printJson(systems.map(describe)) : print(list())));
}
/** Names of an own state's components, in order: positions, then momenta. */
export function componentNames({ coordinates }) {
    return [...coordinates.map(({ position }) => position.name), ...coordinates.map(({ momentum }) => momentum.name)];
}
function describe(system) {
    const { name, bodies, formula, samples, duration } = system;
    return { name, bodies, coordinates: componentNames(system), hamiltonian: formula, samples, duration };
}
function list() {
    return systems.map(paragraph).join("\n");
}
function paragraph(system) {
    const { name, bodies, constants, formula, samples, duration } = system;
    const values = Object.entries(constants).map(([key, value]) => `${key} ${value}`);
    return [
        name,
        `  bodies       ${bodies}`,
        `  coordinates  ${componentNames(system).join(", ")}`,
        `  constants    ${values.join(", ")}`,
        `  Hamiltonian  ${formula}`,
        `  trajectory   ${samples} samples over ${duration} s`,
        "",
    ].join("\n");
}
