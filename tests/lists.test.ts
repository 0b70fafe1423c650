// What CONTRIBUTING says of adding a thing: a file, a line in a list, an entry in the documents. Everything else follows from the
// list, so these tests walk the lists.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { commands } from "../src/cli/commands.js";
import {
  contestantNames,
  experiments,
  methodPresets,
  parseConfig,
  presetNames,
  profiles,
} from "../src/experiments/index.js";
import { metaLearner, metaMethods, methodDefaults } from "../src/learning/index.js";
import {
  allSystems,
  fixedStepMethodNamed,
  fixedStepMethods,
  rolloutMethods,
  systemNamed,
} from "../src/mechanics/index.js";
import { graphNetwork } from "../src/models/index.js";

const text = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const filesIn = (folder: string) => readdirSync(new URL(`../src/${folder}`, import.meta.url));

describe("a way to meta-train", () => {
  const model = graphNetwork({ width: 4, activation: "tanh", output: "hamiltonian" });

  test.each(metaMethods.map(({ name }) => name))("%s can be configured, trained, compared and read about", (name) => {
    const preset = methodPresets[name];
    expect(presetNames).toContain(name);
    expect(contestantNames).toContain(name);
    const inner = { ...profiles.smoke.inner, ...preset.config.inner };
    const config = parseConfig({ ...profiles.smoke, inner, method: { ...methodDefaults, name } }, "test");
    const learner = metaLearner(model, config.method, config.inner);
    expect(learner.title).not.toBe("");
    expect(text("docs/methods.md")).toContain(`\`${name}\``);
  });

  test("stands in a file of its own", () => {
    const helpers = [
      "index.ts",
      "options.ts",
      "meta-method.ts",
      "closed-form.ts",
      "ridge-solve.ts",
      "pair-features.ts",
      "weight-prior.ts",
    ];
    expect(filesIn("learning/methods").filter((name) => !helpers.includes(name))).toHaveLength(metaMethods.length);
  });
});

describe("a system", () => {
  test.each(allSystems.map(({ name }) => name))("%s is known by name and read about", (name) => {
    expect(systemNamed(name).name).toBe(name);
    const family = name.replace(/-\d+$/, "");
    const words = `${text("docs/systems.md")} ${text("README.md")}`.toLowerCase();
    expect(
      [name, family, systemNamed(name).title.toLowerCase()].some((word) => words.includes(word)),
      name,
    ).toBe(true);
  });

  test("stands in a file of its own", () => {
    const helpers = ["index.ts", "plane.ts", "gravity.ts"];
    expect(filesIn("mechanics/systems").filter((name) => !helpers.includes(name))).toHaveLength(allSystems.length);
  });
});

test.each(fixedStepMethods)(
  "the integrator $name is known by name, rolls out where it may, and is read about",
  (method) => {
    expect(fixedStepMethodNamed(method.name)).toBe(method);
    expect(rolloutMethods.includes(method)).toBe(!method.separable);
    expect(text("docs/integrators.md")).toContain(method.name);
  },
);

describe("an experiment", () => {
  test.each(experiments)("$name is a command, can be repeated and swept, and is read about", (experiment) => {
    expect(commands.map(({ name }) => name)).toContain(experiment.name);
    const { profiles: all, defaultProfile } = experiment;
    expect(Object.keys(all)).toContain(defaultProfile);
    for (const profile of Object.values(all))
      expect(experiment.parse(structuredClone(profile), "test")).toEqual(profile);
    for (const key of experiment.reporting?.pooledKeys ?? [])
      expect(Array.isArray(all[defaultProfile]?.[key]), key).toBe(true);
    expect(text("docs/sweeps.md")).toContain(`\`${experiment.task}\``);
  });

  test("has a name of its own, as a command and as a task", () => {
    for (const key of ["name", "task"] as const)
      expect(new Set(experiments.map((experiment) => experiment[key])).size).toBe(experiments.length);
  });
});

test.each(commands.filter(({ description }) => description !== undefined))(
  "the command $name is read about",
  ({ name }) => {
    const pages = [
      "README.md",
      ...readdirSync(new URL("../docs", import.meta.url))
        .filter((one) => one.endsWith(".md"))
        .map((one) => `docs/${one}`),
    ];
    expect(pages.some((page) => text(page).includes(`metahamilton ${name}`))).toBe(true);
  },
);

test.each(readdirSync(new URL("../docs", import.meta.url)).filter((one) => one.endsWith(".md")))(
  "docs/%s is in README and in the site's guide",
  (page) => {
    expect(text("README.md")).toContain(`docs/${page}`);
    expect(text("site/.vitepress/config.mjs")).toContain(`link: "/${page.replace(".md", "")}"`);
  },
);
