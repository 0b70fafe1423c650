import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { takeLock } from "../../src/base/lock.js";
import { compareProfiles, comparison, paper, profiles, readRunFile, reproduce } from "../../src/experiments/index.js";
import type { NetworkTest } from "../../src/experiments/paper/baselines.js";
import type { CompareResults, Results } from "../../src/measure/index.js";
import { built } from "../built.js";
import { expectMistake, runHere, temporaryFolder } from "../cli/process.js";

const folder = temporaryFolder();
const json = async <T>(...path: string[]) => JSON.parse(await readFile(folder.in(...path), "utf8")) as T;

/** `reproduce` of the build, whose threads start from files. */
async function reproduceOfBuild(): Promise<typeof reproduce> {
  const library: typeof import("../../src/experiments/index.js") = await import(built("experiments/index.js").href);
  return library.reproduce;
}

/** What two runs of seconds have in common. */
const tiny = {
  systems: ["mass-spring", "pendulum"],
  data: { train: 4, validation: 2, test: 2 },
  model: { width: 4 },
  evaluation: { trajectories: 2, points: 4, steps: 4, hnnRates: [0.1] },
};

describe("config.json of a comparison", () => {
  const small = [
    "--method",
    "process",
    "--system",
    "mass-spring",
    "--points",
    "5",
    "--noise",
    "0",
    "--trajectories",
    "1",
  ];

  test("repeats it, and is one of compare alone", async () => {
    expect((await runHere("compare", "--profile", "smoke", ...small, "--out", folder.in("first"))).code).toBe(0);
    const config = folder.in("first", "config.json");
    expect((await runHere("compare", "--config", config, "--out", folder.in("second"))).code).toBe(0);
    const errors = async (name: string) =>
      (await json<CompareResults>(name, "results.json")).entries.map(({ mse }) => mse);
    expect(await errors("second")).toEqual(await errors("first"));
    expectMistake(
      await runHere("reproduce", "--config", config),
      /is the configuration of a run of compare, not of reproduce/,
    );
    expectMistake(
      await runHere("reproduce", "--resume", "--out", folder.in("first")),
      /is a run of compare; continue it with/,
    );
  });

  test("is not worked on by two processes at the same time", async () => {
    const lock = await takeLock(folder.in("first", "run.lock"));
    expectMistake(await runHere("compare", "--resume", "--out", folder.in("first")), /is being worked on by process/);
    if ("release" in lock) await lock.release();
  });
});

describe("runs begun by version 0.1", () => {
  test("that were comparisons are read", async () => {
    await mkdir(folder.in("old"));
    const { modelSeed: _, ...config } = compareProfiles.smoke;
    const old = {
      version: 1,
      kind: "compare",
      profile: "smoke",
      command: "metahamilton compare",
      config,
      versions: {},
    };
    await writeFile(folder.in("old", "config.json"), JSON.stringify(old));
    expect((await readRunFile(folder.in("old"), comparison)).config).toEqual(compareProfiles.smoke);
  });

  test("that were part of a sweep repeat with --config", async () => {
    await mkdir(folder.in("swept"));
    const config = { ...profiles.smoke, holdOut: ["pendulum"], seeds: [3] };
    const old = { task: "experiment", id: "0123456789ab", values: { seeds: 3 }, version: "0.1.0", config };
    await writeFile(folder.in("swept", "config.json"), JSON.stringify(old));
    const read = await readRunFile(folder.in("swept"), paper);
    expect(read.config).toEqual(config);
    expect(read.sweep).toEqual({ id: "0123456789ab", values: { seeds: 3 } });
    expectMistake(
      await runHere("compare", "--config", folder.in("swept", "config.json")),
      /is the configuration of a run of reproduce, not of compare/,
    );
  });

  test.each(["results/paper", "results/compare", "results/bands"])("as %s in the repository are read", async (name) => {
    const like = name === "results/paper" ? paper : comparison;
    const directory = fileURLToPath(new URL(`../../${name}`, import.meta.url));
    expect((await readRunFile(directory, like as typeof paper)).version).toBe(1);
  });
});

test("the library reproduces what the command does, resumes it, and says what it does not know", async () => {
  const config = {
    holdOut: ["mass-spring"],
    data: { train: 6, validation: 2, test: 2 },
    model: { width: 6 },
    outer: { iterations: 10, points: 6 },
    evaluation: { trajectories: 2, points: 6, steps: 2, hnnRates: [0.1] },
  };
  const builtReproduce = await reproduceOfBuild();
  const { results, page } = await builtReproduce({ directory: folder.in("library"), profile: "smoke", config });
  expect(await readFile(page, "utf8")).toContain("<html");
  expect(await json("library", "results.json")).toEqual(JSON.parse(JSON.stringify(results)));
  const repeat = ["reproduce", "--config", folder.in("library", "config.json"), "--out", folder.in("command")];
  expect((await runHere(...repeat)).code).toBe(0);
  const { systems } = await json<Results>("command", "results.json");
  expect(systems.map(({ methods }) => methods)).toEqual(results.systems.map(({ methods }) => methods));

  const again = await builtReproduce({ directory: folder.in("library"), resume: true });
  expect(again.results.systems).toEqual(results.systems);
  const directory = folder.in("other");
  await expect(reproduce({ directory, profile: "huge" })).rejects.toThrow(
    /no profile huge of reproduce; it has paper, quick/,
  );
  await expect(reproduce({ directory, profle: "smoke" } as { directory: string })).rejects.toThrow(
    /did you mean profile\?/,
  );
  await expect(reproduce({} as { directory: string })).rejects.toThrow(
    "reproduce needs directory: the folder of the run",
  );
  await expect(reproduce({ directory, config: { outer: { rat: 1 } } })).rejects.toThrow(/did you mean outer\.rate\?/);
});

test("a graph network is tested with its own best step size too, beside one that was trained without an inner loop", async () => {
  const config = {
    ...tiny,
    holdOut: ["mass-spring"],
    outer: { iterations: 3, points: 4 },
  };
  const builtReproduce = await reproduceOfBuild();
  const done: string[] = [];
  const methodsOf = async (name: string, other: object, method?: object) => {
    const { results } = await builtReproduce({
      directory: folder.in(name),
      profile: "smoke",
      config: { ...config, ...method, evaluation: { ...config.evaluation, ...other } },
      onProgress: ({ task, done: now, total }) => now === total && done.push(task),
    });
    const [system] = results.systems;
    return new Map(system?.methods.map((one) => [one.name, one]));
  };
  const searched = await methodsOf("searched", { networkRates: [0.01, 0.2], pretrained: true });
  expect([...searched.keys()]).toEqual([
    "meta-trained",
    "meta-trained-best-step",
    "pretrained",
    "hnn-same-step",
    "hnn-best-step",
    "random-graph-network",
  ]);
  const order = ["training", "pre-training", "meta-trained step size", "pre-trained step size", "HNN step size"];
  const tasks = done.map((task) => task.replace("mass-spring: ", ""));
  expect(tasks.filter((task) => order.includes(task))).toEqual(order);
  expect(done.at(-1)).toBe("whole run");
  for (const [name, method] of searched) {
    if (name.startsWith("hnn-") || name === "meta-trained") continue;
    const rate = method.stepSize;
    expect([0.01, 0.2]).toContain(rate);
    const like = name === "pretrained" ? { method: { name: "pretrain" } } : undefined;
    const random = name === "random-graph-network";
    const alone = await methodsOf(`like ${name}`, { rate, hnnRates: null, alone: !random }, like);
    expect([...alone.keys()]).toEqual(random ? ["meta-trained", name] : ["meta-trained"]);
    const same = name === "random-graph-network" ? name : "meta-trained";
    expect(method.mse, name).toEqual(alone.get(same)?.mse);
  }
  // On the circle of mass-spring the mean square of the motion is a quarter of x^2 + p^2: two of four components move.
  const { comparison: measured } = await json<{ comparison: NetworkTest }>(
    "searched",
    "mass-spring",
    "seed-0",
    "evaluation.json",
  );
  const [x, , p] = measured.example.truth.map((values) => values[0] as number) as [number, number, number];
  for (const { mse, relativeError = [] } of measured.methods)
    mse.forEach(([error = 0], i) => {
      expect(error / (relativeError[i]?.[0] ?? 0) ** 2).toBeCloseTo((x * x + p * p) / 4, 6);
    });
  const resumed = await builtReproduce({ directory: folder.in("searched"), resume: true });
  expect(resumed.results.systems[0]?.methods.map(({ mse }) => mse)).toEqual(
    [...searched.values()].map(({ mse }) => mse),
  );
});

test("on random laws alone one training serves all held-out systems, as if each had its own", async () => {
  const config = {
    holdOut: ["mass-spring", "pendulum"],
    data: { train: 1, validation: 2, test: 2, laws: { count: "endless" as const, share: 0 } },
    model: { width: 4 },
    outer: { iterations: 2, points: 4, tasksPerSystem: 1 },
    evaluation: { trajectories: 2, points: 4, steps: 1, hnnRates: [0.1], alone: true },
  };
  const builtReproduce = await reproduceOfBuild();
  const trained = new Set<string>();
  const both = await builtReproduce({
    directory: folder.in("laws"),
    profile: "smoke",
    config,
    onProgress: ({ task }) => task.endsWith(": training") && trained.add(task),
  });
  expect([...trained]).toEqual(["mass-spring: training"]);
  const own = await builtReproduce({
    directory: folder.in("own"),
    profile: "smoke",
    config: { ...config, holdOut: ["pendulum"] },
  });
  expect(both.results.systems[1]?.methods).toEqual(own.results.systems[0]?.methods);
  // The model says what is held out, as the run's own does.
  const model = (run: string) => readFile(folder.in(run, "pendulum", "seed-0", "model.safetensors"));
  expect(await model("laws")).toEqual(await model("own"));
});

test("a run that predicts after some steps only has the same errors there, and hands every system's results over", async () => {
  const config = {
    ...tiny,
    holdOut: ["mass-spring", "pendulum"],
    outer: { iterations: 2, points: 4 },
  };
  const builtReproduce = await reproduceOfBuild();
  const every = await builtReproduce({ directory: folder.in("every"), profile: "smoke", config });
  const parts: Results[] = [];
  const whole: number[] = [];
  const some = await builtReproduce({
    directory: folder.in("some"),
    profile: "smoke",
    config: { ...config, evaluation: { ...config.evaluation, rolloutAt: [0, 2] } },
    onPart: (results) => parts.push(results),
    onProgress: ({ task, done, total }) => task === "whole run" && whole.push(done / total),
  });
  some.results.systems.forEach(({ methods }, s) => {
    methods.forEach(({ name, step, mse, escaped }, m) => {
      const full = every.results.systems[s]?.methods[m];
      expect(full?.step).toEqual([0, 1, 2, 3, 4]);
      expect(step, name).toEqual([0, 2, 4]);
      expect(mse.mean).toEqual([0, 2, 4].map((at) => full?.mse.mean[at]));
      expect(escaped).toEqual([0, 2, 4].map((at) => full?.escaped[at]));
    });
  });
  expect(some.results.choices.map(({ topic }) => topic)).toContain("Steps shown");
  expect(every.results.choices.map(({ topic }) => topic)).not.toContain("Steps shown");
  expect(parts.flatMap(({ systems }) => systems).sort((a, b) => a.heldOut.localeCompare(b.heldOut))).toEqual(
    some.results.systems,
  );
  expect(whole.at(-1)).toBe(1);
  expect([...whole].sort((a, b) => a - b)).toEqual(whole);
});
