import { describe, expect, it, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { type MetaBatch, MetaGradient, maml, metaGradientProgram } from "../../src/learning/index.js";
import { divideTasks, portionCount } from "../../src/learning/meta/portions.js";
import { groupInputNames, type TaskGroup } from "../../src/learning/meta/task-group.js";
import { graphNetwork, initialParameters } from "../../src/models/index.js";
import { compile } from "../../src/runtime/index.js";
import { built } from "../built.js";
import fc from "../property.js";

const group = (bodies: number, tasks: number, points = 50): TaskGroup => ({
  bodies,
  tasks,
  supportPoints: points,
  queryPoints: points,
});

const groupLists = fc
  .uniqueArray(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 4 })
  .chain((bodies) => fc.tuple(...bodies.map((n) => fc.integer({ min: 1, max: 40 }).map((tasks) => group(n, tasks)))));

describe("portions of a meta-batch", () => {
  it("hold every task once, in the order of the portions, and none is empty", () => {
    fc.assert(
      fc.property(groupLists, fc.integer({ min: 8, max: 256 }), (groups, width) => {
        const count = portionCount(groups, width);
        const portions = divideTasks(groups, count);
        expect(portions).toHaveLength(count);
        groups.forEach(({ tasks }, i) => {
          let next = 0;
          for (const { first, tasks: own } of portions) {
            expect(first[i]).toBe(next);
            next += own[i] as number;
          }
          expect(next).toBe(tasks);
        });
        for (const { tasks } of portions) expect(Math.max(...tasks)).toBeGreaterThan(0);
      }),
    );
  });

  it("differ by no more than the work of one task", () => {
    fc.assert(
      fc.property(groupLists, (groups) => {
        const rows = groups.map(({ bodies, supportPoints }) => supportPoints * bodies * Math.max(1, bodies - 1));
        const work = divideTasks(groups, portionCount(groups, 128)).map(({ tasks }) =>
          tasks.reduce((sum, n, i) => sum + n * (rows[i] as number), 0),
        );
        expect(Math.max(...work) - Math.min(...work)).toBeLessThanOrEqual(Math.max(...rows));
      }),
    );
  });

  test.each([
    ["two tasks of each of five systems", [group(1, 6), group(2, 2), group(3, 2)], 2],
    ["ten three-body tasks", [group(3, 10)], 10],
    ["one task", [group(1, 1)], 1],
  ])("%s", (_, groups, count) => {
    expect(portionCount(groups, 128)).toBe(count);
  });
});

const network = { width: 6, activation: "tanh", output: "hamiltonian" } as const;
const inner = { steps: 1, rate: 0.1, reduction: "mean", order: 2 } as const;
const model = graphNetwork(network);
const method = maml(model, inner);
// Uneven: two portions of different tasks.
const groups = [group(1, 3, 5), group(2, 1, 5), group(3, 2, 5)];
const parameters = initialParameters(model, randomStream(2, "parameters"));
const random = randomStream(5, "points");
const batch: MetaBatch = groups.map(({ bodies, tasks, supportPoints }) => {
  const points = () => Float32Array.from({ length: tasks * bodies * supportPoints * 4 }, () => random.normal());
  return { supportStates: points(), supportDerivatives: points(), queryStates: points(), queryDerivatives: points() };
});

it("a meta-gradient in portions is that of one program over all tasks", async () => {
  const metaGradient = await MetaGradient.create(method, groups, { precision: "f64", threads: 1 });
  const { loss, gradient } = await metaGradient.run(parameters, batch);
  const whole = await compile(metaGradientProgram(method, groups), { precision: "f64", threads: 1 });
  const feeds: Record<string, Float64Array> = { parameters };
  groups.forEach((one, i) => {
    for (const [kind, name] of Object.entries(groupInputNames(one)))
      feeds[name] = Float64Array.from(batch[i]?.[kind as keyof MetaBatch[number]] as Float32Array);
  });
  const expected = await whole.run(feeds);
  expect(loss / (expected.loss[0] as number)).toBeCloseTo(1, 12);
  const scale = Math.hypot(...expected.gradient);
  const error = Math.hypot(...gradient.map((g, i) => g - (expected.gradient[i] as number)));
  expect(error / scale).toBeLessThan(1e-12);
  await metaGradient.close();
  await whole.close();
});

it("a meta-gradient on several threads is bit for bit that of one", async () => {
  const learning: typeof import("../../src/learning/index.js") = await import(built("learning/index.js").href);
  const models: typeof import("../../src/models/index.js") = await import(built("models/index.js").href);
  const own = learning.maml(models.graphNetwork(network), inner);
  const results = async (threads: number) => {
    const metaGradient = await learning.MetaGradient.create(own, groups, { threads });
    const found = [];
    for (const factor of [1, 0.5, 1]) {
      const { loss, gradient } = await metaGradient.run(
        parameters.map((x) => factor * x),
        batch,
      );
      found.push({ loss, gradient: gradient.slice() });
    }
    await metaGradient.close();
    return found;
  };
  const alone = await results(1);
  expect(alone[2]).toEqual(alone[0]);
  expect(alone[1]).not.toEqual(alone[0]);
  expect(await results(2)).toEqual(alone);
});
