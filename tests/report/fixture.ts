import { type Random, randomStream } from "../../src/base/random.js";
import type {
  ExampleCoordinate,
  ExampleMotion,
  HeldOutResult,
  NetworkName,
  NetworkResult,
  Results,
  Summary,
} from "../../src/measure/index.js";

const allSystems = ["mass-spring", "pendulum", "magnetic-mirror", "double-pendulum", "two-body", "three-body"] as const;
type SystemName = (typeof allSystems)[number];

/** Bodies, names and units of the coordinates, and which of the two degrees of freedom of a body is surplus. */
const shapes: Readonly<
  Record<SystemName, { bodies: number; names: [string, string]; units: [string, string]; surplus?: number }>
> = {
  "mass-spring": { bodies: 1, names: ["x", "y"], units: ["m", "m"], surplus: 1 },
  pendulum: { bodies: 1, names: ["theta", "r"], units: ["rad", "m"], surplus: 1 },
  "magnetic-mirror": { bodies: 1, names: ["rho", "z"], units: ["m", "m"] },
  "double-pendulum": { bodies: 2, names: ["theta", "r"], units: ["rad", "m"], surplus: 1 },
  "two-body": { bodies: 2, names: ["x", "y"], units: ["m", "m"] },
  "three-body": { bodies: 3, names: ["x", "y"], units: ["m", "m"] },
};

/** The networks of a run that searches no step size for graph networks. */
type FixtureNetwork = Exclude<NetworkName, "meta-trained-best-step" | "pretrained">;

const labels: Readonly<Record<FixtureNetwork, string>> = {
  "meta-trained": "Meta-trained graph network",
  "hnn-same-step": "HNN, same step size",
  "hnn-best-step": "HNN, best step size",
  "random-graph-network": "Random graph network",
};

/** Mean error at step 0 and at step 100 of each method; the double pendulum is the case in which meta-training does not help. */
const levels: Readonly<Record<SystemName, Readonly<Record<FixtureNetwork, readonly [number, number]>>>> = {
  "mass-spring": {
    "meta-trained": [0.2, 9e-5],
    "hnn-same-step": [0.9, 0.4],
    "hnn-best-step": [0.9, 0.16],
    "random-graph-network": [1.1, 0.08],
  },
  pendulum: {
    "meta-trained": [0.5, 3.7e-4],
    "hnn-same-step": [1.2, 0.7],
    "hnn-best-step": [1.2, 0.5],
    "random-graph-network": [1.4, 0.2],
  },
  "magnetic-mirror": {
    "meta-trained": [1.5, 0.5],
    "hnn-same-step": [0.9, 0.7],
    "hnn-best-step": [0.9, 0.61],
    "random-graph-network": [1.2, 0.65],
  },
  "double-pendulum": {
    "meta-trained": [3, 40],
    "hnn-same-step": [0.7, 0.62],
    "hnn-best-step": [0.7, 0.58],
    "random-graph-network": [0.9, 1],
  },
  "two-body": {
    "meta-trained": [0.8, 2e-3],
    "hnn-same-step": [1, 0.6],
    "hnn-best-step": [1, 0.3],
    "random-graph-network": [1.1, 0.2],
  },
  "three-body": {
    "meta-trained": [1.3, 0.09],
    "hnn-same-step": [1.6, 0.9],
    "hnn-best-step": [1.6, 0.8],
    "random-graph-network": [1.5, 0.7],
  },
};

/** A made-up run with the first `count` systems held out in turn: smooth, seeded, with the shapes and sizes of a real one. */
export function makeResults(count = 4, seed = 1): Results {
  const names = allSystems.slice(0, count);
  return {
    version: 1,
    profile: "quick",
    seeds: [1, 2, 3],
    command: `npx metahamilton reproduce --profile quick --systems ${names.join(",")}`,
    config: { profile: "quick", learning: { innerStep: 0.1, innerSteps: 1, outerSteps: 2000 }, seeds: [1, 2, 3] },
    choices: [
      {
        topic: "Inner step size",
        choice: "0.1",
        reason: "The largest at which adaptation of every training system stays stable for 100 steps.",
      },
      {
        topic: "Activation",
        choice: "tanh",
        reason: "Smooth to every order, as the second-order meta-gradient needs.",
      },
      {
        topic: "Initial conditions",
        choice: "As in Greydanus et al. 2019",
        reason: "The paper does not state its own.",
      },
    ],
    machine: {
      cpu: "Example CPU at 2.5 GHz",
      cores: 2,
      memoryGiB: 8,
      platform: "linux x64",
      node: "v20.19.0",
      metahamilton: "0.1.0",
      engine: "onnxruntime-node 1.30.0 (CPU)",
      date: "2025-01-31",
    },
    timing: {
      totalSeconds: 4321,
      phases: [
        { name: "Trajectories", seconds: 12.3 },
        { name: "Meta-training", seconds: 3900 },
        { name: "Evaluation", seconds: 408.7 },
      ],
    },
    systems: names.map((name) => makeSystem(name, randomStream(seed, "report fixture", name))),
  };
}

function makeSystem(heldOut: SystemName, random: Random): HeldOutResult {
  const names = Object.keys(labels) as FixtureNetwork[];
  return {
    heldOut,
    title: heldOut.charAt(0).toUpperCase() + heldOut.slice(1),
    trainedOn: allSystems.filter((name) => name !== heldOut),
    training: makeTraining(random),
    methods: names.map((name) => makeMethod(name, levels[heldOut][name], random)),
    example: makeExample(heldOut, random),
  };
}

function makeTraining(random: Random): HeldOutResult["training"] {
  const step = Array.from({ length: 60 }, (_, i) => (i + 1) * 50);
  const decay = (s: number) => 0.02 + 0.6 * Math.exp(-s / 400);
  return {
    step,
    metaLoss: step.map((s) => decay(s) * Math.exp(0.15 * random.normal())),
    validationLoss: step.map((s) => 1.2 * decay(s) * Math.exp(0.04 * random.normal())),
    seconds: 640,
  };
}

function makeMethod(name: FixtureNetwork, [start, end]: readonly [number, number], random: Random): NetworkResult {
  const step = Array.from({ length: 101 }, (_, i) => i);
  const mean = step.map((s) => end * (start / end) ** Math.exp(-s / 18));
  const escapes = end > 0.5 ? 30 * end ** 0.5 : 0;
  return {
    name,
    label: labels[name],
    stepSize: name === "hnn-best-step" ? 0.3 : 0.1,
    trajectories: 300,
    step,
    mse: makeSummary(mean, 0.75 + 0.1 * random.uniform()),
    energyError: makeSummary(
      mean.map((value) => 0.3 * Math.sqrt(value)),
      0.9,
    ),
    escaped: step.map((s) => Math.round((escapes * s) / 100)),
  };
}

function makeSummary(mean: readonly number[], spread: number): Summary {
  return {
    mean,
    median: mean.map((v) => 0.6 * v),
    low: mean.map((v) => v * spread),
    high: mean.map((v) => v / spread),
  };
}

function makeExample(system: SystemName, random: Random): ExampleMotion {
  const coordinates = makeCoordinates(system);
  const count = 100;
  const t = Array.from({ length: count }, (_, i) => (10 * i) / (count - 1));
  const truth = coordinates.map(({ surplus, body, kind }, i) => {
    const frequency = 1 + 0.37 * body + 0.2 * (i % 2);
    return t.map((s) =>
      surplus ? 0 : kind === "position" ? Math.cos(frequency * s + body) : -frequency * Math.sin(frequency * s + body),
    );
  });
  const predict = (drift: number) =>
    truth.map((values, c) =>
      values.map((value, i) => value * (1 - 0.2 * drift) + drift * 0.04 * i * Math.sin(0.1 * i + c)),
    );
  return {
    trajectory: 7,
    coordinates,
    t,
    truth,
    predictions: [15, 100].flatMap((step) => [
      { method: "meta-trained" as const, step, values: predict(step === 15 ? 0.15 : 0.02) },
      { method: "hnn-best-step" as const, step, values: predict(step === 15 ? 1 : 0.6) },
    ]),
    support: random.choose(count, 50).sort((a, b) => a - b),
  };
}

/** Canonical order: positions of every body, then momenta. */
function makeCoordinates(system: SystemName): ExampleCoordinate[] {
  const { bodies, names, units, surplus } = shapes[system];
  const half = 2 * bodies;
  return Array.from({ length: 2 * half }, (_, i) => {
    const [body, axis] = [Math.floor((i % half) / 2), i % 2];
    const position = `${names[axis]}${bodies > 1 ? body + 1 : ""}`;
    const kind = i < half ? "position" : "momentum";
    return {
      name: kind === "position" ? position : `p_${position}`,
      unit: kind === "position" ? (units[axis] ?? "") : units[axis] === "rad" ? "kg m²/s" : "kg m/s",
      body,
      kind,
      surplus: axis === surplus,
      conjugate: (i + half) % (2 * half),
    } as const;
  });
}
