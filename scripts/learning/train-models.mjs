// Trains the models that sweeps/networks.yaml compares, every method with the same outer steps, and those of the upper bound:
//
//   npm run build && node scripts/learning/train-models.mjs [FOLDER]
//
// Leaves FOLDER/<method>/<held-out system>/seed-0/model.safetensors (FOLDER: runs/models). The models that hold out
// Henon-Heiles were trained on the paper's six systems and serve all that are none of them. Goes on where it was stopped.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const [folder = "runs/models"] = process.argv.slice(2);
const program = fileURLToPath(new URL("../../dist/node/main.js", import.meta.url));
const trainedOn = ["mass-spring", "pendulum", "magnetic-mirror", "double-pendulum", "two-body", "three-body"];
const oneOfTheOthers = "henon-heiles";
const others = [oneOfTheOthers, "kepler", "harmonic-oscillator-2d", "duffing"];

/** Trains the models of one method, or goes on with them. */
function train(name, ...options) {
  const out = join(folder, name);
  const words = existsSync(join(out, "config.json")) ? ["--resume"] : ["--profile", "quick", ...options];
  const { status } = spawnSync(process.execPath, [program, "train", ...words, "--out", out], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

const methods = ["maml", "meta-sgd", "anil", "pretrain", "fomaml", "reptile", "modulation", "ridge", "maml++"];
for (const method of methods) train(method, "--method", method, "--hold-out", ...trainedOn, oneOfTheOthers);
// Of the system's own trajectories, as many as the paper generates.
const own = ["data.trainOn=held-out", "data.train=10000"];
train("upper-bound", "--method", "pretrain", "--hold-out", ...trainedOn, ...others, "--set", ...own);
