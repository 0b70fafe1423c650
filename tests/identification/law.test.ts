import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { evaluationOf } from "../../src/identification/law/law.js";
import { lawFrom, type TermSpec } from "../../src/identification/law/spec.js";
import { propagatorOf } from "../../src/identification/shooting/propagate.js";

const linear = (...coefficients: number[]) => ({ kind: "linear", coefficients }) as const;
const distance = {
  kind: "distance",
  components: [
    [1, 0],
    [0, 1],
  ],
  origin: [3, 2],
} as const;

/** Every kind of term at once, of two coordinates. */
const TERMS: readonly TermSpec[] = [
  { kind: "kinetic", pattern: [1, 0, 0, 0], feature: linear(0, 0), constant: 1 },
  { kind: "kinetic", pattern: [0, 0, 0, 1], feature: linear(0, 0), basis: { kind: "constant" }, constant: 0 },
  {
    kind: "kinetic",
    pattern: [0, 1, 1, 0],
    feature: linear(1, -1),
    basis: { kind: "fourier", orders: 2 },
    constant: 0,
  },
  {
    kind: "kinetic",
    pattern: [0.1, 0.2, 0.2, 0.1],
    feature: distance,
    basis: { kind: "chebyshev", low: 0, high: 5, count: 3 },
    constant: 0,
  },
  {
    kind: "kinetic",
    pattern: [0, 0, 0, 1],
    feature: linear(1, 0),
    basis: { kind: "powers", origin: 0.2, unit: 2, count: 2 },
    constant: 0,
  },
  { kind: "potential", feature: linear(1, 0), basis: { kind: "fourier", orders: 2 } },
  { kind: "potential", feature: distance, basis: { kind: "chebyshev", low: 1, high: 3, count: 4 } },
  { kind: "potential", feature: linear(0, 1), basis: { kind: "linear" } },
  {
    kind: "product",
    factors: [
      { coordinate: 0, basis: { kind: "chebyshev", low: -1, high: 1, count: 2 } },
      { coordinate: 1, basis: { kind: "fourier", orders: 1 } },
    ],
    products: [
      [0, -1],
      [1, 0],
      [0, 1],
    ],
    scales: [1, 0.5, 2],
  },
  { kind: "surface", at: [0, 1], profile: "sphere" },
  { kind: "surface", at: [1, 0], profile: "paraboloid" },
  {
    kind: "friction",
    directions: [],
    law: "viscous",
    smoothing: 0,
    surface: { at: [0, 1], profile: "sphere", k: 0.2, axis: [0.1, 0] },
  },
  { kind: "friction", directions: [[1, -1]], law: "viscous", smoothing: 0 },
  {
    kind: "friction",
    directions: [
      [1, 0],
      [0, 1],
    ],
    law: "quadratic",
    smoothing: 0,
  },
  { kind: "friction", directions: [[1, 0]], law: "cubic", smoothing: 0 },
  { kind: "friction", directions: [[0, 1]], law: "dry", smoothing: 0.5 },
  {
    kind: "place-friction",
    direction: [1, 1],
    feature: linear(0.5, 1),
    basis: { kind: "fourier", orders: 1 },
  },
  { kind: "gyroscopic", first: [1, 0.3], second: [-0.2, 1] },
  { kind: "time", direction: [0, 1], knots: [-1, 0, 1, 2] },
  { kind: "input", direction: [1, 0], inputs: [1, 0] },
  { kind: "harmonic", direction: [1, -1], origin: 0.1, factor: { kind: "place", origin: 0.2 } },
  { kind: "harmonic", direction: [0, 1], origin: 0, factor: { kind: "sine", origin: 0.4 } },
  { kind: "harmonic", direction: [1, 0], origin: 0, factor: { kind: "cosine", origin: 0 } },
  { kind: "harmonic", direction: [0.5, 1], origin: 0, factor: { kind: "velocity", origin: 0 } },
  { kind: "input", direction: [0.5, 1], inputs: [1, 0], squared: "place" },
  { kind: "input", direction: [1, 0], inputs: [0], squared: "hoop" },
  { kind: "harmonic", direction: [1, 0.5], origin: 0.3 },
];

const law = lawFrom(2, TERMS, (t, values) => values.set([Math.sin(3 * t), t * t]), 2);
const random = randomStream(1, "law");
const theta = Float64Array.from({ length: law.count }, () => random.between(-0.2, 0.2));
theta[0] = 2;
theta[law.count - 1] = 1.7;
const start = Float64Array.of(0.3, -0.5, 0.7, 0.2);

function run(state: Float64Array, coefficients: Float64Array, steps: number) {
  const propagator = propagatorOf(law, evaluationOf(law));
  propagator.begin(state);
  expect(propagator.advance(0.1, 0.8, steps, coefficients, true)).toBe(true);
  return propagator;
}

describe("laws", () => {
  it("carry the derivatives of the motion with respect to state and coefficients, as finite differences have them", () => {
    const { sensitivity } = run(start, theta, 4);
    const width = 4 + law.count;
    for (let k = 0; k < width; k++) {
      const moved = [1, -1].map((sign) => {
        const [state, coefficients] = [start.slice(), theta.slice()];
        if (k < 4) state[k] = (state[k] as number) + sign * 1e-6;
        else coefficients[k - 4] = (coefficients[k - 4] as number) + sign * 1e-6;
        return run(state, coefficients, 4).state;
      }) as [Float64Array, Float64Array];
      for (let i = 0; i < 4; i++) {
        const difference = ((moved[0][i] as number) - (moved[1][i] as number)) / 2e-6;
        expect(Math.abs((sensitivity[i * width + k] as number) - difference)).toBeLessThan(5e-9);
      }
    }
  });

  it("give what spins a lift across its velocity, in proportion to the square of its speed, with its derivatives", () => {
    const own = lawFrom(2, [
      { kind: "kinetic", pattern: [1, 0, 0, 1], feature: linear(1, 0), constant: 2 },
      { kind: "gyroscopic", first: [1, 0], second: [0, 1], lift: true },
    ]);
    const evaluation = evaluationOf(own);
    const [coefficients, state] = [Float64Array.of(0.3), Float64Array.of(0, 0, 3, 4)];
    const at = (values: Float64Array) => {
      expect(evaluation.differentiate(values, 0, coefficients)).toBe(true);
      return [...evaluation.accelerations];
    };
    // 0.3 |v| (v_y, -v_x) over a mass of 2.
    expect(at(state)).toEqual([3, -2.25].map((x) => expect.closeTo(x, 12)));
    expect([...evaluation.byCoefficient]).toEqual([10, -7.5].map((x) => expect.closeTo(x, 12)));
    const slopes = [...evaluation.byState];
    for (let k = 0; k < 4; k++) {
      const [ahead = [], back = []] = [1e-6, -1e-6].map((step) => at(state.map((x, i) => (i === k ? x + step : x))));
      [0, 1].forEach((i) => {
        expect(slopes[4 * i + k]).toBeCloseTo(((ahead[i] as number) - (back[i] as number)) / 2e-6, 8);
      });
    }
    expect(at(Float64Array.of(0, 0, 0, 0))).toEqual([0, 0].map((x) => expect.closeTo(x, 12)));
  });

  it("carry the derivatives of a smooth motion with order 4", () => {
    const smooth = TERMS.filter(({ kind, ...rest }) => kind !== "friction" || !("law" in rest && rest.law === "dry"));
    const own = lawFrom(2, smooth, (t, values) => values.set([Math.sin(3 * t), t * t]), 2);
    const coefficients = theta.slice(0, own.count);
    coefficients[own.count - 1] = 1.7;
    const at = (state: Float64Array, steps: number, values = coefficients) => {
      const propagator = propagatorOf(own, evaluationOf(own));
      propagator.begin(state);
      expect(propagator.advance(0.1, 0.8, steps, values, true)).toBe(true);
      return propagator;
    };
    const width = 4 + own.count;
    const exact = new Float64Array(4 * width);
    for (let k = 0; k < width; k++) {
      const [ahead, back] = [1, -1].map((sign) => {
        const [state, values] = [start.slice(), coefficients.slice()];
        if (k < 4) state[k] = (state[k] as number) + sign * 1e-5;
        else values[k - 4] = (values[k - 4] as number) + sign * 1e-5;
        return at(state, 64, values).state;
      }) as [Float64Array, Float64Array];
      for (let i = 0; i < 4; i++) exact[i * width + k] = ((ahead[i] as number) - (back[i] as number)) / 2e-5;
    }
    const errors = [4, 8, 16].map((steps) =>
      Math.hypot(...at(start, steps).sensitivity.map((x, k) => x - (exact[k] as number))),
    ) as [number, number, number];
    expect(Math.log2(errors[0] / errors[1])).toBeGreaterThan(3.5);
    expect(Math.log2(errors[1] / errors[2])).toBeGreaterThan(3.5);
    expect(errors[0]).toBeLessThan(1e-4 * Math.hypot(...exact));
  });

  it("change nothing in no time", () => {
    for (const terms of [TERMS, TERMS.slice(0, 9)]) {
      const own = lawFrom(2, terms, (t, values) => values.set([Math.sin(3 * t), t * t]), 2);
      const propagator = propagatorOf(own, evaluationOf(own));
      propagator.begin(start);
      expect(propagator.advance(0.1, 0.3, 2, theta.slice(0, own.count), true)).toBe(true);
      const before = [...propagator.state, ...propagator.sensitivity];
      expect(propagator.advance(0.4, 0, 1, theta.slice(0, own.count), true)).toBe(true);
      expect([...propagator.state, ...propagator.sensitivity]).toEqual(before);
    }
  });

  it("are integrated with order 6", () => {
    const exact = run(start, theta, 64).state;
    const errors = [2, 4, 8].map((steps) =>
      Math.hypot(...run(start, theta, steps).state.map((x, i) => x - (exact[i] as number))),
    );
    expect(Math.log2((errors[0] as number) / (errors[1] as number))).toBeGreaterThan(5.5);
    expect(Math.log2((errors[1] as number) / (errors[2] as number))).toBeGreaterThan(5.5);
  });

  it("conserve the energy of their conservative terms", () => {
    const own = lawFrom(2, TERMS.slice(0, 9));
    const propagator = propagatorOf(own, evaluationOf(own));
    const evaluation = evaluationOf(own);
    const energy = () => {
      evaluation.accelerate(propagator.state, 0, theta);
      return evaluation.energy(theta);
    };
    propagator.begin(start);
    const before = energy();
    propagator.advance(0, 5, 400, theta, false);
    expect(Math.abs(energy() - before)).toBeLessThan(1e-11);
  });

  it("of a body seen from above on a sphere and a paraboloid, go as a pendulum does and turn as bowls let it", () => {
    const [l, g, a] = [0.8, 9.8, 1.3];
    const unit: TermSpec = { kind: "kinetic", pattern: [1, 0, 0, 1], feature: linear(1, 0), constant: 1 };
    const follow = (profile: "sphere" | "paraboloid", values: number[], state: number[], time: number) => {
      const own = lawFrom(2, [unit, { kind: "surface", at: [0, 1], profile }]);
      const propagator = propagatorOf(own, evaluationOf(own));
      propagator.begin(Float64Array.from(state));
      const coefficients = Float64Array.of(...values, 0.1, -0.2);
      expect(propagator.advance(0, time, 400, coefficients, false)).toBe(true);
      return [...propagator.state].map((x, i) => x - (state[i] as number));
    };
    // A plane pendulum's period by the arithmetic and geometric mean; then circles.
    const swing = 1.1;
    let [mean, other] = [1, Math.cos(swing / 2)];
    for (let k = 0; k < 6; k++) [mean, other] = [(mean + other) / 2, Math.sqrt(mean * other)];
    const sphere = [1 / l ** 2, g / l];
    const out = [0.1 + l * Math.sin(swing), -0.2, 0, 0];
    const circle = (radius: number, omega: number) => [0.1 + radius, -0.2, 0, radius * omega];
    const conical = Math.sqrt(g / (l * Math.cos(swing)));
    const dish = Math.sqrt(g * a);
    for (const back of [
      follow("sphere", sphere, out, (2 * Math.PI * Math.sqrt(l / g)) / mean),
      follow("sphere", sphere, circle(l * Math.sin(swing), conical), (2 * Math.PI) / conical),
      follow("paraboloid", [a ** 2, g * a], circle(0.7, dish), (2 * Math.PI) / dish),
    ])
      for (const x of back) expect(Math.abs(x)).toBeLessThan(1e-8);
    // A map of the energy reaches beyond the rim, where nothing moves.
    const own = lawFrom(2, [unit, { kind: "surface", at: [0, 1], profile: "sphere" }]);
    const evaluation = evaluationOf(own);
    const beyond = Float64Array.of(...sphere, 0, 0);
    expect(evaluation.accelerate(Float64Array.of(1.1 * l, 0, 0, 0), 0, beyond)).toBe(false);
    expect(evaluation.energy(beyond)).toBeGreaterThan(g * l);
  });

  it("refuse a mass matrix that is not positive definite", () => {
    const wrong = theta.slice();
    wrong[0] = -1;
    expect(evaluationOf(law).accelerate(start, 0, wrong)).toBe(false);
  });
});
