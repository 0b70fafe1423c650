import { describe, expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { generateTrajectories } from "../../src/dataset/index.js";
import { type Checkpoint, initialState, methodDefaults, methodOf } from "../../src/learning/index.js";
import { linearCka, representationChange } from "../../src/measure/index.js";
import { twoBody } from "../../src/mechanics/index.js";
import { initialParameters } from "../../src/models/index.js";
import fc from "../property.js";

const rows = 12;
const matrix = (columns: number) =>
  fc.nat(1e6).map((seed) => {
    const random = randomStream(seed, "matrix");
    return Float64Array.from({ length: rows * columns }, () => random.normal());
  });

/** Every row turned by the same rotation of columns i and j. */
function rotated(x: Float64Array, columns: number, i: number, j: number, angle: number): Float64Array {
  const result = x.slice();
  for (let r = 0; r < rows; r++) {
    const [a, b] = [x[r * columns + i] as number, x[r * columns + j] as number];
    result[r * columns + i] = Math.cos(angle) * a - Math.sin(angle) * b;
    result[r * columns + j] = Math.sin(angle) * a + Math.cos(angle) * b;
  }
  return result;
}

describe("centred kernel alignment", () => {
  test("is 1 for the same, whatever the rotation, the scale and the offset", () => {
    fc.assert(
      fc.property(
        matrix(4),
        fc.double({ min: 0.1, max: 9, noNaN: true }),
        fc.double({ min: 0, max: 6, noNaN: true }),
        (x, scale, angle) => {
          const turned = rotated(rotated(x, 4, 0, 2, angle), 4, 1, 3, 2 * angle).map((v) => scale * v + 3);
          expect(linearCka(x, x, rows)).toBeCloseTo(1, 12);
          expect(linearCka(x, turned, rows)).toBeCloseTo(1, 9);
        },
      ),
    );
  });

  test("is symmetric, between 0 and 1, and below 1 for unrelated representations of any widths", () => {
    fc.assert(
      fc.property(matrix(3), matrix(5), (x, y) => {
        const value = linearCka(x, y, rows);
        expect(value).toBeCloseTo(linearCka(y, x, rows), 12);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThan(0.95);
      }),
    );
  });

  test("is the squared correlation of single columns", () => {
    const x = Float64Array.of(1, 2, 3, 4);
    const y = Float64Array.of(1, 3, 2, 5);
    // Covariance 5.5 / 4, variances 5 / 4 and 8.75 / 4.
    expect(linearCka(x, y, 4)).toBeCloseTo(5.5 ** 2 / (5 * 8.75), 12);
  });

  test("tells a stretched direction from the others, unlike what is invariant to every linear map", () => {
    const random = randomStream(1, "columns");
    const x = Float64Array.from({ length: rows * 2 }, () => random.normal());
    expect(
      linearCka(
        x,
        x.map((v, k) => (k % 2 === 0 ? 20 * v : v)),
        rows,
      ),
    ).toBeLessThan(0.99);
  });

  test("is 0 for a constant one", () => {
    expect(
      linearCka(
        new Float64Array(rows).fill(2),
        Float64Array.from({ length: rows }, (_, i) => i),
        rows,
      ),
    ).toBe(0);
  });
});

describe("the change of representations", () => {
  const set = generateTrajectories(twoBody, { count: 2, seed: 1, split: "test" });
  const checkpoint = (name: "maml" | "anil"): Checkpoint => {
    const network = { width: 8, activation: "tanh", output: "hamiltonian" } as const;
    const method = { ...methodDefaults, name, inner: { steps: 1, rate: 0.5, reduction: "mean", order: 2 } } as const;
    const parameters = initialParameters(methodOf({ network, method }), randomStream(1, "network"));
    return { network, method, state: initialState(parameters), notes: {} };
  };
  const options = { trajectories: 2, points: 10, seed: 0, steps: [0, 1, 10] };

  test("is none before the first step, and grows where all layers adapt", async () => {
    const changes = await representationChange(checkpoint("maml"), set, options);
    expect(changes.map(({ layer }) => layer)).toEqual(["edge 1", "edge 2", "node 1", "node 2"]);
    for (const { change } of changes) {
      expect(change[0]).toBeCloseTo(0, 6);
      expect(change[2]).toBeGreaterThan(change[1] as number);
    }
  });

  test("is none in ANIL, whose hidden layers do not adapt", async () => {
    for (const { change } of await representationChange(checkpoint("anil"), set, options))
      for (const value of change) expect(value).toBeCloseTo(0, 6);
  });
});
