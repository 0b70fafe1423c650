import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.js";
import {
  dop853,
  dop853Dense,
  type ExplicitTableau,
  fixedStepMethods,
  integrate,
  massSpring,
  systems,
  twoBody,
  type VectorField,
} from "../../src/mechanics/index.js";
import { dormandPrince8Tableau } from "../../src/mechanics/integrators/dormand-prince-8-tableau.js";
import type { StageWeights } from "../../src/mechanics/integrators/tableau.js";

const {
  stages: STAGES,
  solution: SOLUTION,
  errors: [ERROR3, ERROR5],
  dense: { stages: DENSE_STAGES },
} = dormandPrince8Tableau;

const grid = (duration: number, points: number) =>
  Float64Array.from({ length: points }, (_, i) => (i * duration) / (points - 1));

describe("DOP853 coefficients", () => {
  const total = (weights: StageWeights, by: (stage: number) => number = () => 1) =>
    weights.reduce((sum, [stage, weight]) => sum + weight * by(stage), 0);
  const nodes = [...STAGES.map((row) => total(row)), 1, ...DENSE_STAGES.map((row) => total(row))];

  it("have the published nodes", () => {
    // Hairer, Norsett and Wanner 1993, section II.10: c6 to c12 of the step, c14 to c16 of the dense output.
    const published = [1 / 3, 1 / 4, 4 / 13, 127 / 195, 3 / 5, 6 / 7, 1, 1, 1 / 10, 1 / 5, 7 / 9];
    for (const [i, node] of published.entries()) expect(nodes[5 + i]).toBeCloseTo(node, 13);
  });

  it("integrate polynomials up to degree 7 exactly", () => {
    for (let degree = 0; degree < 8; degree++)
      expect(total(SOLUTION, (stage) => (nodes[stage] as number) ** degree)).toBeCloseTo(1 / (degree + 1), 13);
    expect(Math.abs(total(SOLUTION, (stage) => (nodes[stage] as number) ** 8) - 1 / 9)).toBeGreaterThan(1e-6);
  });

  it("estimate no error for the degrees that the embedded methods integrate", () => {
    for (let degree = 0; degree < 5; degree++)
      expect(total(ERROR5, (stage) => (nodes[stage] as number) ** degree)).toBeCloseTo(0, 13);
    for (let degree = 0; degree < 3; degree++)
      expect(total(ERROR3, (stage) => (nodes[stage] as number) ** degree)).toBeCloseTo(0, 13);
  });
});

describe("explicit methods", () => {
  it.each(fixedStepMethods.filter(({ explicit }) => explicit?.grouped !== undefined))(
    "$name has the same weights when those of equal weight are added up first",
    ({ explicit }) => {
      const { solution, grouped } = explicit as Required<ExplicitTableau>;
      const weights = new Map(grouped.groups.flatMap(([stages, weight]) => stages.map((stage) => [stage, weight])));
      for (const [stage, weight] of solution)
        expect((weights.get(stage) as number) / grouped.divisor).toBeCloseTo(weight, 15);
      expect(weights.size).toBe(solution.length);
    },
  );
});

describe("dop853", () => {
  const oscillator = (tolerance: number) => {
    const t = grid(20, 400);
    const { states, steps } = dop853(massSpring.vectorField, Float64Array.of(0.6, 0.3), t, { tolerance });
    const errors = [...t].map((time, i) =>
      Math.hypot(
        (states[2 * i] as number) - (0.6 * Math.cos(time) + 0.3 * Math.sin(time)),
        (states[2 * i + 1] as number) - (0.3 * Math.cos(time) - 0.6 * Math.sin(time)),
      ),
    );
    return { error: Math.max(...errors), steps };
  };

  it("holds the tolerance between its steps too", () => {
    for (const tolerance of [1e-6, 1e-9, 1e-12]) expect(oscillator(tolerance).error).toBeLessThan(60 * tolerance);
    expect(oscillator(1e-6).error).toBeGreaterThan(1e-9);
  });

  it("takes the number of steps of a method of order 8", () => {
    const order = 6 / Math.log10(oscillator(1e-12).steps / oscillator(1e-6).steps);
    expect(order).toBeGreaterThan(7);
    expect(order).toBeLessThan(9.5);
  });

  it("has a dense output that is exact for polynomials of degree 7 in time", () => {
    const polynomial: VectorField = ([, t], out) => out.set([7 * (t as number) ** 6 - 3 * (t as number) ** 2, 1]);
    const times = grid(1, 60);
    const { states, steps } = dop853(polynomial, Float64Array.of(0, 0), times, { tolerance: 1e-3 });
    expect(steps).toBeLessThan(8);
    times.forEach((t, i) => {
      expect(Math.abs((states[2 * i] as number) - (t ** 7 - t ** 3))).toBeLessThan(1e-13);
    });
  });

  it("follows an eccentric Kepler orbit, whose position is known at every time", () => {
    // Unit masses: the relative orbit has semi-major axis 1, eccentricity 0.7, and reduced problem mu = 2.
    const [e, mean] = [0.7, Math.sqrt(2)];
    const speed = Math.sqrt((2 * (1 + e)) / (1 - e));
    const x = (1 - e) / 2;
    const t = grid(20, 100);
    const states = integrate(twoBody, Float64Array.of(x, 0, -x, 0, 0, speed / 2, 0, -speed / 2), t);
    t.forEach((time, i) => {
      let anomaly = mean * time;
      for (let k = 0; k < 50; k++)
        anomaly -= (anomaly - e * Math.sin(anomaly) - mean * time) / (1 - e * Math.cos(anomaly));
      expect(Math.abs((states[8 * i] as number) - (Math.cos(anomaly) - e) / 2)).toBeLessThan(1e-9);
      expect(Math.abs((states[8 * i + 1] as number) - (Math.sqrt(1 - e * e) * Math.sin(anomaly)) / 2)).toBeLessThan(
        1e-9,
      );
    });
  });

  it("stops when told to and says how far it came", () => {
    const seen: number[] = [];
    const { reached, failure } = dop853(massSpring.vectorField, Float64Array.of(1, 0), grid(20, 41), {
      tolerance: 1e-9,
      onStep: (time, state) => {
        expect(state[0]).toBeCloseTo(Math.cos(time), 7);
        seen.push(time);
        return time < 5;
      },
    });
    expect(failure).toBeUndefined();
    expect(seen.length).toBeGreaterThan(3);
    expect(reached).toBe(1 + Math.floor((seen.at(-1) as number) / 0.5));
  });

  it("gives the same states for a subset of the times", () => {
    const [all, some] = [grid(10, 101), Float64Array.of(0, 3.1, 7.7, 10)];
    const initial = Float64Array.of(0.3, -0.2, 0.1, 0.2);
    const system = systems[5] as (typeof systems)[number];
    const [a, b] = [integrate(system, initial, all), integrate(system, initial, some)];
    [31, 77, 100].forEach((at, i) => {
      for (let c = 0; c < 4; c++) expect(b[4 * (i + 1) + c]).toBeCloseTo(a[4 * at + c] as number, 14);
    });
  });
});

describe("dop853Dense", () => {
  it("gives the states that dop853 gives at chosen times, and refuses others", () => {
    const initial = Float64Array.of(0.5, 0.1, -0.5, 0.1, 0, 0.6, 0.1, -0.6);
    const times = grid(5, 40);
    const motion = dop853Dense(twoBody.vectorField, initial, [0, 5], { tolerance: 1e-9 });
    const { states, steps } = dop853(twoBody.vectorField, initial, times, { tolerance: 1e-9 });
    expect(motion.steps).toBeLessThanOrEqual(steps);
    times.forEach((t, i) => {
      motion.at(t).forEach((value, k) => {
        expect(Math.abs(value - (states[8 * i + k] as number))).toBeLessThan(1e-14);
      });
    });
    expect(() => motion.at(5.1)).toThrow(/known from 0 to 5 s, not at 5.1/);
    expect(() => motion.at(-0.1)).toThrow(UserError);
  });

  it("ends where the tolerance could no longer be held", () => {
    const motion = dop853Dense(twoBody.vectorField, Float64Array.of(0.5, 0, -0.5, 0, 0, 0, 0, 0), [0, 5], {
      tolerance: 1e-9,
    });
    expect(motion.end).toBeCloseTo(Math.PI / 4, 4);
    expect(() => motion.at(1)).toThrow(UserError);
  });
});

describe("integrate refuses", () => {
  const rest = Float64Array.of(0.5, 0, -0.5, 0, 0, 0, 0, 0);

  it("motions that run into a collision, with the time", () => {
    // Two unit masses released at rest 1 m apart meet after (pi / 2) sqrt(1 / 4) s.
    let message = "";
    try {
      integrate(twoBody, rest, [0, 5]);
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
      message = (error as Error).message;
    }
    const time = Number(/two-body: cannot integrate past t = ([\d.]+) s/.exec(message)?.[1]);
    expect(time).toBeCloseTo(Math.PI / 4, 4);
  });

  it("states on a collision or not finite", () => {
    expect(() => integrate(twoBody, new Float64Array(8), [0, 1])).toThrow(/no finite energy.*do bodies collide there/);
    expect(() => integrate(massSpring, Float64Array.of(Number.NaN, 0), [0, 1])).toThrow(/must be finite/);
  });

  it("states of another size, times that do not ascend and tolerances out of range", () => {
    expect(() => integrate(massSpring, rest, [0, 1])).toThrow(/a state has 2 numbers .* got 8/);
    expect(() => integrate(massSpring, Float64Array.of(1, 0), [0, 1, 1])).toThrow(/times\[2\] is 1/);
    expect(() => integrate(massSpring, Float64Array.of(1, 0), [0])).toThrow(/at least two times/);
    expect(() => integrate(massSpring, Float64Array.of(1, 0), [0, 1], { tolerance: 0 })).toThrow(/tolerance/);
  });

  it("too many steps", () => {
    const { failure, reached } = dop853(massSpring.vectorField, Float64Array.of(1, 0), [0, 1000], {
      tolerance: 1e-12,
      maxSteps: 50,
    });
    expect(failure).toBe("more than 50 steps");
    expect(reached).toBe(1);
  });
});
