import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { randomStream } from "../../src/base/random.js";
import { generateTrajectories, LawTasks, type SampledGroup, TaskSampler } from "../../src/dataset/index.js";
import { fromTask, LAST_NAMED, massSpring, twoBody } from "../../src/mechanics/index.js";

const laws = (count: number | "endless", tasks = 5) => new LawTasks({ seed: 3, split: "train", count, tasks });
const nameAt = (from: LawTasks, task: number, batch: number) => from.task(task, batch).set.system.name;

describe("LawTasks", () => {
  it("shows so many laws and no more, each place its own, and the first of them are those of fewer", () => {
    const seen = (count: number) => {
      const from = laws(count, 2);
      return [0, 1].map((task) => new Set(Array.from({ length: 40 }, (_, batch) => nameAt(from, task, batch))));
    };
    const [few, more] = [seen(4), seen(7)];
    expect(few.map((names) => names.size)).toEqual([2, 2]);
    expect(more.map((names) => names.size)).toEqual([4, 3]);
    for (const task of [0, 1]) for (const name of few[task] as Set<string>) expect(more[task]).toContain(name);
    expect(() => laws(4, 5)).toThrow(UserError);
  });

  it("shows ever new laws, each some batches in a row by another motion, beyond the numbers with names", () => {
    const from = laws("endless", 1);
    const tasks = Array.from({ length: 12 }, (_, batch) => from.task(0, batch).set);
    const names = tasks.map(({ system }) => system.name);
    expect(new Set(names).size).toBe(3);
    expect(new Set(tasks.map(({ states }) => states[0])).size).toBe(12);
    for (const name of names) expect(Number(name.split("-").at(-1))).toBeGreaterThan(LAST_NAMED);
  });

  it("makes the same whichever batch is asked for first, and other laws for another seed or split", () => {
    const [forth, back] = [laws("endless", 3), laws("endless", 3)];
    const there = [0, 5].map((batch) => forth.task(2, batch).set.states);
    const again = [5, 0].map((batch) => back.task(2, batch).set.states).reverse();
    expect(again).toEqual(there);
    const options = { seed: 3, split: "train", count: "endless", tasks: 3 } as const;
    const others = [
      { ...options, seed: 4 },
      { ...options, split: "validation" as const },
    ];
    for (const other of others) expect(nameAt(new LawTasks(other), 2, 0)).not.toBe(nameAt(forth, 2, 0));
  });
});

describe("a meta-batch with random laws", () => {
  const sets = [massSpring, twoBody].map((system) =>
    generateTrajectories(system, { count: 3, seed: 1, split: "train" }),
  );
  const options = (number: number) => ({ tasksPerSystem: 1, points: 6, random: randomStream(2, number), number });

  it("has the tasks of the systems as they are without, then those of the laws with their own field", () => {
    const plain = new TaskSampler(sets).sampleMetaBatch(options(7));
    const mixed = new TaskSampler(sets, laws(9, 4)).sampleMetaBatch(options(7));
    expect(mixed.map(({ bodies, tasks, systems }) => [bodies, tasks, systems])).toEqual([
      [1, 3, ["mass-spring"]],
      [2, 2, ["two-body"]],
      [3, 1, []],
    ]);
    plain.forEach((group, i) => {
      const same = (mixed[i] as SampledGroup).supportStates.subarray(0, group.supportStates.length);
      expect(same).toEqual(group.supportStates);
    });
    const three = mixed[2] as SampledGroup;
    const { system } = laws(9, 4).task(3, 7).set;
    const [states, derivatives] = [three.queryStates, three.queryDerivatives].map((values) =>
      fromTask(system, values, 6),
    );
    for (let from = 0; from < (states?.length as number); from += 2 * system.dimension) {
      const field = new Float64Array(2 * system.dimension);
      system.vectorField(Float64Array.from(states?.subarray(from, from + field.length) as Float64Array), field);
      field.forEach((value, i) => {
        expect(derivatives?.[from + i]).toBeCloseTo(value, 4);
      });
    }
  });

  it("may have nothing but laws", () => {
    const groups = new TaskSampler([], laws("endless", 10)).sampleMetaBatch(options(0));
    expect(groups.map(({ bodies, tasks }) => [bodies, tasks])).toEqual([
      [1, 4],
      [2, 3],
      [3, 1],
      [4, 1],
      [5, 1],
    ]);
  });
});
