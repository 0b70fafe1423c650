import { describe, expect, it } from "vitest";
import {
  doublePendulum,
  magneticMirror,
  massSpring,
  pendulum,
  type System,
  twoBody,
} from "../../src/mechanics/index.js";
import fc from "../property.js";

/** Vector fields and energies written by hand, for constants that are not 1. */
interface ClosedForm {
  system: System;
  energy(x: number[]): number;
  field(x: number[]): number[];
}

const [m, k, g, l] = [1.7, 2.3, 9.81, 0.6];
const [m1, m2] = [1.3, 0.4];
const [G, w, L] = [0.9, 1.4, 0.8];

const cases: ClosedForm[] = [
  {
    system: massSpring.withConstants({ mass: m, stiffness: k }),
    energy: ([x, p]: number[]) => (p as number) ** 2 / (2 * m) + (k * (x as number) ** 2) / 2,
    field: ([x, p]: number[]) => [(p as number) / m, -k * (x as number)],
  },
  {
    system: pendulum.withConstants({ mass: m, length: l, gravity: g }),
    energy: ([q, p]: number[]) => (p as number) ** 2 / (2 * m * l * l) + m * g * l * (1 - Math.cos(q as number)),
    field: ([q, p]: number[]) => [(p as number) / (m * l * l), -m * g * l * Math.sin(q as number)],
  },
  {
    // In velocities: p = M(theta) thetaDot; Lagrange's equations give the forces.
    system: doublePendulum.withConstants({ mass1: m1, mass2: m2, length1: l, length2: L, gravity: g }),
    energy(x) {
      const { v1, v2, c, a, b } = doublePendulumVelocities(x);
      const kinetic = ((m1 + m2) * l * l * v1 * v1) / 2 + (m2 * L * L * v2 * v2) / 2 + m2 * l * L * v1 * v2 * c;
      return kinetic - (m1 + m2) * g * l * Math.cos(a) - m2 * g * L * Math.cos(b);
    },
    field(x) {
      const { v1, v2, s, a, b } = doublePendulumVelocities(x);
      const coupling = m2 * l * L * v1 * v2 * s;
      return [v1, v2, -coupling - (m1 + m2) * g * l * Math.sin(a), coupling - m2 * g * L * Math.sin(b)];
    },
  },
  {
    system: twoBody.withConstants({ mass1: m1, mass2: m2, gravitation: G }),
    energy([x1, y1, x2, y2, px1, py1, px2, py2]) {
      const r = Math.hypot((x1 as number) - (x2 as number), (y1 as number) - (y2 as number));
      const square = (a?: number, b?: number) => (a as number) ** 2 + (b as number) ** 2;
      return square(px1, py1) / (2 * m1) + square(px2, py2) / (2 * m2) - (G * m1 * m2) / r;
    },
    field(x) {
      const [x1, y1, x2, y2, px1, py1, px2, py2] = x as [
        number,
        number,
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      const r = Math.hypot(x1 - x2, y1 - y2);
      const [fx, fy] = [(-G * m1 * m2 * (x1 - x2)) / r ** 3, (-G * m1 * m2 * (y1 - y2)) / r ** 3];
      return [px1 / m1, py1 / m1, px2 / m2, py2 / m2, fx, fy, -fx, -fy];
    },
  },
  {
    system: magneticMirror.withConstants({ mass: m, frequency: w, length: L }),
    energy(x) {
      const [rho, z, pr, pz] = x as [number, number, number, number];
      const u = rho * (1 + z ** 2 / (2 * L ** 2)) - rho ** 3 / (8 * L ** 2);
      return (pr ** 2 + pz ** 2) / (2 * m) + (m * w ** 2 * u ** 2) / 2;
    },
    field(x) {
      const [rho, z, pr, pz] = x as [number, number, number, number];
      const u = rho * (1 + z ** 2 / (2 * L ** 2)) - rho ** 3 / (8 * L ** 2);
      const [duRho, duZ] = [1 + z ** 2 / (2 * L ** 2) - (3 * rho ** 2) / (8 * L ** 2), (rho * z) / L ** 2];
      return [pr / m, pz / m, -m * w ** 2 * u * duRho, -m * w ** 2 * u * duZ];
    },
  },
  {
    // The paper's form, multiplied out, for unit constants.
    system: magneticMirror,
    energy(x) {
      const [r, z, pr, pz] = x as [number, number, number, number];
      const polynomial = r ** 2 / 2 + (r * z) ** 2 / 2 - r ** 4 / 8 + (r ** 2 * z ** 4) / 8 - (r ** 4 * z ** 2) / 16;
      return (pr ** 2 + pz ** 2) / 2 + polynomial + r ** 6 / 128;
    },
    field(x) {
      const [r, z, pr, pz] = x as [number, number, number, number];
      const fr = r + r * z ** 2 - r ** 3 / 2 + (r * z ** 4) / 4 - (r ** 3 * z ** 2) / 4 + (3 * r ** 5) / 64;
      const fz = r ** 2 * z + (r ** 2 * z ** 3) / 2 - (r ** 4 * z) / 8;
      return [pr, pz, -fr, -fz];
    },
  },
];

function doublePendulumVelocities(x: number[]) {
  const [a, b, p1, p2] = x as [number, number, number, number];
  const [c, s] = [Math.cos(a - b), Math.sin(a - b)];
  const [m11, m12, m22] = [(m1 + m2) * l * l, m2 * l * L * c, m2 * L * L];
  const determinant = m11 * m22 - m12 * m12;
  return { v1: (m22 * p1 - m12 * p2) / determinant, v2: (m11 * p2 - m12 * p1) / determinant, c, s, a, b };
}

const distance = ([x1, y1, x2, y2]: [number, number, number, number]) => Math.hypot(x1 - x2, y1 - y2);

describe.each(cases)("closed form of $system.name", ({ system, energy, field }) => {
  const states = fc
    .array(fc.double({ min: -1.5, max: 1.5, noNaN: true }), {
      minLength: 2 * system.dimension,
      maxLength: 2 * system.dimension,
    })
    .filter((x) => system.name !== "two-body" || distance(x as [number, number, number, number]) > 0.05);

  it("equals the derived energy and vector field", () => {
    fc.assert(
      fc.property(states, (x) => {
        const state = Float64Array.from(x);
        const derivative = new Float64Array(x.length);
        system.vectorField(state, derivative);
        expectClose([system.energy(state)], [energy(x)]);
        expectClose([...derivative], field(x));
      }),
    );
  });
});

function expectClose(found: number[], expected: number[]) {
  const scale = Math.max(1, ...expected.map(Math.abs));
  found.forEach((value, i) => {
    expect(Math.abs(value - (expected[i] as number))).toBeLessThan(1e-12 * scale);
  });
}

describe("withConstants", () => {
  it("leaves the original alone and refuses unknown names", () => {
    massSpring.withConstants({ stiffness: 4 });
    expect(massSpring.energy(Float64Array.of(1, 0))).toBe(0.5);
    expect(() => massSpring.withConstants({ gravity: 1 })).toThrow(/has no constant "gravity"; it has mass, stiffness/);
  });
});
