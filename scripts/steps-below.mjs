// Prints after how many of the steps the trained networks of runs are below each other network, means and 95 % intervals apart, and whether they are after the last.
// Usage: node scripts/steps-below.mjs RESULTS.json [NAME=RESULTS.json ...]
// The networks of RESULTS.json and, of further runs on the same trajectories, the trained ones, held against all others after the steps that both have.
import { readFileSync } from "node:fs";

const [path, ...rest] = process.argv.slice(2);
if (path === undefined) {
  console.error("usage: node scripts/steps-below.mjs RESULTS.json [NAME=RESULTS.json ...]");
  process.exit(2);
}
const read = (file) => JSON.parse(readFileSync(file, "utf8")).systems;
const isTrained = ({ name }) => name.startsWith("meta-trained");
const others = rest.map((argument) => argument.split("=")).map(([name, file]) => ({ name, systems: read(file) }));

for (const system of read(path)) {
  const networks = [
    ...system.methods,
    ...others.flatMap(({ name, systems }) =>
      (systems.find(({ heldOut }) => heldOut === system.heldOut)?.methods ?? []).map((method) => ({
        ...method,
        label: `${name}: ${method.label}`,
      })),
    ),
  ];
  for (const own of networks.filter(isTrained)) {
    console.log(`${system.title}: ${own.label}`);
    for (const other of networks.filter((one) => !isTrained(one))) {
      const both = own.step.flatMap((step, i) => {
        const j = other.step.indexOf(step);
        return j < 0 ? [] : [{ below: own.mse.mean[i] < other.mse.mean[j], apart: own.mse.high[i] < other.mse.low[j] }];
      });
      const count = (key) => both.filter((one) => one[key]).length;
      const last = both.at(-1);
      const end = last?.apart ? "apart at the last" : last?.below ? "below at the last" : "not below at the last";
      console.log(`  ${count("below")} below, ${count("apart")} apart of ${both.length}, ${end}: ${other.label}`);
    }
  }
}
