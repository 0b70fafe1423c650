import { describe, expect, test } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { randomStream } from "../../src/base/random.js";
import {
  doublePendulum,
  ExpressionError,
  magneticMirror,
  parseExpression,
  pendulum,
  rolesOf,
  type System,
  twoBody,
  writtenSystem,
} from "../../src/mechanics/index.js";
import fc from "../property.js";

/** The system's energy and field against the written one's at random states. */
function expectSame(written: System, known: System): void {
  const random = randomStream(7, "states", known.name);
  const [a, b] = [new Float64Array(2 * known.dimension), new Float64Array(2 * known.dimension)];
  for (let i = 0; i < 20; i++) {
    const state = known.initialState(random);
    written.vectorField(state, a);
    known.vectorField(state, b);
    expect(written.energy(state)).toBeCloseTo(known.energy(state), 12);
    for (let k = 0; k < b.length; k++) expect(a[k]).toBeCloseTo(b[k] as number, 12);
  }
}

describe("a written Hamiltonian is the system it describes", () => {
  test("pendulum", () => {
    expectSame(writtenSystem("p^2/(2*m*l^2) + m*g*l*(1 - cos(q))"), pendulum);
  });

  test("constants are given by name", () => {
    const written = writtenSystem("p_theta**2/(2*m*l^2) + m*g*l*(1-cos(theta))", { constants: { g: 9.81, l: 0.5 } });
    expectSame(written, pendulum.withConstants({ gravity: 9.81, length: 0.5 }));
  });

  test("magnetic mirror: two coordinates of one body", () => {
    const written = writtenSystem("(p_rho^2 + p_z^2)/2 + (rho*(1 + z^2/2) - rho^3/8)^2/2");
    expect([written.bodies, written.dimension]).toEqual([1, 2]);
    expectSame(written, magneticMirror);
  });

  test("double pendulum: a body for each trailing number", () => {
    const written = writtenSystem(
      "(p1^2 + 2*p2^2 - 2*p1*p2*cos(q1 - q2)) / (2*(1 + sin(q1 - q2)^2)) - 2*cos(q1) - cos(q2)",
    );
    expect([written.bodies, written.surplus.length]).toEqual([2, 2]);
    expectSame(written, doublePendulum);
  });

  test("two bodies in the plane", () => {
    const written = writtenSystem("(p_x1^2 + p_y1^2 + p_x2^2 + p_y2^2)/2 - G/sqrt((x1 - x2)^2 + (y1 - y2)^2)");
    expect([written.bodies, written.surplus.length]).toEqual([2, 0]);
    expectSame(written, twoBody);
  });
});

/** Random formulas of q and p with the value that they must have, built by JavaScript's own arithmetic. */
const [q, p] = [0.7, -1.3];
const formulas = fc.letrec<{ formula: { text: string; value: number } }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 5, depthIdentifier: "formula" },
    fc.constant({ text: "q", value: q }),
    fc.constant({ text: "p", value: p }),
    fc.integer({ min: 0, max: 99 }).map((n) => ({ text: `${n / 8}`, value: n / 8 })),
    fc.tuple(fc.constantFrom("+", "-", "*"), tie("formula"), tie("formula")).map(([sign, a, b]) => ({
      text: `(${a.text}) ${sign}(${b.text})`,
      value: sign === "+" ? a.value + b.value : sign === "-" ? a.value - b.value : a.value * b.value,
    })),
    tie("formula").map((a) => ({ text: `-(${a.text})`, value: -a.value })),
    tie("formula").map((a) => ({ text: `(${a.text})^2`, value: a.value ** 2 })),
    fc
      .tuple(fc.constantFrom("sin", "cos", "tanh", "abs"), tie("formula"))
      .map(([name, a]) => ({ text: `${name}(${a.text})`, value: Math[name as "sin"](a.value) })),
  ),
})).formula;

test("values are those of the same formula in JavaScript", () => {
  fc.assert(
    fc.property(formulas, ({ text, value }) => {
      fc.pre(Number.isFinite(value) && Math.abs(value) < 1e12);
      const system = writtenSystem(`p^2/2 + 0*q + (${text})`);
      const energy = system.energy(Float64Array.of(q, p));
      expect(Math.abs(energy - (p * p) / 2 - value)).toBeLessThanOrEqual(1e-11 * (1 + Math.abs(value)));
    }),
    { numRuns: 200 },
  );
});

describe("precedence", () => {
  test.each([
    ["2 - 3 - 4", -5],
    ["12 / 3 / 2", 2],
    ["2 + 3 * 4", 14],
    ["-2^2", -4],
    ["2^3^2", 512],
    ["2^-1", 0.5],
    ["2 * -3", -6],
    ["- - 3", 3],
    ["1.5e2 + .5", 150.5],
    ["2 × 3 − 1", 5],
    ["sqrt(16) + exp(0) + log(1) + tan(0)", 5],
    ["cos(pi)", -1],
  ])("%s is %d", (text, value) => {
    expect(writtenSystem(`p^2 + (${text})`).energy(Float64Array.of(0, 0))).toBeCloseTo(value, 12);
  });

  test("a variable exponent needs a positive base", () => {
    const system = writtenSystem("p^2/2 + 2^q");
    expect(system.energy(Float64Array.of(1.5, 0))).toBeCloseTo(2 ** 1.5, 12);
  });
});

describe("coordinates by their names", () => {
  test.each([
    [["p", "q"], [["q", "p"]], []],
    [["p", "x", "k"], [["x", "p"]], ["k"]],
    [["p"], [["q", "p"]], []],
    [["px", "x", "pi"], [["x", "px"]], []],
    [["p_theta", "phi"], [["theta", "p_theta"]], ["phi"]],
    [
      ["p2", "p1", "q1", "q2", "m1"],
      [
        ["q1", "p1"],
        ["q2", "p2"],
      ],
      ["m1"],
    ],
    [
      ["px", "py", "y", "g"],
      [
        ["x", "px"],
        ["y", "py"],
      ],
      ["g"],
    ],
  ])("%j", (names, pairs, constants) => {
    const roles = rolesOf(names);
    expect(roles.pairs.map(({ position, momentum }) => [position, momentum])).toEqual(pairs);
    expect(roles.constants).toEqual(constants);
  });
});

describe("mistakes name their place", () => {
  test.each([
    ["p^2 +", 5, /the formula ends/],
    ["p^2 + 2q", 7, /found "q" where an operator/],
    ["(p^2", 4, /"\)"/],
    ["p^2)", 3, /found "\)"/],
    ["p^2 + $", 6, /"\$" has no meaning/],
    ["p^2 + foo(q)", 6, /no function "foo"/],
    ["p^2 + constructor(q)", 6, /no function "constructor"/],
    ["", 0, /the formula ends/],
    ["p * * q", 4, /found "\*"/],
  ])("%j at %d", (text, position, problem) => {
    try {
      writtenSystem(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ExpressionError);
      expect((error as ExpressionError).position).toBe(position);
      expect((error as Error).message).toMatch(problem);
    }
  });

  test.each([
    ["q^2 + 1", /no momentum/],
    ["p1^2 + q1^2 + q2", /q2 has no momentum/],
    ["px^2 + py^2 + pz^2", /third coordinate/],
    ["p1^2 + p2^2 + p3^2 + p4^2", /4 bodies/],
  ])("%j", (text, problem) => {
    expect(() => writtenSystem(text)).toThrow(problem);
    expect(() => writtenSystem(text)).toThrow(UserError);
  });

  test("an unknown constant", () => {
    expect(() => writtenSystem("p^2", { constants: { k: 2 } })).toThrow(/"k" is not a constant/);
  });

  test("formulas too long or too deep are refused, not run into the ground", () => {
    expect(() => parseExpression("(".repeat(1500))).toThrow(/100 levels/);
    expect(() => parseExpression(`p${"+p".repeat(2000)}`)).toThrow(/2000 characters/);
    expect(() => parseExpression(`${"-".repeat(500)}p`)).toThrow(/100 levels/);
  });

  test("no text does anything but parse or fail", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."pq12.e+-*/^() sinco$λ\n"), maxLength: 40 }), (text) => {
        try {
          parseExpression(text);
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
