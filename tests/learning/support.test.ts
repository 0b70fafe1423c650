import { describe, expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { parseConfig, profiles } from "../../src/experiments/index.js";
import { initialState, MetaTrainer, maml, narrowSupport } from "../../src/learning/index.js";
import { graphNetwork, initialParameters } from "../../src/models/index.js";

const random = (name: string) => randomStream(9, name);
/** Tasks of one body with one coordinate, and of two bodies in the plane; components of deviations 1 to 4. */
const groups = [
  { bodies: 1, tasks: 2, points: 400 },
  { bodies: 2, tasks: 1, points: 400 },
].map(({ bodies, tasks, points }) => {
  const draw = (name: string) => {
    const stream = random(`${name} ${bodies}`);
    return Float32Array.from({ length: tasks * bodies * points * 4 }, (_, i) =>
      bodies === 1 && i % 2 === 1 ? 0 : 5 + ((i % 4) + 1) * stream.normal(),
    );
  };
  return {
    bodies,
    tasks,
    supportStates: draw("support states"),
    supportDerivatives: draw("support derivatives"),
    queryStates: draw("query states"),
    queryDerivatives: draw("query derivatives"),
  };
});

describe("the support that tasks see", () => {
  test("has noise of the drawn size on every component that moves, and none on the query points", () => {
    const seen = narrowSupport(groups, { noise: [0.1] }, random("noise"));
    seen.forEach((group, g) => {
      const clean = groups[g] as (typeof groups)[number];
      expect(group.queryStates).toEqual(clean.queryStates);
      expect(group.queryDerivatives).toEqual(clean.queryDerivatives);
      for (const kind of ["supportStates", "supportDerivatives"] as const)
        for (let c = 0; c < 4; c++) {
          const errors = [...group[kind].keys()]
            .filter((i) => i % 4 === c)
            .map((i) => (group[kind][i] as number) - (clean[kind][i] as number));
          const size = Math.sqrt(errors.reduce((total, x) => total + x * x, 0) / errors.length);
          const expected = clean.bodies === 1 && c % 2 === 1 ? 0 : 0.1 * (c + 1);
          expect(Math.abs(size - expected)).toBeLessThanOrEqual(0.1 * expected);
        }
    });
    expect(seen[0]?.supportStates).not.toEqual(groups[0]?.supportStates);
  });

  test("draws a level for every task, which may be none", () => {
    const levels = Array.from({ length: 40 }, (_, i) => {
      const [seen] = narrowSupport(groups, { noise: [0, 0.5] }, randomStream(i, "levels"));
      const half = (seen?.supportStates.length ?? 0) / 2;
      return [0, half].map((from) => seen?.supportStates[from] !== groups[0]?.supportStates[from]);
    });
    const drawn = new Set(levels.map((pair) => pair.join()));
    expect([...drawn].sort()).toEqual(["false,false", "false,true", "true,false", "true,true"]);
  });

  test("is the first points of the whole, as many for all tasks of a batch", () => {
    const counts = new Set<number>();
    for (let i = 0; i < 20; i++) {
      const seen = narrowSupport(groups, { points: [3, 7] }, randomStream(i, "points"));
      const count = (seen[0]?.supportStates.length as number) / 8;
      counts.add(count);
      seen.forEach(({ bodies, tasks, supportStates, supportDerivatives }, g) => {
        for (let row = 0; row < bodies * tasks; row++)
          for (const [part, whole] of [
            [supportStates, groups[g]?.supportStates],
            [supportDerivatives, groups[g]?.supportDerivatives],
          ] as const)
            expect(part.slice(row * count * 4, (row + 1) * count * 4)).toEqual(
              whole?.slice(row * 1600, row * 1600 + count * 4),
            );
      });
    }
    expect([...counts].sort()).toEqual([3, 7]);
  });

  test("may have another number of points in every step of a training", async () => {
    const model = graphNetwork({ width: 4, activation: "tanh", output: "hamiltonian" });
    const method = maml(model, { steps: 1, rate: 0.1, reduction: "mean", order: 2 });
    const sizes = (supportPoints: number) =>
      groups.map(({ bodies, tasks }) => ({ bodies, tasks, supportPoints, queryPoints: 400 }));
    const start = () => initialState(initialParameters(model, random("parameters")));
    const create = (points: number) =>
      MetaTrainer.create({ method, groups: sizes(points), compile: { threads: 1 } }, start());
    const [any, few] = [await create(400), await create(7)];
    const seen = narrowSupport(groups, { points: [7] }, random("points"));
    expect(await any.loss(groups)).not.toBe(await any.loss(seen));
    expect(await any.loss(seen)).toBe(await few.loss(seen));
    expect(await any.step(seen, 1e-3)).toEqual(await few.step(seen, 1e-3));
    expect(any.state()).toEqual(few.state());
    await any.close();
    await few.close();
  });

  test("has at most the points that a task draws", () => {
    const { smoke } = profiles;
    expect(
      parseConfig({ ...smoke, data: { ...smoke.data, points: [5, 20], noise: [0, 0.05] } }, "test").data.points,
    ).toEqual([5, 20]);
    expect(() => parseConfig({ ...smoke, data: { ...smoke.data, points: [5, 21] } }, "test")).toThrow(
      /data\.points.*at most outer\.points = 20/,
    );
  });
});
