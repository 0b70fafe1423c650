import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { randomStream } from "../../src/base/random.js";
import {
  generateStores,
  generateTrajectories,
  loadTrajectories,
  type Sampling,
  StoredTrajectories,
  type StoreRequest,
  saveTrajectories,
  TaskSampler,
  type TrajectorySet,
} from "../../src/dataset/index.js";
import { lockOf, partialFolder } from "../../src/dataset/store/partial.js";
import { kepler, massSpring, pendulum, threeBody } from "../../src/mechanics/index.js";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stores-"));
});
afterAll(() => rm(folder, { recursive: true }));
let serial = 0;
const fresh = () => join(folder, `${serial++}.zarr`);

/** Two chunks, the second one short. */
const request = { system: massSpring, count: 300, seed: 4, split: "train" } as const;

/** Every file of a folder with its bytes. */
async function contents(path: string): Promise<Record<string, string>> {
  const names = (await readdir(path, { recursive: true })).sort();
  const files: Record<string, string> = {};
  for (const name of names)
    if ((await stat(join(path, name))).isFile()) files[name] = (await readFile(join(path, name))).toString("base64");
  return files;
}

async function generated(changes: Partial<StoreRequest> = {}): Promise<string> {
  const path = fresh();
  await generateStores([{ ...request, path, ...changes }], { workers: 1 });
  return path;
}

const samplings: [string, Sampling][] = [
  ["as the system is", {}],
  ["other points and span", { points: 41, duration: 4 }],
  ["every fifth", { every: 5 }],
  ["noise", { noise: 0.02 }],
  ["irregular times", { irregular: true }],
  ["constants that vary", { ranges: { stiffness: [0.5, 2], mass: [1, 1.5] } }],
  ["all of it", { points: 50, every: 3, noise: 0.01, irregular: true, ranges: { mass: [0.5, 2] } }],
];

/** The files of the set of `request`, generated in one go. */
let inOneGo: Promise<Record<string, string>> | undefined;
const whole = () => (inOneGo ??= generated().then(contents));

describe.each(samplings)("a store of %s", (_, sampling) => {
  let [path, set] = ["", undefined as unknown as TrajectorySet];
  beforeAll(async () => {
    set = generateTrajectories(massSpring, { ...request, sampling });
    path = await generated({ sampling });
  });

  it("holds what is generated in memory, chunk by chunk", async () => {
    expect(await loadTrajectories(path)).toEqual(set);
    const saved = fresh();
    await saveTrajectories(set, saved);
    const [a, b] = [await contents(path), await contents(saved)];
    // A set in memory does not know what its constants were drawn from.
    for (const files of [a, b]) if (sampling.ranges !== undefined) files["zarr.json"] = "";
    expect(a).toEqual(b);
  });

  it("can be read trajectory by trajectory", async () => {
    const stored = await StoredTrajectories.open(path);
    expect([stored.count, stored.times]).toEqual([300, set.times]);
    const batches = [set, stored].map((source) =>
      new TaskSampler([source]).sampleMetaBatch({ tasksPerSystem: 7, points: 5, random: randomStream(1) }),
    );
    expect(batches[1]).toEqual(batches[0]);
  });
});

describe("samplings", () => {
  const sample = (sampling: Sampling, count = 300) => generateTrajectories(massSpring, { ...request, count, sampling });

  it("keep every n-th sample, bit for bit", () => {
    const [all, some] = [sample({ points: 41 }), sample({ points: 41, every: 5 })];
    expect([...some.times]).toEqual([...all.times].filter((_, i) => i % 5 === 0));
    const pairs = Array.from({ length: all.states.length / 2 }, (_, i) => [all.states[2 * i], all.states[2 * i + 1]]);
    expect([...some.states]).toEqual(pairs.filter((_, i) => (i % 41) % 5 === 0).flat());
  });

  it("put Gaussian noise of the given size on the states and none on the derivatives", () => {
    const [clean, noisy] = [sample({}), sample({ noise: 0.05 })];
    const noise = noisy.states.map((value, i) => (value - (clean.states[i] as number)) / (0.05 * 1.01));
    const moment = (n: number) => noise.reduce((sum, value) => sum + value ** n, 0) / noise.length;
    expect(moment(1)).toBeCloseTo(0, 1);
    expect(moment(2)).toBeCloseTo(1, 1);
    expect(moment(4)).toBeGreaterThan(2.8);
    expect(moment(4)).toBeLessThan(3.2);
    // dq/dt = p and dp/dt = -q of the clean motion.
    noisy.derivatives?.forEach((value, i) => {
      expect(value).toBe(i % 2 === 0 ? clean.states[i + 1] : -(clean.states[i - 1] as number));
    });
  });

  it("give every trajectory its own times, which ascend from end to end", () => {
    const { ownTimes = new Float64Array(), states, times } = sample({ irregular: true }, 50);
    const N = times.length;
    const seen = new Set<number>();
    for (let i = 0; i < 50; i++) {
      const t = ownTimes.subarray(i * N, (i + 1) * N);
      expect([t[0], t[N - 1]]).toEqual([0, 10]);
      const [x, p] = [states[2 * i * N] as number, states[2 * i * N + 1] as number];
      for (let n = 1; n < N; n++) {
        expect(t[n]).toBeGreaterThan(t[n - 1] as number);
        expect(states[2 * (i * N + n)]).toBeCloseTo(x * Math.cos(t[n] as number) + p * Math.sin(t[n] as number), 9);
      }
      seen.add(t[1] as number);
    }
    expect(seen.size).toBe(50);
  });

  it("give every trajectory its own constants, and the motion that goes with them", () => {
    const { varied, states, derivatives, redraws } = sample({ ranges: { stiffness: [0.25, 4] } });
    expect(varied?.names).toEqual(["stiffness"]);
    const values = varied?.values ?? new Float64Array();
    expect(Math.min(...values)).toBeGreaterThan(0.25);
    expect(Math.min(...values)).toBeLessThan(0.4);
    expect(Math.max(...values)).toBeLessThan(4);
    expect(Math.max(...values)).toBeGreaterThan(3.8);
    values.forEach((stiffness, i) => {
      for (const n of [0, 57]) {
        const at = 2 * (100 * i + n);
        expect(derivatives?.[at + 1]).toBeCloseTo(-stiffness * (states[at] as number), 12);
      }
    });
    // The box grew with the stiffness: nothing was thrown away, so the constants stay uniform.
    expect(redraws).toBe(0);
  });

  it("that make no sense are refused", () => {
    expect(() => sample({ every: 0 })).toThrow(/every must be a positive integer/);
    expect(() => sample({ every: 100 })).toThrow(/only one sample/);
    expect(() => sample({ noise: -1 })).toThrow(/noise must be a fraction/);
    expect(() => sample({ ranges: { length: [1, 2] } })).toThrow(/no constant "length"; it has mass, stiffness/);
    expect(() => sample({ ranges: { mass: [2, 1] } })).toThrow(/must ascend/);
  });
});

describe("an interrupted generation", () => {
  /** Starts and stops when the first chunk is there; one worker, so that it is the first one of the set. */
  async function interrupted(path: string, changes: Partial<StoreRequest> = {}): Promise<void> {
    const stop = new AbortController();
    const options = {
      workers: 1,
      signal: stop.signal,
      onProgress: (done: number) => {
        if (done > 0) stop.abort(new Error("stopped"));
      },
    };
    await expect(generateStores([{ ...request, path, ...changes }], options)).rejects.toThrow("stopped");
  }

  it("goes on with what is missing and gives the same bytes", async () => {
    const path = fresh();
    await interrupted(path);
    expect(await readdir(join(partialFolder(path), "q", "c"))).toEqual(["0"]);
    await expect(stat(path)).rejects.toThrow("ENOENT");
    // A death in the middle of a write.
    await writeFile(join(partialFolder(path), `.zarr.json.${randomUUID()}.tmp`), "{");
    const progress: number[] = [];
    await generateStores([{ ...request, path }], { workers: 1, onProgress: (done) => progress.push(done) });
    expect(progress).toEqual([256, 300]);
    expect(await contents(path)).toEqual(await whole());
    await expect(stat(partialFolder(path))).rejects.toThrow("ENOENT");
  });

  it("between two sets that are put in their places goes on with the other, and cleans up after the first", async () => {
    const [first, second] = [fresh(), fresh()];
    await generateStores([{ ...request, path: first }]);
    await writeFile(join(first, "request.json"), "{}");
    await interrupted(second, { seed: 8 });
    const both = [
      { ...request, path: first },
      { ...request, path: second, seed: 8 },
    ];
    await expect(generateStores(both.map((one) => ({ ...one, split: "test" as const })))).rejects.toThrow(
      /exists already/,
    );
    const totals = await generateStores(both);
    expect(totals).toHaveLength(2);
    expect(await contents(first)).toEqual(await whole());
    const alone = fresh();
    await generateStores([{ ...request, path: alone, seed: 8 }]);
    expect(await contents(second)).toEqual(await contents(alone));
    // A death right after the last was put in its place.
    await mkdir(join(second, "finished"));
    await writeFile(join(second, "request.json"), "{}");
    const dead = { token: "", host: hostname(), pid: spawnSync("true").pid, started: "once", since: "", slurm: null };
    await writeFile(lockOf(second), JSON.stringify(dead));
    await expect(generateStores(both)).rejects.toThrow(/exists already/);
    expect(await contents(second)).toEqual(await contents(alone));
    expect(existsSync(lockOf(second))).toBe(false);
  });

  it.each([
    ["cut short", (file: string) => truncate(file, 100)],
    ["changed", async (file: string) => writeFile(file, (await readFile(file)).fill(1, 0, 8))],
    ["lost", (file: string) => rm(file)],
  ])("makes a finished chunk again that was %s meanwhile", async (_, damage) => {
    const path = fresh();
    await interrupted(path);
    await damage(join(partialFolder(path), "p", "c", "0", "0", "0"));
    const progress: number[] = [];
    await generateStores([{ ...request, path }], { workers: 1, onProgress: (done) => progress.push(done) });
    expect(progress).toEqual([0, 256, 300]);
    expect(await contents(path)).toEqual(await whole());
  });

  it("is not continued with other options", async () => {
    const path = fresh();
    await interrupted(path);
    const other = (changes: Partial<StoreRequest>) =>
      generateStores([{ ...request, path, ...changes }], { workers: 1 });
    await expect(other({ seed: 5 })).rejects.toThrow(/unfinished set with another seed \(4 there, 5 asked for\)/);
    await expect(other({ sampling: { noise: 0.1 } })).rejects.toThrow(/another noise/);
    await expect(other({ sampling: { points: 50 } })).rejects.toThrow(/another times/);
    await expect(other({ system: massSpring.withConstants({ mass: 2 }) })).rejects.toThrow(/another constants.mass/);
    await expect(other({ system: pendulum })).rejects.toThrow(UserError);
  });
});

describe("a store", () => {
  it("is not written over", async () => {
    const path = await generated({ count: 2 });
    await expect(generateStores([{ ...request, path }])).rejects.toThrow(/exists already/);
  });

  it("can be loaded in part", async () => {
    const path = await generated({ system: kepler, count: 300 });
    const part = await loadTrajectories(path, { count: 5 });
    expect(part.states).toEqual(generateTrajectories(kepler, { ...request, count: 5 }).states);
    await expect(loadTrajectories(path, { count: 301 })).rejects.toThrow(/holds 300 trajectories, 301 are asked for/);
  });

  it("on disk names the chunk that is missing, cut short or changed, when it is first needed", async () => {
    const path = await generated({ system: threeBody, count: 300 });
    const file = join(path, "dp_dt", "c", "1", "0", "0");
    const whole = await readFile(file);
    const read = async (trajectory: number) => {
      const stored = await StoredTrajectories.open(path);
      stored.read(trajectory, new Float64Array(1200), new Float64Array(1200));
    };
    const changed = Buffer.from(whole);
    changed[12345] = (changed[12345] as number) ^ 16;
    for (const [bytes, message] of [
      [changed, /array "dp_dt": chunk 1 is damaged: the checksum does not match/],
      [whole.subarray(0, 999), /chunk 1 is damaged/],
      [undefined, /chunk 1 is missing/],
    ] as const) {
      if (bytes === undefined) await rm(file);
      else await writeFile(file, bytes);
      await read(255);
      await expect(read(256)).rejects.toThrow(message);
      await expect(read(256)).rejects.toThrow(UserError);
    }
  });
});
