import { expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { filterOf, scatterIsDerived } from "../../src/identification/choice/derived-velocities.js";

test("velocities that were computed from neighbouring positions are recognised beside a gap too", () => {
  const random = randomStream(3, "filters");
  const step = 0.04;
  const all = Float64Array.from({ length: 300 }, (_, i) => 0.1 * Math.cos(5 * step * i) + 0.001 * random.normal());
  const derivative = (i: number) => ((all[i + 1] as number) - (all[i - 1] as number)) / (2 * step);
  const rows = Array.from({ length: 298 }, (_, k) => k + 1).filter((i) => i < 100 || i > 160);
  const motion = {
    times: Float64Array.from(rows, (i) => step * i),
    values: Float64Array.from(rows.flatMap((i) => [all[i] as number, derivative(i)])),
  };
  const filter = filterOf([motion], 0, 1);
  expect(filter?.reach).toBe(1);
  expect(filter?.residual).toBeLessThan(1e-9);
  expect([...(filter?.weights ?? [])].map((weight) => weight * step)).toEqual(
    [-0.5, 0, 0.5].map((weight) => expect.closeTo(weight, 6)),
  );
  expect(scatterIsDerived([motion], 0, 1)).toBe(true);
});
