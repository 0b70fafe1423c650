import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { randomStream } from "../../src/base/random.js";
import {
  allSystems,
  chargedParticle,
  doublePendulum,
  type FixedStepMethod,
  fixedStepMethodNamed,
  fixedStepMethods,
  gaussLegendre6,
  henonHeiles,
  implicitMidpoint,
  integrate,
  integrateFixed,
  isSeparable,
  kepler,
  leapfrog,
  massSpring,
  pendulum,
  rk4,
  type System,
  type VectorField,
  yoshida4,
} from "../../src/mechanics/index.js";
import fc from "../property.js";

const grid = (duration: number, intervals: number) =>
  Float64Array.from({ length: intervals + 1 }, (_, i) => (i * duration) / intervals);
const largestDifference = (a: Float64Array, b: Float64Array) =>
  a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (b[i] as number))), 0);

/** How much longer steps and motions are for a method of high order, whose errors would else be lost in rounding. */
const stretchOf = ({ order }: FixedStepMethod) => (order > 6 ? 8 : 1);

/** Largest error at four times of a motion of 2 s, times the method's stretch, against DOP853, with `steps` steps. */
function errorOf(method: FixedStepMethod, system: System, state: Float64Array, steps: number) {
  const times = grid(2 * stretchOf(method), 4);
  const truth = integrate(system, state, times, { tolerance: 1e-13 });
  return largestDifference(integrate(system, state, times, { method, substeps: steps / 4 }), truth);
}

const motions: [System, Float64Array][] = [
  [pendulum, Float64Array.of(1.2, 0.4)],
  [henonHeiles, Float64Array.of(0.3, -0.2, 0.1, 0.25)],
  [doublePendulum, Float64Array.of(0.7, -0.5, 0.2, 0.1)],
  [chargedParticle, Float64Array.of(0.4, 0.3, -0.2, 0.5)],
];

describe.each(fixedStepMethods)("$name", (method) => {
  const { order } = method;
  const fitting = motions.filter(([system]) => !method.separable || isSeparable(system));

  it.each(fitting.map(([system, state]) => ({ name: system.name, system, state })))(
    "converges with its order on $name",
    ({ system, state }) => {
      const counts = [4, 8, 16, 32, 64, 128, 256, 512, 1024];
      const errors = counts.map((steps) => errorOf(method, system, state, steps));
      // Where the error's leading term rules: neither coarse steps nor rounding.
      const ruled = errors.filter((error) => error > 1e-11 && error < 1e-3);
      const [before, after] = ruled.slice(-2) as [number, number];
      expect(ruled.length).toBeGreaterThan(2);
      expect(Math.log2(before / after)).toBeGreaterThan(order - 0.3);
      // The leading term of order 8 is small, and the next shows beside it.
      expect(Math.log2(before / after)).toBeLessThan(order + (order > 6 ? 1.5 : 0.5));
    },
  );

  // Of all methods here the symplectic ones are also symmetric in time.
  const symmetric = method.symplectic ? it : it.fails;
  symmetric("gives back the initial state when its steps are taken backwards", () => {
    fc.assert(
      fc.property(fc.constantFrom(...fitting), fc.integer({ min: 0, max: 1e6 }), ([system], seed) => {
        const state = system.initialState(randomStream(seed, "backwards"));
        const step = method.stepper(system.vectorField, state.length);
        const h = 0.05 * stretchOf(method);
        const moved = state.slice();
        for (let i = 0; i < 50; i++) step(moved, h);
        expect(largestDifference(moved, state)).toBeGreaterThan(1e-3);
        for (let i = 0; i < 50; i++) step(moved, -h);
        expect(largestDifference(moved, state)).toBeLessThan(1e-11);
      }),
      { numRuns: 20 },
    );
  });

  it(`${method.symplectic ? "is" : "is not"} a symplectic map`, () => {
    const [system, state] = fitting.at(-1) as [System, Float64Array];
    const defect = symplecticDefect(method, system, state, 0.3 * stretchOf(method));
    if (method.symplectic) expect(defect).toBeLessThan(1e-8);
    else expect(defect).toBeGreaterThan(1e-6);
  });
});

/** How far J^T Omega J is from Omega for the Jacobian J of one step, by differences of order 4. */
function symplecticDefect(method: FixedStepMethod, { vectorField, dimension }: System, state: Float64Array, h: number) {
  const size = 2 * dimension;
  const step = method.stepper(vectorField, size);
  const moved = (j: number, by: number) => {
    const from = state.slice();
    from[j] = (from[j] as number) + by;
    step(from, h);
    return from;
  };
  const epsilon = 1e-3;
  const columns = Array.from({ length: size }, (_, j) => {
    const [a, b, c, d] = [moved(j, epsilon), moved(j, -epsilon), moved(j, 2 * epsilon), moved(j, -2 * epsilon)];
    return a.map(
      (value, i) => (8 * (value - (b[i] as number)) - ((c[i] as number) - (d[i] as number))) / (12 * epsilon),
    );
  });
  const form = (u: Float64Array, v: Float64Array) => {
    let sum = 0;
    for (let i = 0; i < dimension; i++)
      sum += (u[i] as number) * (v[dimension + i] as number) - (u[dimension + i] as number) * (v[i] as number);
    return sum;
  };
  let defect = 0;
  columns.forEach((u, i) => {
    columns.forEach((v, j) => {
      const expected = j === i + dimension ? 1 : i === j + dimension ? -1 : 0;
      defect = Math.max(defect, Math.abs(form(u, v) - expected));
    });
  });
  return defect;
}

/** Largest energy error in each tenth of a motion of `steps` steps of `h` seconds, relative to the first energy. */
function energyErrors(
  method: FixedStepMethod,
  system: System,
  state: Float64Array,
  h: number,
  steps: number,
): number[] {
  const step = method.stepper(system.vectorField, state.length);
  const moved = state.slice();
  const start = system.energy(state);
  const tenths = new Array<number>(10).fill(0);
  for (let i = 0; i < steps; i++) {
    step(moved, h);
    const tenth = Math.floor((10 * i) / steps);
    tenths[tenth] = Math.max(tenths[tenth] as number, Math.abs(system.energy(moved) / start - 1));
  }
  return tenths;
}

describe("energy over a long time", () => {
  const ellipse = Float64Array.of(0.7, 0, 0, Math.sqrt(1.3 / 0.7));

  it.each(fixedStepMethods.filter(({ symplectic }) => symplectic))("does not drift with $name", (method) => {
    // 200 turns of a Kepler orbit of eccentricity 0.3, 60 steps a turn.
    const tenths = energyErrors(method, kepler, ellipse, (2 * Math.PI) / 60, 12_000);
    expect(tenths[9]).toBeLessThan(1.1 * (tenths[0] as number));
    expect(tenths[0]).toBeGreaterThan(1e-9);
  });

  it("drifts with rk4", () => {
    const tenths = energyErrors(rk4, kepler, ellipse, (2 * Math.PI) / 60, 12_000);
    expect((tenths[9] as number) / (tenths[0] as number)).toBeGreaterThan(5);
  });

  it("does not drift where the Hamiltonian is not separable, with an implicit method", () => {
    const [system, state] = motions[2] as [System, Float64Array];
    const energy = system.energy(state);
    for (const method of [implicitMidpoint, gaussLegendre6]) {
      const tenths = energyErrors(method, system, state, 0.1, 20_000);
      expect(tenths[9]).toBeLessThan(1.3 * (tenths[0] as number));
      expect(Math.abs(energy)).toBeGreaterThan(0.5);
    }
    const drifting = energyErrors(rk4, system, state, 0.1, 20_000);
    expect((drifting[9] as number) / (drifting[0] as number)).toBeGreaterThan(4);
  });
});

describe("particular properties", () => {
  it("rk4 is exact for a cubic in time", () => {
    const cubic: VectorField = ([, t], out) => out.set([4 * (t as number) ** 3 - 2 * (t as number), 1]);
    expect(integrateFixed(rk4, cubic, Float64Array.of(1, 0), [0, 2])[2]).toBeCloseTo(1 + 2 ** 4 - 2 ** 2, 12);
  });

  it("the implicit midpoint rule conserves quadratic invariants: the canonical angular momentum", () => {
    const [x, y, px, py] = [0.4, 0.3, -0.2, 0.5];
    const states = integrateFixed(
      implicitMidpoint,
      chargedParticle.vectorField,
      Float64Array.of(x, y, px, py),
      grid(50, 250),
    );
    for (let i = 0; i < states.length; i += 4) {
      const [a, b, pa, pb] = states.subarray(i, i + 4) as unknown as [number, number, number, number];
      expect(Math.abs(a * pb - b * pa - (x * py - y * px))).toBeLessThan(1e-13);
    }
  });

  it("leapfrog is the hand-written recursion", () => {
    const states = integrateFixed(leapfrog, massSpring.vectorField, Float64Array.of(1, 0), [0, 0.5]);
    const half = -0.25;
    const x = 1 + 0.5 * half;
    expect([...states.subarray(2)]).toEqual([x, half - 0.25 * x]);
  });

  it("substeps are those of a finer grid", () => {
    for (const method of fixedStepMethods) {
      const coarse = integrateFixed(method, massSpring.vectorField, Float64Array.of(1, 0), grid(2, 2), 4);
      const fine = integrateFixed(method, massSpring.vectorField, Float64Array.of(1, 0), grid(2, 8));
      expect([...coarse]).toEqual([...fine.subarray(0, 2), ...fine.subarray(8, 10), ...fine.subarray(16, 18)]);
      expect(() => integrateFixed(method, massSpring.vectorField, Float64Array.of(1, 0), [0, 1], 0)).toThrow(UserError);
    }
  });
});

describe("what a method needs", () => {
  it("is read off the Hamiltonian", () => {
    const not = allSystems.filter((system) => !isSeparable(system)).map(({ name }) => name);
    expect(not).toEqual(["double-pendulum", "charged-particle"]);
  });

  it("is checked, with a method that would do", () => {
    const state = Float64Array.of(0.1, 0, 0, 0);
    expect(() => integrate(doublePendulum, state, [0, 1], { method: yoshida4 })).toThrow(
      /yoshida-4 needs a Hamiltonian T\(p\) \+ V\(q\), which that of double-pendulum is not; take implicit-midpoint/,
    );
  });

  it("fails with a reason where the steps of an implicit method are too long", () => {
    expect(() => integrate(massSpring, Float64Array.of(1, 0), [0, 20], { method: gaussLegendre6 })).toThrow(
      /gauss-legendre-6: the equations of a step of 20 s cannot be solved by iteration; take smaller steps/,
    );
  });

  it("names are known", () => {
    expect(fixedStepMethodNamed("yoshida-4")).toBe(yoshida4);
    expect(() => fixedStepMethodNamed("euler")).toThrow(/no integrator "euler".*rk4, dormand-prince-8/);
  });
});
