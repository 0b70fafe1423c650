import type { CommandEntry } from "./command-entry.js";

/** Every command, in the order of help. Only the module of the one that is asked for is loaded. */
export const commands: readonly CommandEntry[] = [
  {
    name: "read",
    operands: "<file>",
    description: "show how a record is understood, without learning anything",
    load: async () => (await import("./commands/read.js")).addRead,
  },
  {
    name: "adapt",
    operands: "<file>",
    description: "find the law of a measured motion and predict how it goes on",
    load: async () => (await import("./commands/adapt.js")).addAdapt,
  },
  {
    name: "predict",
    operands: "<run>",
    description: "predict a motion from what adapt has learned",
    load: async () => (await import("./commands/predict.js")).addPredict,
  },
  {
    name: "export",
    operands: "<run>",
    description: "write what adapt has learned as ONNX, with programs that use it",
    load: async () => (await import("./commands/export.js")).addExport,
  },
  {
    name: "systems",
    description: "list the systems with their coordinates, constants and Hamiltonians",
    load: async () => (await import("./commands/systems.js")).addSystems,
  },
  {
    name: "simulate",
    operands: "[system]",
    description: "compute one trajectory of a system",
    load: async () => (await import("./commands/simulate.js")).addSimulate,
  },
  {
    name: "generate",
    operands: "[system...]",
    description: "generate data sets of trajectories from random initial conditions",
    load: async () => (await import("./commands/generate.js")).addGenerate,
  },
  {
    name: "inspect",
    operands: "<data...>",
    description: "show what data sets hold, and find damage",
    load: async () => (await import("./commands/inspect.js")).addInspect,
  },
  {
    name: "plot",
    operands: "<data...>",
    description: "draw trajectories of data sets as SVG and PNG",
    load: async () => (await import("./commands/plot.js")).addPlot,
  },
  {
    name: "train",
    description: "meta-train a model on all systems but one",
    load: async () => (await import("./commands/train.js")).addTrain,
  },
  {
    name: "evaluate",
    operands: "<run>",
    description: "adapt a trained model to trajectories of its held-out system and measure its predictions",
    load: async () => (await import("./commands/evaluate.js")).addEvaluate,
  },
  {
    name: "reproduce",
    description: "run the paper's whole experiment, from data to report",
    load: async () => (await import("./commands/reproduce.js")).addReproduce,
  },
  {
    name: "layers",
    operands: "<run>",
    description: "how much each layer of a trained network changes when it adapts to its held-out system",
    load: async () => (await import("./commands/layers.js")).addLayers,
  },
  {
    name: "compare",
    description: "compare methods of few-shot learning on held-out systems",
    load: async () => (await import("./commands/compare.js")).addCompare,
  },
  {
    name: "runs",
    operands: "[folder]",
    description: "list the runs of a folder, with what came of them",
    load: async () => (await import("./commands/runs.js")).addRuns,
  },
  {
    name: "lab",
    description: "serve the browser lab on this machine",
    load: async () => (await import("./commands/lab.js")).addLab,
  },
  {
    name: "sweep",
    operands: "<config>",
    description: "do many runs that differ in some keys, on this machine or on a Slurm cluster",
    load: async () => (await import("./commands/sweep.js")).addSweep,
  },
  {
    name: "status",
    operands: "<folder>",
    description: "say which runs of a sweep are done, running or failed, and how long the rest will take",
    load: async () => (await import("./commands/status.js")).addStatus,
  },
  {
    name: "collect",
    operands: "<folder>",
    description: "gather the finished runs of a sweep into one table and one report",
    load: async () => (await import("./commands/collect.js")).addCollect,
  },
  {
    name: "sweep-task",
    operands: "<folder>",
    load: async () => (await import("./commands/sweep-task.js")).addSweepTask,
  },
];
