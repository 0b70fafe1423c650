// How the error on a held-out system falls with the number of random laws seen in the meta-training: results/laws.
// Usage: node scripts/learning/laws-seen.mjs FOLDER [SEEDS] (after npm run build). Trains into FOLDER, where finished runs are not repeated, for the
// first so many seeds (1), then writes results/laws: results.json with every test trajectory's error, table.md and laws.svg.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { choosePoints, generateTrajectories, pointsOf } from "../../dist/dataset/index.js";
import { loadCheckpoint } from "../../dist/experiments/index.js";
import { describeMachine } from "../../dist/experiments/machine.js";
import { randomStream } from "../../dist/index.js";
import { bootstrapInterval, mean, median, runProtocol } from "../../dist/measure/index.js";
import { systemNamed, toNodes } from "../../dist/mechanics/index.js";
import { initialParameters, network } from "../../dist/models/index.js";
import { logDomain } from "../../dist/report/svg/domain.js";
import { renderFigure } from "../../dist/report/svg/figure.js";

const [folder, seedCount = "1"] = process.argv.slice(2);
if (folder === undefined) {
  console.error("usage: node scripts/learning/laws-seen.mjs FOLDER [SEEDS]");
  process.exit(2);
}
const main = fileURLToPath(new URL("../../dist/node/main.js", import.meta.url));
const target = fileURLToPath(new URL("../../results/laws/", import.meta.url));

const HELD_OUT = ["two-body", "pendulum", "double-pendulum"];
const SEEDS = Array.from({ length: Number(seedCount) }, (_, i) => i);
/** Options of `train` for every training. `name` is the run's folder, `label` a place on the figure's axis. */
const TRAININGS = [
  { name: "none", label: "0", text: "none: the five systems", options: [] },
  ...[5, 20, 100].map((count) => ({
    name: `laws-${count}`,
    label: String(count),
    text: `${count} and the five systems`,
    options: ["--laws", String(count)],
  })),
  { name: "endless", label: "endless", text: "endless and the five systems", options: ["--laws", "endless"] },
  // It has bodies up to five and takes longest: the first seed only.
  {
    name: "alone",
    label: "alone",
    text: "endless, no system (one seed)",
    options: ["--laws", "endless"],
    share: 0,
    seeds: 1,
  },
];
const OUTER_STEPS = 1000;
const STEPS = [15, 100];
const TRAJECTORIES = 50;
const POINTS = 50;
const RATE = 0.5;

function train({ name, options, share }, seed) {
  const out = join(folder, `${name}-${seed}`);
  const set = [
    "workers=1",
    `outer.iterations=${OUTER_STEPS}`,
    ...(share === undefined ? [] : [`data.laws.share=${share}`]),
  ];
  const fresh = ["--profile", "quick", "--hold-out", ...HELD_OUT, "--seed", String(seed), ...options, "--set", ...set];
  const args = ["train", ...(existsSync(out) ? ["--resume"] : fresh), "--out", out];
  const { status } = spawnSync(process.execPath, [main, ...args], { stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) throw new Error(`training ${name} with seed ${seed} failed with status ${status}`);
  return out;
}

const sets = new Map();
/** Test trajectories and their support points: those that reproduce tests on. */
function testOf(name, seed) {
  const key = `${name} ${seed}`;
  if (!sets.has(key)) {
    const system = systemNamed(name);
    const set = generateTrajectories(system, { count: TRAJECTORIES, seed, split: "test" });
    const batches = Array.from({ length: TRAJECTORIES }, (_, i) =>
      pointsOf(set, i, choosePoints(set, POINTS, randomStream(seed, "support points", name, "test", i)).supportIndices),
    );
    const joined = (part) => Float32Array.from(batches.flatMap((batch) => [...batch[part]]));
    sets.set(key, {
      system,
      count: TRAJECTORIES,
      samples: set.times.length,
      points: POINTS,
      truth: toNodes(system, set.states),
      support: { states: joined("states"), derivatives: joined("derivatives") },
    });
  }
  return sets.get(key);
}

/** Errors of every test trajectory after each of STEPS, of a network that starts from the given parameters. */
async function test(heldOut, seed, model, initial) {
  const options = {
    steps: 100,
    rate: RATE,
    reduction: "mean",
    rolloutStepsPerSample: 1,
    rolloutAt: STEPS,
    compile: { threads: 1 },
  };
  const { mse, escaped } = await runProtocol(model, initial, testOf(heldOut, seed), options);
  return STEPS.map((step, i) => ({ step, mse: mse[i], escaped: escaped[i].filter(Boolean).length }));
}

const measured = [];
for (const seed of SEEDS) {
  for (const training of TRAININGS) {
    if (seed >= (training.seeds ?? SEEDS.length)) continue;
    const out = train(training, seed);
    for (const heldOut of HELD_OUT) {
      const { state, network: options } = await loadCheckpoint(join(out, heldOut, `seed-${seed}`, "model.safetensors"));
      const errors = await test(heldOut, seed, network(options), () => state.parameters);
      measured.push({ laws: training.name, heldOut, seed, errors });
    }
  }
  for (const heldOut of HELD_OUT) {
    const model = network({ output: "hamiltonian", width: 64, activation: "tanh" });
    const fresh = (i) => initialParameters(model, randomStream(seed, "initial graph network", heldOut, i));
    measured.push({ laws: "random start", heldOut, seed, errors: await test(heldOut, seed, model, fresh) });
  }
}

/** Mean and interval over test trajectories of all seeds. */
function summary(laws, heldOut, step) {
  const parts = measured
    .filter((one) => one.laws === laws && one.heldOut === heldOut)
    .map(({ errors }) => errors.find((one) => one.step === step));
  const all = parts.flatMap(({ mse }) => mse);
  const escaped = parts.reduce((sum, part) => sum + part.escaped, 0);
  return { mean: mean(all), median: median(all), ...bootstrapInterval(all, 1000), escaped, count: all.length };
}

const short = (value) => value.toExponential(1).replace("e+", "e");
const cell = ({ mean: middle, low, high, escaped }) =>
  `${short(middle)} [${short(low)}, ${short(high)}]${escaped > 0 ? `, ${escaped} escaped` : ""}`;
const rows = [...TRAININGS, { name: "random start", text: "untrained network" }];
const table = STEPS.flatMap((step) => [
  `| random laws, ${step} steps | ${HELD_OUT.join(" | ")} |`,
  `|---|${"---|".repeat(HELD_OUT.length)}`,
  ...rows.map(
    ({ name, text }) => `| ${text} | ${HELD_OUT.map((system) => cell(summary(name, system, step))).join(" | ")} |`,
  ),
  "",
]).join("\n");

const styles = {
  15: { colour: "orange", width: 2, marker: "square" },
  100: { colour: "blue", width: 2, marker: "circle" },
};
const places = TRAININGS.map((_, i) => i);
const panel = (heldOut) => {
  const at = (step) => TRAININGS.map(({ name }) => summary(name, heldOut, step));
  const all = STEPS.flatMap((step) => at(step).flatMap(({ low, high }) => [low, high]));
  const untrained = STEPS.map((step) => summary("random start", heldOut, step).mean);
  return {
    heading: systemNamed(heldOut).title,
    x: {
      kind: "linear",
      domain: [-0.3, places.length - 0.7],
      label: "Random laws seen",
      ticks: TRAININGS.map(({ label }, value) => ({ value, label })),
    },
    y: { kind: "log", domain: logDomain([...all, ...untrained]), label: "Mean squared trajectory error" },
    marks: STEPS.flatMap((step, i) => {
      const [points, style] = [at(step), styles[step]];
      const dashed = { ...style, width: 1, dash: "4 4" };
      const bars = points.map(({ low, high }, x) => ({
        type: "line",
        x: [x, x],
        y: [low, high],
        style: { ...style, width: 1 },
      }));
      return [
        { type: "line", x: [-0.3, places.length - 0.7], y: [untrained[i], untrained[i]], style: dashed },
        ...bars,
        { type: "line", x: places, y: points.map((point) => point.mean), style, markersAt: places },
      ];
    }),
  };
};
const figure = {
  title: "Held-out error against the number of random laws seen in the meta-training",
  notes: [
    `${OUTER_STEPS} outer steps of 10 tasks each, half of them of random laws (all in the last place); ${TRAJECTORIES} test trajectories of each of ${SEEDS.length} ${SEEDS.length === 1 ? "seed" : "seeds"}, ` +
      `${POINTS} points, gradient steps of ${RATE}; bars: 95 % bootstrap intervals over trajectories; dashed: the network untrained. Made by scripts/learning/laws-seen.mjs.`,
  ],
  legend: STEPS.map((step) => ({ label: `after ${step} steps`, style: styles[step] })),
  columns: HELD_OUT.length,
  panelSize: { width: 400, height: 320 },
  panels: HELD_OUT.map(panel),
};

mkdirSync(target, { recursive: true });
const machine = await describeMachine(null);
const command = `node scripts/learning/laws-seen.mjs FOLDER ${SEEDS.length}`;
const results = {
  command,
  machine,
  outerSteps: OUTER_STEPS,
  points: POINTS,
  rate: RATE,
  trainings: TRAININGS,
  measured,
};
writeFileSync(join(target, "results.json"), `${JSON.stringify(results)}\n`);
writeFileSync(join(target, "table.md"), table);
writeFileSync(join(target, "laws.svg"), renderFigure(figure));
console.log(table);
