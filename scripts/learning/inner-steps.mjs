// What the inner steps of trained methods are worth: the error on held-out systems after some of each method's own steps.
// Usage: node scripts/learning/inner-steps.mjs OUT.json METHOD=MODEL.safetensors:STEPS,STEPS ... (after npm run build). Writes OUT.json with every test
// trajectory's error and prints a table: mean squared trajectory errors, 95 % bootstrap intervals over trajectories.
import { writeFileSync } from "node:fs";
import { choosePoints, generateTrajectories } from "../../dist/dataset/index.js";
import { loadCheckpoint } from "../../dist/experiments/index.js";
import { describeMachine } from "../../dist/experiments/machine.js";
import { randomStream } from "../../dist/index.js";
import { methodOf, observe, phaseSpaceOf, trainedLearner } from "../../dist/learning/index.js";
import { bootstrapInterval, mean, meanSquaredError, median, rollOutField } from "../../dist/measure/index.js";
import { fixedStepMethodNamed, systemNamed, toNodes } from "../../dist/mechanics/index.js";

const [out, ...models] = process.argv.slice(2);
if (out === undefined || models.length === 0) {
  console.error("usage: node scripts/learning/inner-steps.mjs OUT.json METHOD=MODEL.safetensors:STEPS,STEPS ...");
  process.exit(2);
}
const HELD_OUT = ["two-body", "pendulum", "double-pendulum"];
const [SEED, TRAJECTORIES, POINTS] = [0, 20, 50];
const options = { method: fixedStepMethodNamed("rk4"), stepsPerSample: 1 };

const sets = new Map(
  HELD_OUT.map((name) => {
    const set = generateTrajectories(systemNamed(name), { count: TRAJECTORIES, seed: SEED, split: "test" });
    const seen = Array.from({ length: TRAJECTORIES }, (_, i) =>
      observe(set, i, choosePoints(set, POINTS, randomStream(SEED, "support points", name, "test", i)).supportIndices),
    );
    return [name, { set, seen }];
  }),
);

/** Errors of the predicted motions, and processor time of an adaptation, in milliseconds. */
async function test(learner, { set, seen }) {
  const { system, times } = set;
  const size = 2 * system.dimension;
  const [mse, escaped, ms] = [[], [], []];
  for (const [i, observations] of seen.entries()) {
    const before = process.cpuUsage();
    const learned = await learner.adapt(phaseSpaceOf(system), observations, { random: randomStream(SEED, "adapt") });
    const { user, system: kernel } = process.cpuUsage(before);
    ms.push((user + kernel) / 1000);
    const truth = set.states.subarray(i * times.length * size, (i + 1) * times.length * size);
    const { states, escapedAt } = rollOutField(system, learned.vectorField, truth.slice(0, size), times, options);
    mse.push(meanSquaredError(toNodes(system, states), toNodes(system, truth)));
    escaped.push(escapedAt !== -1);
    await learned.close?.();
  }
  return { mse, escaped: escaped.filter(Boolean).length, milliseconds: median(ms) };
}

const measured = [];
for (const model of models) {
  const [, name, path, list] = /^([^=]+)=(.+):([\d,]+)$/.exec(model) ?? [];
  if (list === undefined) throw new Error(`${model}: expected METHOD=MODEL.safetensors:STEPS,STEPS`);
  const checkpoint = await loadCheckpoint(path);
  for (const steps of list.split(",").map(Number)) {
    const learner = trainedLearner(methodOf(checkpoint), checkpoint.state.parameters, {
      name,
      steps,
      compile: { threads: 1 },
    });
    for (const [heldOut, from] of sets) measured.push({ method: name, steps, heldOut, ...(await test(learner, from)) });
  }
}

const short = (value) => value.toExponential(1).replace("e+", "e");
const cell = ({ mse, escaped }) => {
  const { low, high } = bootstrapInterval(mse, 1000);
  return `${short(mean(mse))} [${short(low)}, ${short(high)}]${escaped > 0 ? `, ${escaped} escaped` : ""}`;
};
console.log(`| method, steps | ${HELD_OUT.join(" | ")} | ms |`);
console.log(`|---|${"---|".repeat(HELD_OUT.length + 1)}`);
for (let i = 0; i < measured.length; i += HELD_OUT.length) {
  const row = measured.slice(i, i + HELD_OUT.length);
  const times = row.map(({ milliseconds }) => milliseconds.toFixed(0)).join(", ");
  console.log(`| ${row[0].method}, ${row[0].steps} | ${row.map(cell).join(" | ")} | ${times} |`);
}
const command = "node scripts/learning/inner-steps.mjs OUT.json METHOD=MODEL.safetensors:STEPS,STEPS ...";
const results = { command, machine: await describeMachine(null), points: POINTS, trajectories: TRAJECTORIES, measured };
writeFileSync(out, `${JSON.stringify(results, (_, x) => (typeof x === "number" ? Number(x.toPrecision(6)) : x))}\n`);
