// Prints the table of ablations in Markdown. Usage: node scripts/ablations-table.mjs SWEEP [STEP]
//
// SWEEP: the folder of the sweep (sweep.json and table.parquet). Rows: what differs from the configuration that all runs start
// from; columns: held-out systems, the mean over test trajectories of the meta-trained network's squared error after STEP
// gradient steps (25); the last: geometric mean over systems of the factor to the first row, where all are there.
// What has not been run is left out.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";

const [folder, step = "25"] = process.argv.slice(2);
if (folder === undefined) {
  console.error("usage: node scripts/ablations-table.mjs SWEEP [STEP]");
  process.exit(2);
}
const { base, runs } = JSON.parse(readFileSync(join(folder, "sweep.json"), "utf8"));
const measured = await parquetReadObjects({ file: await asyncBufferFromFile(join(folder, "table.parquet")) });
const errors = new Map(
  measured
    .filter((row) => row.method === "meta-trained" && row.step === Number(step))
    .map((row) => [row.run, { mse: row.mse_mean, escaped: row.escaped }]),
);

const valueAt = (key) => key.split(".").reduce((at, part) => at?.[part], base);
const words = (value) =>
  value !== null && typeof value === "object" ? "drawn for every trajectory" : String(value ?? "all");
/** What a run has that the others start without. */
function changesOf(values) {
  return Object.entries(values)
    .filter(([key, value]) => key !== "holdOut" && JSON.stringify(value) !== JSON.stringify(valueAt(key)))
    .map(([key, value]) => `${key}: ${words(value)}`)
    .join(", ");
}

const rows = new Map();
const systems = [...new Set(runs.map(({ values }) => values.holdOut))];
for (const { id, values } of runs) {
  const name = changesOf(values);
  const row = rows.get(name) ?? new Map();
  row.set(values.holdOut, errors.get(id));
  rows.set(name, row);
}
const usual = rows.get("");
const print = (cells) => console.log(`| ${cells.join(" | ")} |`);
print(["changed", ...systems, "factor"]);
console.log(`|${"---|".repeat(systems.length + 2)}`);
for (const [name, row] of rows) {
  const cells = systems.map((system) => {
    const one = row.get(system);
    if (one === undefined) return "–";
    return `${one.mse.toExponential(1).replace("e+", "e")}${one.escaped > 0 ? `, ${one.escaped} escaped` : ""}`;
  });
  const both = systems.filter((system) => row.has(system) && row.get(system) !== undefined && usual.get(system));
  if (both.length === 0) continue;
  const logs = both.map((system) => Math.log(row.get(system).mse / usual.get(system).mse));
  const factor = Math.exp(logs.reduce((sum, one) => sum + one, 0) / logs.length);
  const all = both.length === systems.length ? String(Number(factor.toPrecision(2))) : "–";
  print([name === "" ? "nothing" : name, ...cells, all]);
}
