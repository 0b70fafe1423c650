import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { generateInParallel, generateTrajectories, SPLITS } from "../../src/dataset/index.js";
import { massSpring, systemNamed, systems } from "../../src/mechanics/index.js";

const request = { count: 6, seed: 5, split: "train" } as const;

describe.each(systems)("generateTrajectories of $name", (system) => {
  const set = generateTrajectories(system, request);
  const length = system.samples * 2 * system.dimension;

  it("has the documented shape", () => {
    expect(set.times.length).toBe(system.samples);
    expect([set.times[0], set.times.at(-1)]).toEqual([0, system.duration]);
    expect(set.states.length).toBe(6 * length);
    expect(set.energyError).toBeGreaterThan(0);
    expect(set.energyError).toBeLessThan(1e-9);
  });

  it("gives the same trajectories in any portion", () => {
    expect(generateTrajectories(system, request).states).toEqual(set.states);
    const part = generateTrajectories(system, { ...request, first: 2, count: 3 });
    expect(part.states).toEqual(set.states.slice(2 * length, 5 * length));
  });

  it("gives different ones for every index, split and seed", () => {
    const starts = new Set<string>();
    for (const split of SPLITS)
      for (const seed of [5, 6]) {
        const { states } = generateTrajectories(system, { ...request, split, seed });
        for (let i = 0; i < 6; i++) starts.add(states.slice(i * length, i * length + 2 * system.dimension).join());
      }
    expect(starts.size).toBe(3 * 2 * 6);
  });
});

describe("generateTrajectories", () => {
  it("counts redraws", () => {
    expect(generateTrajectories(systemNamed("three-body"), { ...request, count: 20 }).redraws).toBeGreaterThan(0);
    expect(generateTrajectories(massSpring, { ...request, count: 20 }).redraws).toBe(0);
  });

  it.each(["two-body", "three-body"])("draws constants of %s that its initial conditions follow", (name) => {
    const system = systemNamed(name);
    const ranges = Object.fromEntries(Object.keys(system.constants).map((constant) => [constant, [0.5, 2] as const]));
    const { varied, energyError } = generateTrajectories(system, {
      ...{ count: 5, seed: 2, split: "train" },
      sampling: { ranges },
    });
    expect(varied?.values).toHaveLength(5 * Object.keys(ranges).length);
    expect(energyError).toBeLessThan(1e-9);
  });

  it("reports progress up to the total", () => {
    const seen: number[][] = [];
    generateTrajectories(massSpring, { ...request, count: 250, onProgress: (done, total) => seen.push([done, total]) });
    expect(seen).toEqual([
      [100, 250],
      [200, 250],
      [250, 250],
    ]);
  });

  it("refuses requests that make no sense", () => {
    expect(() => generateTrajectories(massSpring, { ...request, count: 0 })).toThrow(UserError);
    expect(() => generateTrajectories(massSpring, { ...request, first: -1 })).toThrow(/first trajectory/);
    expect(() => generateTrajectories(massSpring, { ...request, seed: 0.5 })).toThrow(/seed must be an integer/);
    // @ts-expect-error: not a split
    expect(() => generateTrajectories(massSpring, { ...request, split: "tset" })).toThrow(/train, validation, test/);
    expect(() => generateTrajectories(massSpring, { ...request, tolerance: 1 })).toThrow(/tolerance/);
  });
});

describe("generateInParallel", () => {
  const requests = [
    { system: massSpring, count: 300, seed: 5, split: "train" },
    { system: systemNamed("three-body"), count: 7, seed: 5, split: "test", first: 3 },
  ] as const;

  it("gives what one thread gives", async () => {
    const progress: number[] = [];
    const sets = await generateInParallel(requests, { workers: 2, onProgress: (done) => progress.push(done) });
    requests.forEach(({ system, ...options }, i) => {
      expect(sets[i]).toEqual(generateTrajectories(system, options));
    });
    expect(progress.at(-1)).toBe(307);
  });

  it("refuses requests that make no sense before any work", async () => {
    await expect(generateInParallel([{ ...requests[0], count: -1 }])).rejects.toThrow(UserError);
    await expect(generateInParallel(requests, { workers: 0 })).rejects.toThrow(/workers/);
  });
});
