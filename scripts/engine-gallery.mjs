// Writes the records of physics engines that the gallery shows, examples/records/engines/NAME.csv: a pendulum let go at 60 degrees, 20 or 60 s at 60 steps a
// second, as times, angles and angular velocities of nine digits.
//
//   node scripts/engine-gallery.mjs [--modules FOLDER]
//
// The engines are no dependencies of this project: they are installed, at the versions below, in a temporary folder, unless --modules names a folder that
// holds them in its node_modules.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { variants as cannon } from "./engines/cannon.mjs";
import { variants as matter } from "./engines/matter.mjs";
import { record } from "./engines/pendulum.mjs";
import { variants as planck } from "./engines/planck.mjs";
import { variants as rapier } from "./engines/rapier.mjs";

/** Which records of which engine, and for how many seconds: constraints that are solved in a few rounds need more of them. */
const engines = [
  { package: "planck", version: "1.5.0", variants: planck, shown: { planck: 20, "planck-damping": 20 } },
  {
    package: "@dimforge/rapier2d-compat",
    version: "0.21.0",
    variants: rapier,
    shown: { "rapier-impulse": 20, "rapier-multibody": 20 },
  },
  { package: "cannon-es", version: "0.20.0", variants: cannon, shown: { "cannon-hinge": 60 } },
  { package: "matter-js", version: "0.20.0", variants: matter, shown: { "matter-no-air": 60 } },
];
const [RATE, DIGITS] = [60, 9];

const { values: options } = parseArgs({ options: { modules: { type: "string" } } });
const folder = fileURLToPath(new URL("../examples/records/engines", import.meta.url));
mkdirSync(folder, { recursive: true });
const require = createRequire(join(modules(), "node_modules", "engines.js"));
for (const engine of engines) {
  const loaded = require(engine.package);
  const made = await engine.variants(loaded.default ?? loaded);
  for (const [name, duration] of Object.entries(engine.shown)) {
    const variant = made.find((one) => one.name === name);
    if (variant === undefined)
      throw new Error(`${engine.package} has ${made.map((one) => one.name).join(", ")}, not ${name}`);
    const rows = record(variant.build(1 / RATE), 1 / RATE, duration);
    const lines = rows.map((row) =>
      row
        .slice(0, 3)
        .map((value) => Number(value.toPrecision(DIGITS)))
        .join(),
    );
    writeFileSync(join(folder, `${name}.csv`), `t [s],theta [rad],omega [rad/s]\n${lines.join("\n")}\n`);
    console.log(`${name}.csv: ${engine.package} ${engine.version}`);
  }
}

/** The folder whose node_modules hold the engines. */
function modules() {
  if (options.modules !== undefined) return resolve(options.modules);
  const scratch = mkdtempSync(join(tmpdir(), "engines-"));
  process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
  const names = engines.map((engine) => `${engine.package}@${engine.version}`);
  const quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel", "error"];
  execFileSync("npm", ["install", "--prefix", scratch, ...quiet, ...names], { stdio: ["ignore", "ignore", "inherit"] });
  return scratch;
}
