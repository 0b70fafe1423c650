// Processor time of loading the library and reading one record, in turns with another build: node scripts/records/start-up.mjs OTHER [RUNS].
// OTHER: a checkout that is built, such as one of an earlier commit. Prints the least and the median of each.
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const own = fileURLToPath(new URL("../..", import.meta.url));
const [other, runs = "9"] = process.argv.slice(2);
if (other === undefined) throw new Error("expected the folder of another build");
const record = `${own}/examples/records/pendulum.csv`;
const work = (folder) => `
  const { readFileSync } = await import("node:fs");
  const { bytesSource, readRecord } = await import(${JSON.stringify(pathToFileURL(`${folder}/dist/records/index.js`).href)});
  await readRecord(bytesSource("pendulum.csv", new Uint8Array(readFileSync(${JSON.stringify(record)}))));
  const { user, system } = process.cpuUsage();
  console.log((user + system) / 1e6);`;
const builds = { "this build": own, other: resolve(other) };
const seconds = Object.fromEntries(Object.keys(builds).map((name) => [name, []]));
for (let i = 0; i < Number(runs); i++)
  for (const [name, folder] of Object.entries(builds))
    seconds[name].push(
      Number(execFileSync(process.execPath, ["--input-type=module", "--eval", work(folder)], { encoding: "utf8" })),
    );
for (const [name, all] of Object.entries(seconds)) {
  const sorted = all.toSorted((a, b) => a - b);
  console.log(
    `${name.padEnd(12)} least ${sorted[0].toFixed(3)} s, median ${sorted[Math.floor(sorted.length / 2)].toFixed(3)} s`,
  );
}
