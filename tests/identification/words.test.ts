import { expect, test } from "vitest";
import { nearestCentre } from "../../src/identification/formula/words/of-shape.js";
import { coefficient } from "../../src/identification/formula/words/uncertain.js";
import type { ShapeSpec } from "../../src/identification/law/shape.js";
import { adaptRecord } from "../../src/records/index.js";
import { readText } from "../records/harness.js";
import { pendulumCsv } from "../records/pendulum.js";

test.each([
  [-12.065, 10.9976, 1],
  [7.03, 9.4123, 1],
  [0.4, -3.3, 2],
  [-0.4, 0.1, 3],
])("a wave of strength %d about %d is told about the nearest place of rest", (strength, centre, wavenumber) => {
  const shape: ShapeSpec = { kind: "cosine", wavenumber };
  const values = [coefficient(strength, 0, 2), coefficient(centre, 1, 2)];
  const [a, c] = nearestCentre([[1]], shape, true, values);
  const force = (size: number, at: number, z: number) => size * Math.sin(wavenumber * (z - at));
  for (const z of [-1, 0.2, 2.5])
    expect(force(a?.value as number, c?.value as number, z)).toBeCloseTo(force(strength, centre, z), 10);
  expect(a?.value).toBeGreaterThan(0);
  expect(Math.abs(c?.value as number)).toBeLessThanOrEqual(Math.PI / wavenumber);
  expect([...(a?.gradient ?? []), ...(c?.gradient ?? [])]).toEqual([Math.sign(strength), 0, 0, 1]);
});

test("a mass that momenta tell goes into every term of the energy, with its digits", async () => {
  const { law } = adaptRecord(await readText(pendulumCsv({ noise: 0.01, points: 80 }, "p")), { draws: 0 });
  expect(law?.formula).toMatch(/^E = 0\.(?:49|50)\d* theta'\^2 \+ (?:0\.99|1\.0)\d* \(1 - cos\(theta\)\)$/);
});
