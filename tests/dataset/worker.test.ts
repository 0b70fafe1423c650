import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { generateTrajectories } from "../../src/dataset/index.js";
import { systemNamed } from "../../src/mechanics/index.js";
import { built } from "../built.js";

const module = built("dataset/index.js");
const mechanics = built("mechanics/index.js");

describe("generateInParallel from the built package", () => {
  it("gives bit for bit what one thread gives, whatever the number of workers", async () => {
    const dataset: typeof import("../../src/dataset/index.js") = await import(module.href);
    const { systemNamed: find }: typeof import("../../src/mechanics/index.js") = await import(mechanics.href);
    const options = { count: 520, seed: 5, split: "validation" } as const;
    const names = ["pendulum", "three-body"];
    const expected = names.map((name) => generateTrajectories(systemNamed(name), options));
    for (const workers of [1, 3]) {
      const progress: number[][] = [];
      const requests = names.map((name) => ({ system: find(name), ...options }));
      const sets = await dataset.generateInParallel(requests, {
        workers,
        onProgress: (...now) => progress.push(now),
      });
      sets.forEach((set, i) => {
        const { system, states, ...rest } = set;
        const { system: same, states: wantedStates, ...wanted } = expected[i] as typeof set;
        expect(system.name).toBe(same.name);
        expect(rest).toEqual(wanted);
        expect(Buffer.compare(Buffer.from(states.buffer), Buffer.from(wantedStates.buffer))).toBe(0);
      });
      expect(progress.length).toBe(6);
      expect(progress.at(-1)).toEqual([1040, 1040]);
    }
  });

  it("does not ask for the file of another system, which may be gone", async () => {
    const dataset: typeof import("../../src/dataset/index.js") = await import(module.href);
    const { massSpring }: typeof import("../../src/mechanics/index.js") = await import(mechanics.href);
    const folder = await mkdtemp(join(tmpdir(), "gone-"));
    const file = join(folder, "gone.mjs");
    await copyFile(new URL("../../examples/systems/cart-pendulum.mjs", import.meta.url), file);
    await dataset.loadSystemFile(file);
    await rm(folder, { recursive: true });
    const request = { system: massSpring, count: 300, seed: 1, split: "test" } as const;
    expect((await dataset.generateInParallel([request], { workers: 2 }))[0]?.count).toBe(300);
  });

  it("passes an error of a worker on", async () => {
    const dataset: typeof import("../../src/dataset/index.js") = await import(module.href);
    const { massSpring }: typeof import("../../src/mechanics/index.js") = await import(mechanics.href);
    const request = { system: massSpring, count: 100, seed: 1, split: "test", tolerance: 0.5 } as const;
    const error: unknown = await dataset.generateInParallel([request]).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "UserError", message: expect.stringContaining("tolerance") });
  });

  it("rejects with the signal's reason when it aborts while an answer is being taken", async () => {
    const dataset: typeof import("../../src/dataset/index.js") = await import(module.href);
    const { massSpring }: typeof import("../../src/mechanics/index.js") = await import(mechanics.href);
    const stop = new AbortController();
    // What is thrown in an event handler is no rejection: it would end the program before it has tidied up.
    const uncaught: unknown[] = [];
    const note = (error: unknown) => uncaught.push(error);
    process.on("uncaughtException", note);
    try {
      const request = { system: massSpring, count: 1000, seed: 1, split: "test" } as const;
      const generation = dataset.generateInParallel([request], {
        workers: 2,
        signal: stop.signal,
        onProgress: () => stop.abort(new Error("stop")),
      });
      await expect(generation).rejects.toThrow(/^stop$/);
    } finally {
      process.off("uncaughtException", note);
    }
    expect(uncaught).toEqual([]);
  });
});
