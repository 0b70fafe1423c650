import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { canonicalJson } from "../../src/base/keys.js";
import { profiles } from "../../src/experiments/index.js";
import { runId } from "../../src/sweeps/identity.js";
import { planSweep, resolveRun } from "../../src/sweeps/plan.js";
import fc from "../property.js";

const plan = (content: Record<string, unknown>) =>
  planSweep({ task: "experiment", profile: "smoke", ...content }, "file");

describe("ids", () => {
  test("are the beginning of the SHA-256 of canonical JSON", () => {
    const expected = createHash("sha256").update('{"identity":{"a":[1,"x"],"b":null},"task":"t"}').digest("hex");
    expect(runId("t", { b: null, a: [1, "x"] })).toBe(expected.slice(0, 12));
  });

  test("do not depend on the order of keys", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test("depend on what decides the numbers, not on how it is written or how many workers there are", () => {
    const id = (content: Record<string, unknown>) => plan(content).runs[0]?.id;
    const swept = id({ sweep: { holdOut: "pendulum", "outer.rate": [0.01] } });
    expect(id({ config: { "outer.rate": 0.01, holdOut: ["pendulum"] } })).toBe(swept);
    expect(id({ config: { outer: { rate: 0.01 }, workers: 7 }, sweep: { holdOut: ["pendulum"] } })).toBe(swept);
    expect(id({ sweep: { holdOut: "pendulum", "outer.rate": [0.02] } })).not.toBe(swept);
    expect(id({ profile: "quick", sweep: { holdOut: "pendulum", "outer.rate": [0.01] } })).not.toBe(swept);
  });
});

describe("plans", () => {
  test("put the keys of all runs and the swept ones over the profile", () => {
    const made = plan({
      config: { "model.width": 8 },
      sweep: { holdOut: ["pendulum", "two-body"], seeds: "range(2)" },
    });
    expect(made.runs).toHaveLength(4);
    const configs = made.runs.map((run) => resolveRun(made, run));
    expect(configs[3]).toEqual({
      ...profiles.smoke,
      model: { ...profiles.smoke.model, width: 8 },
      holdOut: ["two-body"],
      seeds: [1],
    });
  });

  test("null stands for no list, not for a list of null", () => {
    const made = plan({ sweep: { holdOut: "pendulum", "evaluation.hnnRates": null } });
    expect(made.runs.map((run) => resolveRun(made, run))).toMatchObject([{ evaluation: { hnnRates: null } }]);
  });

  test("several grids are put together; what they have in common is one run", () => {
    const made = plan({
      sweep: [
        { holdOut: ["pendulum", "two-body"], "model.width": [8, 16] },
        // Width 16 is the profile's.
        { holdOut: ["pendulum"], "model.activation": ["tanh", "mish"], inner: { rate: [0.5] } },
      ],
    });
    const usual = { "model.activation": "tanh", "inner.rate": 0.5 };
    expect(made.runs.map(({ values }) => values)).toEqual([
      { holdOut: "pendulum", "model.width": 8, ...usual },
      { holdOut: "pendulum", "model.width": 16, ...usual },
      { holdOut: "two-body", "model.width": 8, ...usual },
      { holdOut: "two-body", "model.width": 16, ...usual },
      { holdOut: "pendulum", "model.width": 16, "model.activation": "mish", "inner.rate": 0.5 },
    ]);
    expect(made.runs.map((run) => resolveRun(made, run).model)).toMatchObject([
      { width: 8, activation: "tanh" },
      { width: 16, activation: "tanh" },
      { width: 8, activation: "tanh" },
      { width: 16, activation: "tanh" },
      { width: 16, activation: "mish" },
    ]);
    expect(made.axes).toEqual([
      { key: "holdOut", values: ["pendulum", "two-body"] },
      { key: "model.width", values: [8, 16] },
      { key: "model.activation", values: ["tanh", "mish"] },
      { key: "inner.rate", values: [0.5] },
    ]);
  });

  test("start from the task's first profile where none is named", () => {
    expect(planSweep({ task: "experiment", sweep: {} }, "file").base).toEqual(profiles.quick);
  });

  test.each([
    [{ task: "experimnt" }, /task: there is no task "experimnt"; did you mean experiment/],
    [{ profile: "big" }, /no profile big of experiment; it has paper, quick, brief, smoke/],
    [{ profile: "toString" }, /no profile toString/],
    [{ sweep: { "outer.rat": [1] } }, /sweep: there is no key outer.rat .*did you mean outer.rate/],
    [{ config: { modell: { width: 3 } } }, /config: there is no key modell/],
    [{ sweep: { "outer.rate": [0.1, -1] } }, /outer.rate=-1: outer.rate = -1/],
    [{ sweep: { holdOut: ["pendulum", "moon"] } }, /holdOut=moon: holdOut.0/],
    [{ sweep: { "outer.rate": [0.1], workers: [1, 2] } }, /workers=1 and .*workers=2 are the same run/],
    [{ sweeps: {} }, /Unrecognized key/],
    [{ launcher: "pbs" }, /launcher: /],
    [{ slurm: { time: "soon" } }, /slurm.time: expected minutes/],
    [{ slurm: { partition: "a b" } }, /slurm.partition: expected a word/],
    [{ local: { workers: 0 } }, /local.workers/],
  ])("%j is one clear line", (content, message) => {
    expect(() => plan(content)).toThrow(message);
    expect(() => plan(content)).toThrow(/^file/);
  });
});
