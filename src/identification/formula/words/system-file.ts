import { realPower } from "../../../numerics/index.js";
import type { LawExpression } from "./expression.js";
import { number, product } from "./expression.js";
import { type Names, programNames } from "./names.js";
import type { LawExpressions } from "./of-law.js";

/** What a system file says besides the law. */
export interface SystemFacts {
  /** Lower case with hyphens. */
  readonly name: string;
  readonly units: readonly string[];
  readonly formula: string;
  /** Energies and momenta are those for a first mass of 1, times this. */
  readonly scale: number;
  /** (q, dq/dt) to start from, [2d]. */
  readonly start: ArrayLike<number>;
  readonly duration: number;
  readonly source: string;
}

/** The file of a system with this law's Hamiltonian; undefined where there are forces that no energy gives, or masses that depend on place between more than two coordinates. */
export function systemFileOf(law: LawExpressions, names: Names, facts: SystemFacts): string | undefined {
  const { dimension: d, mass, potential, forces } = law;
  if (forces.some((force) => !isZero(force))) return undefined;
  const own = programNames(names);
  const operations = new Set<string>();
  const scaled = (e: LawExpression) => product(number(facts.scale), e);
  const write = (e: LawExpression) => graphText(e, own.coordinates, operations);
  const use = (name: string, ...parts: readonly string[]) => {
    operations.add(name);
    return `${name}(${parts.join(", ")})`;
  };
  const momenta = own.coordinates.map((name) => `p_${name}`);
  const M = (i: number, j: number) => scaled((mass[i] as readonly LawExpression[])[j] as LawExpression);
  const diagonal = mass.every((row, i) => row.every((m, j) => i === j || isZero(m)));
  const square = (i: number) => use("square", momenta[i] as string);
  let kinetic: string;
  if (diagonal)
    kinetic = momenta
      .map((_, i) => use("div", square(i), write(product(number(2), M(i, i)))))
      .reduce((before, term) => use("add", before, term));
  else if (d === 2) {
    const [a, b, c] = [write(M(0, 0)), write(M(0, 1)), write(M(1, 1))];
    const cross = use("mul", use("mul", "2", b), use("mul", momenta[0] as string, momenta[1] as string));
    const over = use("sub", use("add", use("mul", c, square(0)), use("mul", a, square(1))), cross);
    const both =
      Number.isFinite(Number(a)) && Number.isFinite(Number(c)) ? String(Number(a) * Number(c)) : use("mul", a, c);
    kinetic = use("div", over, use("mul", "2", use("sub", both, use("square", b))));
  } else return undefined;
  const V = scaled(potential);
  const energy = isZero(V) ? kinetic : use("add", kinetic, write(V));
  const start = facts.start;
  const states = [
    ...own.coordinates.map((name, i) => `${name}: ${start[i]}`),
    ...momenta.map((name, i) => `${name}: ${facts.scale * momentumAt(law, start, i)}`),
  ];
  const list = own.coordinates.map((name, i) => {
    const unit = facts.units[i] ?? "";
    return `    { name: ${JSON.stringify(name)}, unit: ${JSON.stringify(unit)} },`;
  });
  return [
    `// The law learned from ${facts.source.replaceAll(/\s+/g, " ")}, for metahamilton --system.`,
    'import { defineSystem, graph } from "metahamilton";',
    "",
    `const { ${[...operations].sort().join(", ")} } = graph;`,
    "",
    "export default defineSystem({",
    `  name: ${JSON.stringify(facts.name)},`,
    "  coordinates: [",
    ...list,
    "  ],",
    `  formula: ${JSON.stringify(facts.formula)},`,
    `  hamiltonian([${own.coordinates.join(", ")}], [${momenta.join(", ")}]) {`,
    `    return ${energy};`,
    "  },",
    `  initialState: { ${states.join(", ")} },`,
    "  samples: 100,",
    `  duration: ${facts.duration},`,
    "});",
    "",
  ].join("\n");
}

const isZero = (e: LawExpression) => e.kind === "number" && e.number.value === 0;

/** Momentum i of a state, for a first mass of 1. */
function momentumAt({ dimension: d, mass }: LawExpressions, state: ArrayLike<number>, i: number): number {
  let p = 0;
  for (let j = 0; j < d; j++)
    p += placeValue((mass[i] as readonly LawExpression[])[j] as LawExpression, state) * (state[d + j] as number);
  return p;
}

/** The value of an expression of coordinates alone. */
function placeValue(e: LawExpression, q: ArrayLike<number>): number {
  const of = (inner: LawExpression) => placeValue(inner, q);
  switch (e.kind) {
    case "number":
      return e.number.value;
    case "coordinate":
      return q[e.index] as number;
    case "sum":
      return e.terms.reduce((sum, term) => sum + of(term), 0);
    case "product":
      return e.factors.reduce((value, factor) => value * of(factor), 1);
    case "power":
      return realPower(of(e.base), e.exponent.value);
    case "call":
      return e.name === "positive" ? Math.max(0, of(e.argument)) : Math[e.name](of(e.argument));
    case "length":
      return Math.hypot(...e.components.map(of));
    default:
      throw new Error(`${e.kind} is no function of place`);
  }
}

/** An expression as nested calls of the graph's operations; numbers stand as they are. */
function graphText(e: LawExpression, names: readonly string[], operations: Set<string>): string {
  const of = (inner: LawExpression) => graphText(inner, names, operations);
  const use = (name: string, ...parts: readonly string[]) => {
    operations.add(name);
    return `${name}(${parts.join(", ")})`;
  };
  const squares = (parts: readonly LawExpression[]) =>
    parts.map((c) => use("square", of(c))).reduce((a, b) => use("add", a, b));
  switch (e.kind) {
    case "number":
      return String(e.number.value);
    case "coordinate":
      return names[e.index] as string;
    case "sum":
      return e.terms.map(of).reduce((a, b) => use("add", a, b));
    case "product": {
      const first = e.factors[0] as LawExpression;
      if (first.kind === "number" && e.factors[1] !== undefined) {
        const rest = e.factors
          .slice(1)
          .map(of)
          .reduce((a, b) => use("mul", a, b));
        return use("mul", String(first.number.value), rest);
      }
      return e.factors.map(of).reduce((a, b) => use("mul", a, b));
    }
    case "power": {
      const n = e.exponent.value;
      if (e.base.kind === "length") return use("pow", squares(e.base.components), String(n / 2));
      return n === 2 ? use("square", of(e.base)) : use("pow", of(e.base), String(n));
    }
    case "call":
      if (e.name !== "positive") return use(e.name, of(e.argument));
      return use("mul", "0.5", use("add", of(e.argument), use("abs", of(e.argument))));
    case "length":
      return use("sqrt", squares(e.components));
    default:
      throw new Error(`${e.kind} is no function of place`);
  }
}
