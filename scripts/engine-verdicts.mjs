// What adapt says of the records that engine-records.mjs wrote, from times, angles and angular velocities alone, beside the engine's own energy: the verdict, the
// share of the energy lost until half is gone (or to the end), the friction that is named, and by how many steps omega is older.
//
//   npm run build && node scripts/engine-verdicts.mjs FOLDER [part of a file's name]

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { adaptRecord, bytesSource, energyOf, readRecord, recordResults } from "../dist/records/index.js";
import { lagOf } from "./engines/measure.mjs";

const [folder, part = ""] = process.argv.slice(2);
if (folder === undefined) {
  console.error("engine-verdicts: the folder of the records is missing; engine-records.mjs --out writes one");
  process.exit(2);
}
const facts = { command: "", options: {}, versions: {}, seconds: 0, date: "" };
const percent = (share) => `${(100 * share).toPrecision(3)} %`;

/** The share of its first energy that a record or a law has lost at a time; not a number where it is shown from later on only. */
const shareAt = (times, energies, first, time) => {
  if (times[0] > time) return Number.NaN;
  const i = times.findIndex((t) => t >= time);
  return 1 - (energies[i < 0 ? energies.length - 1 : i] ?? 0) / first;
};

console.log("| record | verdict | lost: engine | lost: law | friction | omega older by: record | law |");
console.log("|---|---|---|---|---|---|---|");
const names = readdirSync(folder).filter((name) => name.endsWith(".csv") && name.includes(part));
for (const name of names) {
  const lines = readFileSync(join(folder, name), "utf8").trim().split("\n");
  const rows = lines.slice(1).map((line) => line.split(",").map(Number));
  const text = ["t [s],theta [rad],omega [rad/s]", ...rows.map((row) => row.slice(0, 3).join())].join("\n");
  const record = await readRecord(bytesSource(name, new TextEncoder().encode(text)));
  const adaptation = adaptRecord(record, { draws: 0 });
  const { prediction } = recordResults(record, adaptation, facts).motions[0];
  const [engine, step] = [rows.map((row) => row[3]), rows[1][0]];
  const half = rows.find((_, i) => engine[i] < engine[0] / 2)?.[0] ?? rows.at(-1)[0];
  const { model } = adaptation;
  const first =
    energyOf(model, Float64Array.from([prediction.values[0][0], prediction.values[1][0]])) -
    energyOf(model, new Float64Array(2));
  const lost = shareAt(
    prediction.t,
    prediction.energy.map((energy) => first + energy),
    first,
    half,
  );
  const real = shareAt(
    rows.map((row) => row[0]),
    engine,
    engine[0],
    half,
  );
  const friction = adaptation.forces.map(({ kind, value }) => `${kind} ${value.toPrecision(3)}`).join(", ");
  const { lag } = model.law?.velocities ?? { lag: { value: Number.NaN } };
  console.log(
    `| ${name.slice(0, -4)} | ${adaptation.check.verdict} | ${percent(real)} | ${percent(lost)} | ${friction || "none"} | ${(lagOf(rows).lag / step).toFixed(2)} | ${(-lag.value / step).toFixed(2)} |`,
  );
}
