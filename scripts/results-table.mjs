// Prints README's table of results. Usage: node scripts/results-table.mjs RESULTS.json [STEP] [NAME=RESULTS.json ...]
// Further files add the trained networks of other runs on the same trajectories, below their names; STEP is the last by default.
import { readFileSync } from "node:fs";

const [path, ...rest] = process.argv.slice(2);
if (path === undefined) {
  console.error("usage: node scripts/results-table.mjs RESULTS.json [STEP] [NAME=RESULTS.json ...]");
  process.exit(2);
}
const read = (file) => JSON.parse(readFileSync(file, "utf8")).systems;
const systems = read(path);
const step = Number(rest.find((argument) => /^\d+$/.test(argument)) ?? systems[0].methods[0].step.at(-1));
const others = rest.filter((argument) => argument.includes("=")).map((argument) => argument.split("="));

const short = (value) =>
  value.toExponential(1).replace(/e([+-])(\d+)/, (_, sign, digits) => `e${sign === "-" ? "-" : ""}${digits}`);
const cell = (method) => {
  const i = method?.step.indexOf(step) ?? -1;
  if (i < 0) return "";
  const { mse, escaped, trajectories } = method;
  const lost = escaped[i] === 0 ? "" : `, ${escaped[i]} of ${trajectories} escaped`;
  return `${short(mse.mean[i])} [${short(mse.low[i])}, ${short(mse.high[i])}]${lost}`;
};
const isTrained = ({ name }) => name.startsWith("meta-trained");
/** Columns of one run: how each is headed, and the method of a held-out system in it. */
const columnsOf = (all, keep, headed) =>
  all[0].methods.filter(keep).map(({ name, label }) => ({
    head: headed(name, label),
    of: (heldOut) => all.find((one) => one.heldOut === heldOut)?.methods.find((method) => method.name === name),
  }));
const columns = [
  ...others.flatMap(([title, file]) =>
    columnsOf(read(file), isTrained, (name) => (name === "meta-trained" ? title : `${title}, its best step size`)),
  ),
  ...columnsOf(
    systems,
    () => true,
    (_, label) => label,
  ),
];
console.log(`| held out | ${columns.map(({ head }) => head).join(" | ")} |`);
console.log(`|---|${"---|".repeat(columns.length)}`);
for (const { title, heldOut } of systems)
  console.log(`| ${title} | ${columns.map(({ of }) => cell(of(heldOut))).join(" | ")} |`);
