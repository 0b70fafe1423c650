import { describe, expect, it } from "vitest";
import {
  chargedParticle,
  duffing,
  harmonicOscillator2d,
  henonHeiles,
  kepler,
  nBody,
  type System,
  springChain,
} from "../../src/mechanics/index.js";
import fc from "../property.js";

const [m, k, c, b] = [1.7, 2.3, 0.8, 1.4];

function expectClose(found: number[], expected: number[]) {
  const scale = Math.max(1, ...expected.map(Math.abs));
  found.forEach((value, i) => {
    expect(Math.abs(value - (expected[i] as number))).toBeLessThan(2e-12 * scale);
  });
}

type Vector = [number, number, number, number];

/** Vector fields and energies written by hand, for constants that are not 1. */
interface ClosedForm {
  system: System;
  energy(x: number[]): number;
  field(x: number[]): number[];
}

const cases: ClosedForm[] = [
  {
    system: henonHeiles.withConstants({ mass: m, stiffness: k, coupling: c }),
    energy(state) {
      const [x, y, px, py] = state as Vector;
      return (px ** 2 + py ** 2) / (2 * m) + (k * (x ** 2 + y ** 2)) / 2 + c * (x ** 2 * y - y ** 3 / 3);
    },
    field(state) {
      const [x, y, px, py] = state as Vector;
      return [px / m, py / m, -k * x - 2 * c * x * y, -k * y - c * (x ** 2 - y ** 2)];
    },
  },
  {
    system: kepler.withConstants({ mass: m, attraction: k }),
    energy(state) {
      const [x, y, px, py] = state as Vector;
      return (px ** 2 + py ** 2) / (2 * m) - k / Math.hypot(x, y);
    },
    field(state) {
      const [x, y, px, py] = state as Vector;
      const r3 = Math.hypot(x, y) ** 3;
      return [px / m, py / m, (-k * x) / r3, (-k * y) / r3];
    },
  },
  {
    system: harmonicOscillator2d.withConstants({ mass: m, stiffnessX: k, stiffnessY: b }),
    energy(state) {
      const [x, y, px, py] = state as Vector;
      return (px ** 2 + py ** 2) / (2 * m) + (k * x ** 2 + b * y ** 2) / 2;
    },
    field(state) {
      const [x, y, px, py] = state as Vector;
      return [px / m, py / m, -k * x, -b * y];
    },
  },
  {
    system: duffing.withConstants({ mass: m, stiffness: -k, cubic: c }),
    energy: ([x, p]: number[]) =>
      (p as number) ** 2 / (2 * m) - (k * (x as number) ** 2) / 2 + (c * (x as number) ** 4) / 4,
    field: ([x, p]: number[]) => [(p as number) / m, k * (x as number) - c * (x as number) ** 3],
  },
  {
    // In velocities: Lorentz's force turns them, m dv/dt = c B (v_y, -v_x), and p = m v + c B (-y, x) / 2.
    system: chargedParticle.withConstants({ mass: m, charge: c, field: b }),
    energy(state) {
      const { vx, vy } = velocityOf(state);
      return (m * (vx ** 2 + vy ** 2)) / 2;
    },
    field(state) {
      const { vx, vy } = velocityOf(state);
      const [forceX, forceY] = [c * b * vy, -c * b * vx];
      return [vx, vy, forceX - (c * b * vy) / 2, forceY + (c * b * vx) / 2];
    },
  },
  {
    system: springChain(3).withConstants({ mass: m, stiffness: k }),
    energy([u1 = 0, u2 = 0, u3 = 0, ...p]) {
      const stretches = [u1, u2 - u1, u3 - u2, -u3];
      return sum(p.map((value) => value ** 2 / (2 * m))) + sum(stretches.map((stretch) => (k * stretch ** 2) / 2));
    },
    field([u1 = 0, u2 = 0, u3 = 0, ...p]) {
      return [...p.map((value) => value / m), k * (u2 - 2 * u1), k * (u1 - 2 * u2 + u3), k * (u2 - 2 * u3)];
    },
  },
  {
    system: nBody(4).withConstants({ mass2: m, mass4: c, gravitation: b }),
    energy: (state) => gravity(state).energy,
    field: (state) => gravity(state).field,
  },
];

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

function velocityOf(state: number[]) {
  const [x, y, px, py] = state as Vector;
  return { vx: (px + (c * b * y) / 2) / m, vy: (py - (c * b * x) / 2) / m };
}

/** Newton's law for four bodies, pair by pair. */
function gravity(state: number[]) {
  const masses = [1, m, 1, c];
  const [q, p] = [state.slice(0, 8), state.slice(8)];
  const velocities = p.map((value, i) => value / (masses[Math.floor(i / 2)] as number));
  const forces = new Array<number>(8).fill(0);
  let energy = sum(p.map((value, i) => (value * (velocities[i] as number)) / 2));
  for (let i = 0; i < 4; i++)
    for (let j = 0; j < 4; j++) {
      if (i === j) continue;
      const apart = [0, 1].map((axis) => (q[2 * j + axis] as number) - (q[2 * i + axis] as number)) as [number, number];
      const r = Math.hypot(...apart);
      const strength = b * (masses[i] as number) * (masses[j] as number);
      energy -= strength / r / 2;
      for (const axis of [0, 1] as const)
        forces[2 * i + axis] = (forces[2 * i + axis] as number) + (strength * apart[axis]) / r ** 3;
    }
  return { energy, field: [...velocities, ...forces] };
}

function closest(system: System, x: number[]): number {
  const points = Array.from({ length: system.bodies }, (_, i) => [x[2 * i], x[2 * i + 1]] as [number, number]);
  if (points.length === 1) points.push([0, 0]);
  return Math.min(
    ...points.flatMap(([ax, ay], i) => points.slice(0, i).map(([bx, by]) => Math.hypot(ax - bx, ay - by))),
  );
}

describe.each(cases)("closed form of $system.name", ({ system, energy, field }) => {
  const size = 2 * system.dimension;
  const apart = (x: number[]) =>
    system.name !== "kepler" && !system.name.startsWith("n-body") ? true : closest(system, x) > 0.05;
  const states = fc
    .array(fc.double({ min: -1.5, max: 1.5, noNaN: true }), { minLength: size, maxLength: size })
    .filter(apart);

  it("equals the derived energy and vector field", () => {
    fc.assert(
      fc.property(states, (x) => {
        const derivative = new Float64Array(size);
        system.vectorField(Float64Array.from(x), derivative);
        expectClose([system.energy(Float64Array.from(x))], [energy(x)]);
        expectClose([...derivative], field(x));
      }),
    );
  });
});
