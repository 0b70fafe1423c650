import { expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { input } from "../../src/graph/index.js";
import { INVARIANTS, invariantsOf } from "../../src/models/index.js";
import { engineValue } from "../graph/engine.js";

test("invariants are the same when the plane is turned, and tell lengths and angles", async () => {
  const random = randomStream(4, "vectors");
  const vectors = Float64Array.from({ length: 20 }, () => random.normal());
  const [c, s] = [Math.cos(0.7), Math.sin(0.7)];
  const turned = vectors.map((x, i) =>
    i % 2 === 0 ? c * x - s * (vectors[i + 1] as number) : s * (vectors[i - 1] as number) + c * x,
  );
  const rows = invariantsOf(input("x", [5, 4]));
  const [plain, again] = [await engineValue(rows, { x: vectors }), await engineValue(rows, { x: turned })];
  expect(plain).toHaveLength(5 * INVARIANTS);
  plain.forEach((value, i) => {
    expect(again[i]).toBeCloseTo(value, 12);
  });
  const [q1, q2, p1, p2] = vectors as unknown as [number, number, number, number];
  const [q, p] = [Math.hypot(q1, q2), Math.hypot(p1, p2)];
  const angle = Math.atan2(p2, p1) - Math.atan2(q2, q1);
  [q * q, p * p, q * p * Math.cos(angle), q * p * Math.sin(angle), Math.log(q * q + 0.01)].forEach((value, i) => {
    expect(plain[i]).toBeCloseTo(value, 12);
  });
});
