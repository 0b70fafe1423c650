import { describe, expect, it } from "vitest";
import { evaluationOf } from "../../src/identification/law/law.js";
import { lawFrom, type TermSpec } from "../../src/identification/law/spec.js";

const mass: TermSpec = {
  kind: "kinetic",
  pattern: [1, 0, 0, 1],
  feature: { kind: "linear", coefficients: [1, 0] },
  constant: 1,
};
const line = [[[0.7, -1.1]]];
const plane = [
  [
    [1, 0],
    [0, 1],
  ],
];
const two = [
  [
    [1, 0],
    [0, 1],
  ],
  [
    [1, 1],
    [0, 2],
  ],
];

/** Terms with parameters of their own, and values of them. */
const CASES: Readonly<Record<string, readonly [TermSpec, readonly number[]]>> = {
  "a free power": [
    { kind: "shape", groups: line, shape: { kind: "power", unit: 2, exponent: null, signed: false }, centred: false },
    [1.3, -0.7],
  ],
  "a logarithm": [
    { kind: "shape", groups: plane, shape: { kind: "power", unit: 2, exponent: 0, signed: false }, centred: false },
    [1.3],
  ],
  "a signed cube about a centre": [
    { kind: "shape", groups: line, shape: { kind: "power", unit: 2, exponent: 3, signed: true }, centred: true },
    [1.3, 0.4],
  ],
  "a free power of a distance from a centre": [
    { kind: "shape", groups: plane, shape: { kind: "power", unit: 0.5, exponent: null, signed: false }, centred: true },
    [1.3, -1.2, 2, 1.5],
  ],
  "two distances with one power": [
    { kind: "shape", groups: two, shape: { kind: "power", unit: 1, exponent: null, signed: false }, centred: false },
    [-0.8, 1.5],
  ],
  "an exponential": [{ kind: "shape", groups: line, shape: { kind: "exponential" }, centred: false }, [0.6, 1.4]],
  "a Morse potential of a distance": [
    { kind: "shape", groups: plane, shape: { kind: "morse" }, centred: true },
    [1.1, 0.9, 0.2, -0.1],
  ],
  "a spring of Toda's about a centre": [
    { kind: "shape", groups: line, shape: { kind: "toda" }, centred: true },
    [1.1, 0.7, 0.2],
  ],
  "two wells about a centre": [
    { kind: "shape", groups: line, shape: { kind: "duffing" }, centred: true },
    [-1.1, 0.8, 0.2],
  ],
  "a spring that pushes from below": [
    { kind: "shape", groups: line, shape: { kind: "contact", unit: 2, side: -1 }, centred: true },
    [1.3, 1.9],
  ],
  "a spring that does not reach": [
    { kind: "shape", groups: line, shape: { kind: "contact", unit: 2, side: 1 }, centred: true },
    [1.3, 1.9],
  ],
  "two slopes that meet": [{ kind: "shape", groups: line, shape: { kind: "edge" }, centred: true }, [1.3, 0.4, 0.7]],
  "a wave with a phase": [
    { kind: "shape", groups: line, shape: { kind: "cosine", wavenumber: null }, centred: true },
    [1.1, 1.9, 0.2],
  ],
  "a well with one coordinate of its centre known": [
    {
      kind: "restricted",
      term: {
        kind: "shape",
        groups: plane,
        shape: { kind: "power", unit: 1, exponent: 2, signed: true },
        centred: true,
      },
      fixed: [null, 0.3, null],
    },
    [1.1, 0.4],
  ],
};

const state = Float64Array.of(0.9, -0.4, 0.3, 0.2);

describe.each(Object.entries(CASES))("the potential of %s", (_name, [spec, values]) => {
  const law = lawFrom(2, [mass, spec]);
  const theta = Float64Array.from(values);
  const evaluation = evaluationOf(law);
  const accelerations = (at: Float64Array, coefficients: Float64Array) => {
    expect(evaluation.accelerate(at, 0, coefficients)).toBe(true);
    return evaluation.accelerations.slice();
  };
  const energy = (at: Float64Array) => {
    evaluation.accelerate(at, 0, theta);
    return evaluation.energy(theta);
  };
  const moved = (x: Float64Array, k: number, by: number) => x.map((value, i) => (i === k ? value + by : value));

  it("has the gradient of its energy as force", () => {
    const force = accelerations(state, theta);
    for (let i = 0; i < 2; i++) {
      const slope = (energy(moved(state, i, 1e-6)) - energy(moved(state, i, -1e-6))) / 2e-6;
      expect(Math.abs((force[i] as number) + slope)).toBeLessThan(1e-8);
    }
  });

  it("has derivatives by place and by coefficients as finite differences have them", () => {
    evaluation.differentiate(state, 0, theta);
    const [byState, byCoefficient] = [evaluation.byState.slice(), evaluation.byCoefficient.slice()];
    for (let k = 0; k < 2; k++) {
      const [up, down] = [1e-6, -1e-6].map((h) => accelerations(moved(state, k, h), theta)) as [
        Float64Array,
        Float64Array,
      ];
      for (let i = 0; i < 2; i++)
        expect(
          Math.abs((byState[i * 4 + k] as number) - ((up[i] as number) - (down[i] as number)) / 2e-6),
        ).toBeLessThan(1e-7);
    }
    for (let k = 0; k < law.count; k++) {
      const [up, down] = [1e-6, -1e-6].map((h) => accelerations(state, moved(theta, k, h))) as [
        Float64Array,
        Float64Array,
      ];
      for (let i = 0; i < 2; i++)
        expect(
          Math.abs((byCoefficient[i * law.count + k] as number) - ((up[i] as number) - (down[i] as number)) / 2e-6),
        ).toBeLessThan(1e-7);
    }
  });
});
