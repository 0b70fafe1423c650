import { methodDefaults } from "../../learning/index.js";
import type { ExperimentConfig } from "./config.js";

const paperSystems = ["mass-spring", "pendulum", "magnetic-mirror", "double-pendulum"];
const beyondPaper = ["two-body", "three-body"];

/** Step sizes that a network's own best is searched among. */
const rates = [0.01, 0.03, 0.1, 0.3, 0.5, 1, 2, 3];

const paper: ExperimentConfig = {
  seeds: [0],
  systems: ["mass-spring", "pendulum", "double-pendulum", "two-body", "three-body", "magnetic-mirror"],
  holdOut: [...paperSystems, ...beyondPaper],
  data: {
    train: 10_000,
    validation: 100,
    test: 100,
    folder: null,
    constants: {},
    trainOn: "others",
    systems: null,
    laws: null,
    points: null,
    noise: null,
  },
  model: { architecture: "graph", output: "hamiltonian", width: 64, activation: "tanh" },
  method: methodDefaults,
  inner: { steps: 1, rate: 0.5, reduction: "mean", order: 2 },
  outer: {
    iterations: 5000,
    tasksPerSystem: 2,
    points: 50,
    rate: 1e-3,
    finalRateFactor: 0.01,
    clipNorm: 10,
    reportEvery: 50,
    checkpointEvery: 500,
  },
  evaluation: {
    split: "test",
    trajectories: 100,
    points: 50,
    steps: 100,
    rolloutAt: null,
    rate: 0.5,
    integrator: "rk4",
    rolloutStepsPerSample: 1,
    hnnRates: rates,
    networkRates: rates,
    pretrained: true,
    alone: false,
    searchTrajectories: 20,
    bootstrapSamples: 1000,
  },
  engine: null,
  workers: null,
};

/**
 * What is known of the setting of Song and Jeong 2024 (ICLR, arXiv 2212.01168), whose code is not public: mish, small steps on the sum of log
 * cosh, Henon-Heiles instead of the double pendulum, two systems beyond, an accurate integrator, a pre-trained baseline.
 */
const successorSystems = ["mass-spring", "pendulum", "henon-heiles", "magnetic-mirror", "two-body", "three-body"];
const smallRates = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2];
const successor: ExperimentConfig = {
  ...paper,
  systems: successorSystems,
  holdOut: [...successorSystems, "harmonic-oscillator-2d", "kepler"],
  model: { ...paper.model, activation: "mish" },
  inner: { ...paper.inner, rate: 1e-3, reduction: "sum" },
  outer: { ...paper.outer, rate: 5e-4 },
  evaluation: {
    ...paper.evaluation,
    rate: 1e-3,
    integrator: "dormand-prince-8",
    hnnRates: smallRates,
    networkRates: smallRates,
  },
};

const quick: ExperimentConfig = {
  ...paper,
  holdOut: paperSystems,
  data: { ...paper.data, train: 2000, validation: 50, test: 50 },
  outer: { ...paper.outer, iterations: 2500 },
  // Most of the time would go to predictions after steps that hardly differ from their neighbours.
  evaluation: {
    ...paper.evaluation,
    networkRates: null,
    pretrained: false,
    trajectories: 50,
    searchTrajectories: 10,
    rolloutAt: [0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 40, 50, 60, 70, 80, 90, 100],
  },
};

/**
 * The paper's experiment at four sizes, and as `successor` in the setting of the paper that followed it. `brief` is `quick` with less training: errors are larger, which method is ahead is the same. `smoke`
 * only shows that every part works; its numbers mean nothing.
 */
export const profiles = {
  paper,
  quick,
  brief: {
    ...quick,
    outer: { ...quick.outer, iterations: 500 },
    // The best of all eight lies among these on every system of the profile.
    evaluation: { ...quick.evaluation, hnnRates: [0.3, 0.5, 1, 2] },
  },
  smoke: {
    ...paper,
    holdOut: ["mass-spring", "double-pendulum"],
    data: { ...paper.data, train: 20, validation: 4, test: 4 },
    model: { ...paper.model, width: 16 },
    outer: { ...paper.outer, iterations: 30, points: 20, reportEvery: 10, checkpointEvery: 10 },
    evaluation: {
      ...paper.evaluation,
      trajectories: 4,
      points: 20,
      hnnRates: [0.03, 0.3],
      networkRates: null,
      pretrained: false,
      searchTrajectories: 2,
      bootstrapSamples: 200,
    },
  },
  successor,
} as const satisfies Record<string, ExperimentConfig>;
