import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { defaultRunFolder } from "../../src/cli/run-folder.js";
import { resolveSettings } from "../../src/cli/settings.js";
import { paper, profileLabel, profiles, readRunFile, startRun, training } from "../../src/experiments/index.js";
import { expectMistake, runHere, temporaryFolder } from "./process.js";

const folder = temporaryFolder();

async function file(name: string, content: string): Promise<string> {
  await writeFile(folder.in(name), content);
  return folder.in(name);
}

describe("a configuration", () => {
  test("is the profile's where nothing is changed", async () => {
    for (const profile of ["smoke", "brief", "quick", "paper"] as const) {
      const settings = await resolveSettings({ profile });
      expect(settings.config).toEqual(profiles[profile]);
      expect(profileLabel(paper, settings)).toBe(profile);
    }
    expect((await resolveSettings({})).profile).toBe("quick");
  });

  test("takes the file over the profile, --set over the file, --hold-out and --seed over all", async () => {
    const config = await file("layers.yaml", "outer:\n  iterations: 7\n  rate: 0.5\nseeds: [8]\nmodel: {width: 9}\n");
    const { config: result } = await resolveSettings({
      ...{ profile: "smoke", config, set: ["outer.rate=1e-2", "engine=wasm", "outer.clipNorm=null"] },
      ...{ holdOut: ["two-body"], seed: [4, 5] },
    });
    const { smoke } = profiles;
    expect(result).toEqual({
      ...smoke,
      seeds: [4, 5],
      holdOut: ["two-body"],
      engine: "wasm",
      model: { ...smoke.model, width: 9 },
      outer: { ...smoke.outer, iterations: 7, rate: 0.01, clipNorm: null },
    });
  });

  test("is told apart from its profile by the keys that change what it means", async () => {
    const settings = await resolveSettings({ profile: "paper", set: ["outer.iterations=5", "workers=1"], seed: [3] });
    expect(profileLabel(paper, settings)).toBe("paper (changed: outer.iterations)");
  });

  test("takes constants of the systems, each a value or an interval, from --set and from a file", async () => {
    const config = await file("constants.yaml", "data:\n  constants:\n    gravity: 9.81\n    length: [1, 3]\n");
    const { config: result } = await resolveSettings({
      ...{ profile: "smoke", config, set: ["mass=2", "length=0.5..2", "data.constants.mass2=3", "outer.points=10"] },
    });
    expect(result.data.constants).toEqual({ gravity: 9.81, length: [0.5, 2], mass: 2, mass2: 3 });
    // Of one system alone.
    const set = ["length=2", "pendulum.length=0.5..1", "pendulum.mass=3"];
    const { config: own } = await resolveSettings({ profile: "smoke", set });
    expect(own.data.constants).toEqual({ length: 2, pendulum: { length: [0.5, 1], mass: 3 } });
    // One that only a system to be held out has.
    const { config: other } = await resolveSettings({
      profile: "smoke",
      set: ["cubic=2"],
      holdOut: ["duffing"],
    });
    expect(other.data.constants).toEqual({ cubic: 2 });
  });

  test("may come as JSON, and an empty YAML file changes nothing", async () => {
    const json = await file("good.json", '{"model": {"width": 5}}');
    expect((await resolveSettings({ profile: "smoke", config: json })).config.model.width).toBe(5);
    const empty = await file("empty.yml", "# nothing\n");
    expect((await resolveSettings({ profile: "smoke", config: empty })).config).toEqual(profiles.smoke);
  });
});

describe("mistakes in a configuration are one line with the file, the key and what was expected", () => {
  test.each([
    ["type.yaml", "outer:\n  iterations: many\n", /type\.yaml: outer\.iterations = "many": .*expected number/],
    ["range.yaml", "outer: {rate: -1}", /range\.yaml: outer\.rate = -1: .*>0/],
    ["nan.yaml", "outer: {rate: .nan}", /nan\.yaml: outer\.rate = .*expected number, received NaN/],
    [
      "key.yaml",
      "outer: {iteration: 5}",
      /key\.yaml: there is no key outer\.iteration \(= 5\); did you mean outer\.iterations\?/,
    ],
    ["top.yaml", "zzz: 5", /top\.yaml: there is no key zzz \(= 5\); known here: seeds, systems, holdOut/],
    ["proto.yaml", "__proto__: {polluted: 1}", /proto\.yaml: there is no key __proto__/],
    ["shape.yaml", "outer: 3", /shape\.yaml: outer = 3: .*expected object/],
    ["system.yaml", "holdOut: [spring]", /system\.yaml: holdOut\.0 = "spring": .*mass-spring/],
    ["syntax.yaml", "outer:\n  rate: [1, 2\nseeds: 3\n", /syntax\.yaml: line 3, column 1: /],
    ["double.yaml", "workers: 1\nworkers: 2\n", /double\.yaml: line 2, column 1: .*unique/],
    ["circle.yaml", "outer: &a {rate: *a}", /circle\.yaml: its aliases/],
    ["list.yaml", "- 1\n", /list\.yaml: expected keys with values at the top, got a list/],
    ["comma.json", '{"outer":\n {"rate": 1,}}', /comma\.json: line 2, column 13: /],
    ["end.json", '{"outer": {"rate": 1}', /end\.json: line 1, column 22: /],
    ["word.json", '{"outer": {"rate": fast}}', /word\.json: /],
    ["null.json", "null", /null\.json: expected keys with values/],
    [
      "order.yaml",
      "data: {constants: {mass: [2, 1]}}",
      /order\.yaml: data\.constants\.mass = \[2,1\]: .*the smaller number first/,
    ],
    ["word.yaml", "data: {constants: {mass: heavy}}", /word\.yaml: data\.constants\.mass = "heavy"/],
    [
      "constant.yaml",
      "data: {constants: {m9: 1}}",
      /data\.constants m9: there is no such constant; mass-spring has mass, stiffness; /,
    ],
    [
      "own.yaml",
      "data: {constants: {pendulum: {m9: 1}}}",
      /pendulum\.m9: there is no such constant; pendulum has mass, length, gravity/,
    ],
    ["config.toml", "x = 1", /config\.toml: a configuration file's name ends in \.yaml/],
  ])("%s", async (name, content, message) => {
    const config = await file(name, content);
    expectMistake(await runHere("reproduce", "--config", config, "--out", folder.in("no-run")), message);
    expect(await readdir(folder.path)).not.toContain("no-run");
  });

  test.each([
    ["reproduce --config nowhere.yaml", /nowhere\.yaml: there is no such file/],
    ["reproduce --set outer.iterations", /--set needs key=value.*got "outer\.iterations"/],
    ["reproduce --set =5", /--set needs key=value/],
    ["reproduce --set outer..rate=5", /--set needs key=value/],
    ["reproduce --set outer.rate=[1", /--set outer\.rate: line 1, column 3/],
    ["reproduce --set outer.rate=fast", /--set: outer\.rate = "fast": .*expected number/],
    ["reproduce --set outer.rat=1", /--set: there is no key outer\.rat \(= 1\); did you mean outer\.rate\?/],
    ["reproduce --set outer.rate.x=1", /--set: outer\.rate = \{"x":1\}: .*expected number/],
    ["reproduce --hold-out pendulum spring", /no system "spring"/],
    ["reproduce --seed 1 -2", /--seed must be an integer of at least 0, got "-2"/],
    ["train --seed 1.5", /--seed must be an integer of at least 0, got "1\.5"/],
    ["train", /needs --hold-out/],
    ["train --hold-out pendulun", /did you mean pendulum\?/],
  ])("%s", async (args, message) => {
    expectMistake(await runHere(...args.split(" "), "--out", folder.in("no-run")), message);
    expect(await readdir(folder.path)).not.toContain("no-run");
  });
});

describe("the folder of a run", () => {
  /** A run that was stopped before it did anything. */
  async function begunRun(name: string): Promise<string> {
    const settings = await resolveSettings({ profile: "smoke", holdOut: ["pendulum"] });
    await startRun(training, settings, folder.in(name), "metahamilton train --profile smoke --hold-out pendulum");
    return folder.in(name);
  }

  test("has a name with the local time", () => {
    expect(defaultRunFolder("smoke", new Date(2026, 0, 2, 3, 4, 5))).toBe("runs/smoke-2026-01-02-030405");
  });

  test("holds a file that reads back as it was written", async () => {
    const directory = await begunRun("record");
    const record = await readRunFile(directory, paper);
    expect(record.config).toEqual({ ...profiles.smoke, holdOut: ["pendulum"] });
    expect([record.kind, record.profile]).toEqual(["train", "smoke"]);
    const repeated = await resolveSettings({ config: `${directory}/config.json` });
    expect(repeated).toEqual({ profile: "smoke", config: record.config });
  });

  test("that is not empty is refused and left as it is", async () => {
    await mkdir(folder.in("full"));
    await writeFile(folder.in("full", "notes.txt"), "mine");
    for (const command of [["reproduce"], ["train", "--hold-out", "pendulum"]])
      expectMistake(await runHere(...command, "--out", folder.in("full")), /full is not empty; .*resume/);
    expect(await readdir(folder.in("full"))).toEqual(["notes.txt"]);
    expect(await readFile(folder.in("full", "notes.txt"), "utf8")).toBe("mine");
  });

  test("that is a file, or has no name, is refused", async () => {
    const path = await file("plain", "x");
    expectMistake(await runHere("reproduce", "--out", path), /plain is a file, not a folder/);
    expectMistake(await runHere("reproduce", "--out", ""), /the name of the folder is empty/);
  });

  test("to resume must be named, exist and be a run of that command", async () => {
    const directory = await begunRun("resumed");
    await mkdir(folder.in("no-record"));
    expectMistake(await runHere("reproduce", "--resume"), /--resume needs --out/);
    expectMistake(
      await runHere("reproduce", "--resume", "--out", folder.in("nowhere")),
      /there is no folder .*nowhere/,
    );
    expectMistake(
      await runHere("reproduce", "--resume", "--out", folder.in("no-record")),
      /not a run: it has no config\.json/,
    );
    expectMistake(
      await runHere("reproduce", "--resume", "--out", directory),
      `is a run of train; continue it with metahamilton train --resume --out ${directory}`,
    );
    expect(await readdir(directory)).toEqual(["config.json"]);
  });

  test.each([
    [["--set", "model.width=17"], /model\.width is 16 there, 17 is asked for/],
    [["--seed", "3"], /seeds is \[0\] there, \[3\] is asked for/],
    [["--hold-out", "two-body"], /holdOut is \["pendulum"\] there, \["two-body"\] is asked for/],
  ])("is not resumed with another configuration: %j", async (args, message) => {
    const directory = await begunRun(`other${args.join("")}`);
    expectMistake(await runHere("train", "--resume", "--out", directory, ...args), message);
  });

  test.each([
    ["{", /config\.json: /],
    [
      '{"version": 1, "kind": "adapt"}',
      /is a run of adapt, which learned the law of a record: metahamilton predict goes/,
    ],
    ["[]", /config\.json is not the configuration of a run/],
    ['{"version": 2}', /is not the configuration of a run: wrong or missing version, kind/],
  ])("with a damaged record is refused: %s", async (content, message) => {
    const directory = folder.in(`damaged-${content.length}`);
    await mkdir(directory);
    await writeFile(`${directory}/config.json`, content);
    expectMistake(await runHere("train", "--resume", "--out", directory), message);
    expectMistake(await runHere("evaluate", directory), message);
  });

  test("to evaluate must be a run of train", async () => {
    expectMistake(await runHere("evaluate", folder.in("nowhere")), /there is no folder .*nowhere/);
    await mkdir(folder.in("nothing"));
    expectMistake(await runHere("evaluate", folder.in("nothing")), /not a run: it has no config\.json/);
  });
});
