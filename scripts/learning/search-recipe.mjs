// Runs the recipe search of docs/recipe.md: variants of the quick profile, judged on validation trajectories only.
// Usage: node scripts/learning/search-recipe.mjs FOLDER (after npm run build). Finished variants in FOLDER are not run again.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../dist/node/main.js", import.meta.url));
const folder = process.argv[2];
if (folder === undefined) {
  console.error("usage: node scripts/learning/search-recipe.mjs FOLDER");
  process.exit(2);
}

const inner = (rate) => [`inner.rate=${rate}`, `evaluation.rate=${rate}`];
const variants = {
  "step 0.1": inner(0.1),
  "step 0.3": inner(0.3),
  "step 0.5 (chosen)": inner(0.5),
  "step 1": inner(1),
  "direct output": ["model.output=direct"],
  softplus: ["model.activation=softplus"],
};
const heldOut = ["double-pendulum", "magnetic-mirror"];

const cell = (value) => value.toExponential(1);
console.log(`| variant | ${heldOut.map((name) => `${name}, 15 steps | 100 steps | escaped`).join(" | ")} |`);
console.log(`|---|${"---|".repeat(3 * heldOut.length)}`);
let hnn;
for (const [name, settings] of Object.entries(variants)) {
  const out = join(folder, name.replaceAll(/[^a-z0-9.]+/g, "-"));
  if (!existsSync(join(out, "results.json"))) {
    const set = ["evaluation.split=validation", ...settings];
    const resume = existsSync(out) ? ["--resume"] : [];
    const args = [
      "reproduce",
      "--profile",
      "quick",
      "--hold-out",
      ...heldOut,
      "--set",
      ...set,
      "--out",
      out,
      ...resume,
    ];
    const { status } = spawnSync(process.execPath, [main, ...args], { stdio: ["ignore", "ignore", "ignore"] });
    if (status !== 0) {
      console.log(`| ${name} | failed with status ${status} |`);
      continue;
    }
  }
  const { systems } = JSON.parse(readFileSync(join(out, "results.json"), "utf8"));
  const row = (method) =>
    systems.flatMap(({ methods }) => {
      const found = methods.find((one) => one.name === method);
      return [cell(found.mse.mean[15]), cell(found.mse.mean[100]), `${found.escaped[100]} of ${found.trajectories}`];
    });
  console.log(`| ${name} | ${row("meta-trained").join(" | ")} |`);
  hnn ??= row("hnn-best-step");
}
if (hnn !== undefined) console.log(`| HNN, its best step size | ${hnn.join(" | ")} |`);
