import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { randomStream } from "../../src/base/random.js";
import {
  generateTrajectories,
  leaveOneOut,
  pointsOf,
  type SampledGroup,
  sampleTask,
  TaskSampler,
} from "../../src/dataset/index.js";
import { nodeComponents, type System, systemNamed, systems } from "../../src/mechanics/index.js";
import fc from "../property.js";

const sets = systems.map((system) => generateTrajectories(system, { count: 8, seed: 3, split: "train" }));
const setOf = (name: string) => sets[systems.findIndex((system) => system.name === name)] as (typeof sets)[number];

/** The value at [task][body][point][component], spelled out independently of the code under test. */
const at = (
  values: ArrayLike<number>,
  bodies: number,
  points: number,
  task: number,
  body: number,
  point: number,
  c: number,
) => values[((task * bodies + body) * points + point) * 4 + c] as number;

/** Own state and derivative of one point of a batch. */
function pointOf(
  system: System,
  batch: { points: number },
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  task: number,
  point: number,
) {
  const state = new Float64Array(2 * system.dimension);
  const derivative = new Float64Array(2 * system.dimension);
  for (const { body, slot, kind, own } of nodeComponents(system)) {
    const c = slot + (kind === "momentum" ? 2 : 0);
    const [value, slope] = [x, y].map((values) => at(values, system.bodies, batch.points, task, body, point, c));
    if (own === undefined) expect([value, slope]).toEqual([0, 0]);
    else [state[own], derivative[own]] = [value as number, slope as number];
  }
  return { state, derivative };
}

/** The index of the trajectory and the sample of a set that a state (in single precision) comes from. */
function sourceOf(set: (typeof sets)[number], state: Float64Array): [number, number] | undefined {
  const size = state.length;
  const N = set.times.length;
  for (let i = 0; i < set.count * N; i++)
    if (state.every((value, c) => Math.fround(set.states[i * size + c] as number) === Math.fround(value)))
      return [Math.floor(i / N), i % N];
  return undefined;
}

describe("sampleTask", () => {
  it.each(systems)("takes K and K other samples of a trajectory of $name", (system) => {
    const set = setOf(system.name);
    const task = sampleTask(set, 3, 50, randomStream(1));
    expect(new Set([...task.supportIndices, ...task.queryIndices]).size).toBe(100);
    for (const [batch, indices] of [
      [task.support, task.supportIndices],
      [task.query, task.queryIndices],
    ] as const) {
      expect(batch).toMatchObject({ bodies: system.bodies, tasks: 1, points: 50 });
      expect(batch.states.length).toBe(system.bodies * 50 * 4);
      indices.forEach((index, k) => {
        const { state, derivative } = pointOf(system, batch, batch.states, batch.derivatives, 0, k);
        const from = (3 * set.times.length + index) * state.length;
        expect(state).toEqual(set.states.slice(from, from + state.length));
        const field = new Float64Array(state.length);
        system.vectorField(state, field);
        expect(derivative).toEqual(field);
      });
    }
  });

  it("has derivatives that are those of the motion", () => {
    const set = setOf("double-pendulum");
    const { states, derivatives } = pointsOf(set, 0, [9, 10, 11]);
    const h = set.times[1] as number;
    for (let c = 0; c < 4; c += 2) {
      const slope = (at(states, 2, 3, 0, 1, 2, c) - at(states, 2, 3, 0, 1, 0, c)) / (2 * h);
      expect(Math.abs(at(derivatives, 2, 3, 0, 1, 1, c) - slope)).toBeLessThan(0.02);
    }
  });

  it("shares no point while there are enough, and as few as possible else", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer(), (points, seed) => {
        const { supportIndices, queryIndices } = sampleTask(setOf("pendulum"), 0, points, randomStream(seed));
        for (const indices of [supportIndices, queryIndices]) {
          expect(new Set(indices).size).toBe(points);
          expect(indices.every((i) => Number.isInteger(i) && i >= 0 && i < 100)).toBe(true);
        }
        const shared = supportIndices.filter((i) => queryIndices.includes(i)).length;
        expect(shared).toBe(Math.max(0, 2 * points - 100));
      }),
    );
  });

  it("refuses trajectories and numbers of points that do not exist", () => {
    expect(() => sampleTask(setOf("pendulum"), 8, 5, randomStream(1))).toThrow(/no trajectory 8 among 8/);
    expect(() => sampleTask(setOf("pendulum"), 0, 101, randomStream(1))).toThrow(/cannot choose 101 of 100 samples/);
    expect(() => sampleTask(setOf("pendulum"), 0, 0, randomStream(1))).toThrow(UserError);
  });
});

describe("leaveOneOut", () => {
  it("keeps the other systems in order", () => {
    expect(leaveOneOut(systems, "two-body").map(({ name }) => name)).toEqual([
      "mass-spring",
      "pendulum",
      "double-pendulum",
      "three-body",
      "magnetic-mirror",
    ]);
    expect(() => leaveOneOut(systems, "kepler")).toThrow(/cannot hold out "kepler"/);
  });
});

describe("TaskSampler", () => {
  const sampler = new TaskSampler(sets.filter(({ system }) => system.name !== "pendulum"));
  const options = { tasksPerSystem: 2, points: 20 };

  it("groups tasks by the number of bodies, ordered by system", () => {
    const batch = sampler.sampleMetaBatch({ ...options, random: randomStream(1) });
    expect(batch.map(({ bodies, systems, tasks, points }) => ({ bodies, systems, tasks, points }))).toEqual([
      { bodies: 1, systems: ["mass-spring", "magnetic-mirror"], tasks: 4, points: 20 },
      { bodies: 2, systems: ["double-pendulum", "two-body"], tasks: 4, points: 20 },
      { bodies: 3, systems: ["three-body"], tasks: 2, points: 20 },
    ]);
    for (const { bodies, tasks, supportStates, supportDerivatives, queryStates, queryDerivatives } of batch)
      for (const values of [supportStates, supportDerivatives, queryStates, queryDerivatives])
        expect(values.length).toBe(tasks * bodies * 20 * 4);
  });

  it("gives points of one trajectory a task, with the system's derivatives, support and query apart", () => {
    for (const group of sampler.sampleMetaBatch({ ...options, random: randomStream(2) }))
      for (let task = 0; task < group.tasks; task++) {
        const system = systemNamed(group.systems[Math.floor(task / 2)] as string);
        const set = setOf(system.name);
        const sources = [
          [group.supportStates, group.supportDerivatives],
          [group.queryStates, group.queryDerivatives],
        ].flatMap(([x, y]) =>
          Array.from({ length: 20 }, (_, point) => {
            const { state, derivative } = pointOf(system, group, x as Float32Array, y as Float32Array, task, point);
            const source = sourceOf(set, state);
            expect(source).toBeDefined();
            const [trajectory, sample] = source as [number, number];
            const from = (trajectory * set.times.length + sample) * state.length;
            const field = new Float64Array(state.length);
            system.vectorField(set.states.slice(from, from + state.length), field);
            expect(derivative).toEqual(field.map(Math.fround));
            return { trajectory, sample };
          }),
        );
        expect(new Set(sources.map(({ trajectory }) => trajectory)).size).toBe(1);
        expect(new Set(sources.map(({ sample }) => sample)).size).toBe(40);
      }
  });

  it("draws every trajectory sooner or later", () => {
    const pendulum = new TaskSampler([setOf("pendulum")]);
    const random = randomStream(4);
    const seen = new Set<number | undefined>();
    for (let i = 0; i < 60; i++) {
      const [group] = pendulum.sampleMetaBatch({ tasksPerSystem: 1, points: 1, random }) as [SampledGroup];
      seen.add(
        sourceOf(
          setOf("pendulum"),
          Float64Array.of(group.supportStates[0] as number, group.supportStates[2] as number),
        )?.[0],
      );
    }
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it("fills the arrays it is given with what it would have allocated", () => {
    const fresh = sampler.sampleMetaBatch({ ...options, random: randomStream(5) });
    const given = sampler.sampleMetaBatch({ ...options, random: randomStream(6) });
    const filled = sampler.sampleMetaBatch({ ...options, random: randomStream(5) }, given);
    expect(filled).toEqual(fresh);
    filled.forEach((group, g) => {
      expect(group.supportStates).toBe(given[g]?.supportStates);
    });
    expect(() => sampler.sampleMetaBatch({ ...options, points: 21, random: randomStream(5) }, given)).toThrow(
      /given batch/,
    );
  });

  it("refuses sets and numbers that make no sense", () => {
    expect(() => new TaskSampler([])).toThrow(UserError);
    expect(() => new TaskSampler([setOf("pendulum"), setOf("pendulum")])).toThrow(
      /two sets of trajectories of pendulum/,
    );
    expect(() => sampler.sampleMetaBatch({ tasksPerSystem: 0, points: 5, random: randomStream(1) })).toThrow(
      /tasks a system/,
    );
    expect(() => sampler.sampleMetaBatch({ tasksPerSystem: 1, points: 500, random: randomStream(1) })).toThrow(
      /cannot choose 500/,
    );
  });
});
