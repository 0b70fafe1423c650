// Writes records of a pendulum as physics engines simulate it (t [s], theta [rad], omega [rad/s], energy [J]) and prints what each engine
// loses and by how much its omega lags. Usage: node scripts/engine-records.mjs --out FOLDER [--modules FOLDER] [--python PROGRAM]
// The engines are no dependencies of this project: they are installed, at the versions below, in a temporary folder, unless
// --modules names a folder that holds them in its node_modules. --python names a Python that has pybullet; without it a
// virtual environment is made, and where pybullet cannot be installed its records are skipped.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { variants as cannon } from "./engines/cannon.mjs";
import { variants as matter } from "./engines/matter.mjs";
import { lagOf, lossOf } from "./engines/measure.mjs";
import { pendulum, record } from "./engines/pendulum.mjs";
import { variants as planck } from "./engines/planck.mjs";
import { variants as rapier } from "./engines/rapier.mjs";

const engines = [
  { package: "planck", version: "1.5.0", variants: planck },
  { package: "@dimforge/rapier2d-compat", version: "0.21.0", variants: rapier },
  { package: "cannon-es", version: "0.20.0", variants: cannon },
  { package: "matter-js", version: "0.20.0", variants: matter },
];
const WHEELS = ["pybullet==3.2.7", "numpy==2.2.6"];
const DURATION = 60;
const rates = [60, 240];

const { values: options } = parseArgs({
  options: { out: { type: "string" }, modules: { type: "string" }, python: { type: "string" } },
});
if (options.out === undefined) {
  console.error("engine-records: --out FOLDER is missing, the folder for the records");
  process.exit(2);
}
const scratch = mkdtempSync(join(tmpdir(), "engines-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

/** The folder whose node_modules hold the engines. */
function modules() {
  if (options.modules !== undefined) return resolve(options.modules);
  const names = engines.map((engine) => `${engine.package}@${engine.version}`);
  const quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel", "error"];
  execFileSync("npm", ["install", "--prefix", scratch, ...quiet, ...names], { stdio: ["ignore", "ignore", "inherit"] });
  return scratch;
}

/** A Python that has pybullet, or undefined. */
function python() {
  if (options.python !== undefined) return options.python;
  const home = join(scratch, "python");
  try {
    execFileSync("python3", ["-m", "venv", home], { stdio: "ignore" });
    const program = join(home, "bin", "python");
    execFileSync(program, ["-m", "pip", "install", "-q", "--only-binary", ":all:", ...WHEELS], { stdio: "ignore" });
    execFileSync(program, ["-c", "import pybullet"], { stdio: "ignore" });
    return program;
  } catch {
    return undefined;
  }
}

const folder = resolve(options.out);
mkdirSync(folder, { recursive: true });

/** Writes one record and prints its line of the table. */
function write(name, rate, rows, weight) {
  const lines = rows.map((row) => row.map((value) => String(value)).join(","));
  writeFileSync(
    join(folder, `${name}-${rate}.csv`),
    `t [s],theta [rad],omega [rad/s],energy [J]\n${lines.join("\n")}\n`,
  );
  const { lost, terms, misfit } = lossOf(rows, weight);
  const { lag, scale } = lagOf(rows);
  const named = terms.map(({ law, coefficient }) => `${law.name} ${coefficient.toPrecision(3)} ${law.unit}`);
  const said = lost < 1e-3 ? "none" : `${named.join(" and ")}, ${percent(misfit)} off`;
  const steps = `${(lag * rate).toFixed(3)} steps`;
  console.log(`| ${name} | 1/${rate} s | ${percent(lost)} | ${said} | ${steps} | ${scale.toFixed(4)} |`);
}

const percent = (share) => `${(100 * share).toPrecision(3)} %`;
const weight = pendulum.mass * pendulum.gravity * pendulum.arm;
const require = createRequire(join(modules(), "node_modules", "engines.js"));
console.log(
  "| record | step | energy lost in 60 s | law that explains it | omega is older than theta by | its scale |",
);
console.log("|---|---|---|---|---|---|");
for (const engine of engines) {
  const loaded = require(engine.package);
  for (const { name, build } of await engine.variants(loaded.default ?? loaded)) {
    for (const rate of rates) write(name, rate, record(build(1 / rate), 1 / rate, DURATION), weight);
  }
}
const program = python();
if (program === undefined) console.log("pybullet: skipped, it cannot be installed here");
else {
  const script = fileURLToPath(new URL("engines/pybullet_records.py", import.meta.url));
  for (const rate of rates) {
    const answer = execFileSync(program, [script, String(1 / rate), String(DURATION)], {
      encoding: "utf8",
      maxBuffer: 1 << 28,
      stdio: ["ignore", "pipe", "ignore"],
    });
    for (const line of answer.split("\n").filter((text) => text.startsWith("{"))) {
      const { name, inertia, rows: states } = JSON.parse(line);
      const left = states.values();
      const state = () => left.next().value;
      write(name, rate, record({ advance: () => {}, state, inertia }, 1 / rate, DURATION), weight);
    }
  }
}
