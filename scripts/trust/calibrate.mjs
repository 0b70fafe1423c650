// Whether stated uncertainties hold: records of known laws with noise, each learned, predicted for its own length again and held against the truth. Run by `npm run calibrate -- OPTIONS`:
//   --records N       of every law and noise, 14 by default
//   --noise 0.01,0.05 --law NAME (several times) --seed 0
//   --method process, or structured: then records have columns of accelerations, as noisy as the others; laws without friction and drive alone. By default as a file is learned
//   --dump FILE       keeps what every record gave, a line each; --read FILE makes tables and figure of such a file
//   --figure          draws docs/figures/calibration.svg and calibration-dark.svg
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { LAWS } from "./calibration/laws.mjs";
import { calibrate } from "./calibration/record.mjs";
import { calibrationFigure, coverageTable, rankTable } from "./calibration/summary.mjs";

const { values } = parseArgs({
  options: {
    records: { type: "string", default: "14" },
    noise: { type: "string", default: "0.01,0.05" },
    law: { type: "string", multiple: true },
    seed: { type: "string", default: "0" },
    method: { type: "string" },
    dump: { type: "string" },
    read: { type: "string" },
    figure: { type: "boolean", default: false },
  },
});

const found =
  values.read === undefined
    ? await measured()
    : readFileSync(values.read, "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
const failed = found.filter((record) => record.failed !== undefined);
console.log(`${coverageTable(found.filter((record) => record.failed === undefined))}\n\n${rankTable(found)}\n`);
for (const { law, noise, seed, failed: why } of failed) console.log(`${law}, noise ${noise}, seed ${seed}: ${why}`);
console.log(`${found.length} records, ${failed.length} failed; Node ${process.versions.node}, ${cpus()[0]?.model}`);
if (values.figure)
  for (const theme of ["light", "dark"]) {
    const name = theme === "light" ? "calibration.svg" : "calibration-dark.svg";
    const path = fileURLToPath(new URL(`../../docs/figures/${name}`, import.meta.url));
    writeFileSync(path, calibrationFigure(found, theme));
  }

/** All records in turn, every law and noise as often as every other at any time. */
async function measured() {
  const noises = values.noise.split(",").map(Number);
  const laws = Object.entries(LAWS).filter(
    ([name, { friction }]) =>
      (values.law === undefined || values.law.includes(name)) &&
      (values.method === undefined || friction === undefined),
  );
  const tasks = Array.from({ length: Number(values.records) }, (_, i) =>
    noises.flatMap((noise) => laws.map(([name, law]) => ({ name, law, noise, seed: Number(values.seed) + i }))),
  ).flat();
  const begun = performance.now();
  const results = [];
  for (const { name, law, noise, seed } of tasks) {
    results.push({ law: name, noise, seed, ...(await calibrate(law, noise, seed, values.method)) });
    if (values.dump !== undefined) writeFileSync(values.dump, results.map((line) => JSON.stringify(line)).join("\n"));
    const left = ((performance.now() - begun) / results.length) * (tasks.length - results.length);
    if (process.stderr.isTTY)
      process.stderr.write(`\r${results.length} of ${tasks.length}, about ${Math.ceil(left / 60_000)} min left  `);
  }
  return results;
}
