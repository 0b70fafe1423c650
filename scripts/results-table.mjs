// Prints README's table of results. Usage: node scripts/results-table.mjs RESULTS.json [STEP]
import { readFileSync } from "node:fs";

const [path, step = "100"] = process.argv.slice(2);
if (path === undefined) {
  console.error("usage: node scripts/results-table.mjs RESULTS.json [STEP]");
  process.exit(2);
}
const { systems } = JSON.parse(readFileSync(path, "utf8"));
const i = Number(step);
const short = (value) =>
  value.toExponential(1).replace(/e([+-])(\d+)/, (_, sign, digits) => `e${sign === "-" ? "-" : ""}${digits}`);
const names = ["meta-trained", "hnn-same-step", "hnn-best-step", "random-graph-network"];
console.log("| held out | meta-trained | HNN, same step size | HNN, its best step size | random graph network |");
console.log("|---|---|---|---|---|");
for (const { title, methods } of systems) {
  const cells = names.map((name) => {
    const { mse, escaped, trajectories } = methods.find((method) => method.name === name);
    const lost = escaped[i] === 0 ? "" : `, ${escaped[i]} of ${trajectories} escaped`;
    return `${short(mse.mean[i])} [${short(mse.low[i])}, ${short(mse.high[i])}]${lost}`;
  });
  console.log(`| ${title} | ${cells.join(" | ")} |`);
}
