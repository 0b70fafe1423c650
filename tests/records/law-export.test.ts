import { expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import type { TermSpec } from "../../src/identification/index.js";
import { energyOf, modelToOnnx, verifyOnnx } from "../../src/records/index.js";
import type { LawModel } from "../../src/records/law/model.js";
import { findEngine } from "../../src/runtime/index.js";
import { lawModel, linear } from "./laws.js";

const random = randomStream(3, "exported laws");

const statesFor = (d: number, count = 20) => Float64Array.from({ length: 2 * d * count }, () => 1.5 * random.normal());

const unit = (d: number, i: number) => Array.from({ length: d }, (_, k) => (k === i ? 1 : 0));
/** Narrower than the states: what lies beyond takes part. */
const chebyshev = (count: number) => ({ kind: "chebyshev", low: -1.2, high: 0.9, count }) as const;

/** A positive definite mass matrix of constants. */
function masses(d: number): TermSpec[] {
  const pattern = Array.from({ length: d * d }, (_, k) => (Math.floor(k / d) === k % d ? 2 : 0.3));
  return [{ kind: "kinetic", pattern, feature: linear(...unit(d, 0)), constant: 1 }];
}

const kinds: [string, number, TermSpec[]][] = [
  ["Chebyshev potential", 1, [{ kind: "potential", feature: linear(1), basis: chebyshev(7) }]],
  ["Fourier potential", 2, [{ kind: "potential", feature: linear(1, -1), basis: { kind: "fourier", orders: 3 } }]],
  [
    "powers",
    1,
    [{ kind: "potential", feature: linear(1), basis: { kind: "powers", origin: 0.3, unit: 1.4, count: 5 } }],
  ],
  [
    "friction along a path",
    1,
    [
      {
        kind: "place-friction",
        direction: [1],
        feature: linear(1),
        basis: {
          kind: "sum",
          constant: 1,
          of: { kind: "powers", origin: 0.2, unit: 1.3, count: 2 },
          weights: [0.3, 0.8],
        },
      },
    ],
  ],
  ["flattened body", 3, [{ kind: "oblate", unit: 1.3 }]],
  ["constant force", 1, [{ kind: "potential", feature: linear(1), basis: { kind: "linear" } }]],
  [
    "pair force",
    4,
    [
      {
        kind: "potential",
        feature: {
          kind: "distance",
          components: [
            [1, 0, -1, 0],
            [0, 1, 0, -1],
          ],
          origin: [0.1, -0.2],
        },
        basis: chebyshev(4),
      },
    ],
  ],
  [
    "mass that depends on place",
    3,
    [
      {
        kind: "kinetic",
        pattern: [0, 0.2, 0, 0.2, 0, 0, 0, 0, 0.1],
        feature: linear(1, -1, 0),
        basis: { kind: "fourier", orders: 1 },
        constant: 0.05,
      },
    ],
  ],
  [
    "products",
    2,
    [
      {
        kind: "product",
        factors: [0, 1].map((coordinate) => ({ coordinate, basis: chebyshev(3) })),
        products: [
          [0, -1],
          [-1, 1],
          [1, 0],
          [2, 2],
        ],
        scales: [1, 0.5, 0.7, 0.2],
      },
    ],
  ],
  ...(["dry", "viscous", "quadratic", "cubic"] as const).map((law): [string, number, TermSpec[]] => [
    `${law} friction`,
    2,
    [
      {
        kind: "friction",
        directions: [
          [1, 0],
          [0.5, 1],
        ],
        law,
        smoothing: law === "dry" ? 0.01 : 0,
      },
    ],
  ]),
  ["friction of place", 2, [{ kind: "place-friction", direction: [1, 2], feature: linear(0, 1), basis: chebyshev(3) }]],
  ["gyroscopic force", 2, [{ kind: "gyroscopic", first: [1, 0.5], second: [0, 2] }]],
  ["lift", 2, [{ kind: "gyroscopic", first: [1, 0.5], second: [0, 2], lift: true }]],
  ["harmonic drive", 2, [{ kind: "harmonic", direction: [0, 1], origin: 0.7 }]],
  ...(["place", "sine", "cosine", "velocity"] as const).map((kind): [string, number, TermSpec[]] => [
    `drive in proportion to the ${kind}`,
    2,
    [{ kind: "harmonic", direction: [1, -1], origin: 0.7, factor: { kind, origin: 0.2 } }],
  ]),
  ["force of time", 1, [{ kind: "time", direction: [1], knots: [0, 1.5, 3, 4.5, 6] }]],
  ["inputs", 2, [{ kind: "input", direction: [1, 0], inputs: [1, 0] }]],
  ...(["plain", "place", "hoop"] as const).map((squared): [string, number, TermSpec[]] => [
    `squares of inputs, ${squared}`,
    2,
    [{ kind: "input", direction: [1, 0.5], inputs: [1, 0], squared }],
  ]),
];

test.each(kinds)("%s: the exported model gives the law's derivative and energy", async (_name, d, terms) => {
  const model = lawModel(d, [...masses(d), ...terms], { random });
  const engine = await findEngine();
  const states = statesFor(d);
  expect(await verifyOnnx(modelToOnnx(model), model, states, engine)).toBeLessThan(1e-9);
  const { law } = model as { law: LawModel };
  const coefficients = law.law.coefficients.map((value) => 1.0001 * value + 1e-6);
  const other = { ...model, law: { ...law, law: { ...law.law, coefficients } } };
  await expect(verifyOnnx(modelToOnnx(other), model, states, engine)).rejects.toThrow("differs");
});

test.each(["sphere", "paraboloid"] as const)(
  "a body on a %s with friction along it, in velocities and momenta",
  async (profile) => {
    const surface = { at: [1, 0], profile, k: 0.02, axis: [0.1, -0.3] } as const;
    const terms: TermSpec[] = [
      { kind: "surface", at: [1, 0], profile },
      { kind: "friction", directions: [unit(2, 1), unit(2, 0)], law: "viscous", smoothing: 0, surface },
    ];
    const momentumScale = { value: 1.7, variance: 0, covariances: new Float64Array(5) };
    for (const given of [{}, { momentumScale }]) {
      const model = lawModel(2, [...masses(2), ...terms], { ...given, coefficients: [0.02, 1.3, 0.1, -0.3, 0.4] });
      expect(await verifyOnnx(modelToOnnx(model), model, statesFor(2), await findEngine())).toBeLessThan(1e-9);
    }
  },
);

test("a damped and driven pendulum, in momenta and with a coordinate that stands still, against its formula", async () => {
  const [m, g, gamma, drive, w] = [1.7, 2.3, 0.2, 0.4, 1.9];
  const terms: TermSpec[] = [
    { kind: "kinetic", pattern: [1], feature: linear(1), constant: 1 },
    { kind: "potential", feature: linear(1), basis: { kind: "fourier", orders: 1 } },
    { kind: "friction", directions: [[1]], law: "viscous", smoothing: 0 },
    { kind: "harmonic", direction: [1], origin: 0 },
  ];
  const given = {
    active: [1],
    rest: Float64Array.of(0.5, 0),
    momentumScale: { value: m, variance: 0, covariances: new Float64Array(6) },
    energyScale: m,
  };
  const model = lawModel(1, terms, { ...given, coefficients: [g, 0, gamma, 0, drive, w] });
  const session = await (await findEngine()).open(modelToOnnx(model), "f64", {});
  const [q, p, t] = [0.8, -1.1, 2.5];
  const state = { data: Float64Array.of(0.5, q, 0, p), shape: [1, 4] };
  const energy = { data: new Float64Array(1), shape: [1, 1] };
  const derivative = { data: new Float64Array(4), shape: [1, 4] };
  await session.run({ state, time: { data: Float64Array.of(t), shape: [1, 1] } }, { energy, derivative });
  await session.close();
  const force = m * (-g * Math.sin(q) - gamma * (p / m) + drive * Math.sin(w * t));
  [0, p / m, 0, force].forEach((expected, i) => {
    expect(derivative.data[i]).toBeCloseTo(expected, 12);
  });
  expect(energy.data[0]).toBeCloseTo(p ** 2 / (2 * m) - m * g * Math.cos(q), 12);
  expect(energy.data[0]).toBeCloseTo(energyOf(model, state.data), 12);
});
