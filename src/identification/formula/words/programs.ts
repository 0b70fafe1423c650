import { javascriptDialect, sympyDialect } from "./dialects.js";
import type { LawExpression } from "./expression.js";
import { type Names, programNames } from "./names.js";
import { kineticOf, type LawExpressions, rightSides } from "./of-law.js";
import { render } from "./render.js";

/** A module of JavaScript: energy(q, v) and accelerations(t, q, v, u), for the first mass of 1; u are measured inputs. */
export function javascriptOf(law: LawExpressions, names: Names): string {
  const dialect = javascriptDialect(names);
  const own = programNames(names);
  const d = law.dimension;
  const list = (parts: readonly string[]) => `[${parts.join(", ")}]`;
  const q = list(own.coordinates);
  const v = list(own.coordinates.map((name) => `${name}_dot`));
  const energy = `${render(kineticOf(law), dialect)} + ${parenthesised(render(law.potential, dialect))}`;
  const right = rightSides(law).map((e) => render(e, dialect));
  const diagonal = law.mass.every((row, i) => row.every((m, j) => i === j || isZero(m)));
  const inputs = own.inputs.length === 0 ? "" : `, ${list(own.inputs)}`;
  const head = `export function accelerations(t, ${q}, ${v}${inputs}) {`;
  const solved = law.mass.map((row, i) => quotient(right[i] as string, row[i] as LawExpression));
  const body = diagonal
    ? [`  return ${list(solved)};`]
    : [
        `  const mass = [${law.mass.map((row) => list(row.map((m) => render(m, dialect)))).join(", ")}];`,
        `  const right = ${list(right)};`,
        ...SOLVE,
        "  return right;",
      ];
  return [`export function energy(${q}, ${v}) {`, `  return ${energy};`, "}", head, ...body, "}", ""].join("\n");

  function quotient(over: string, m: LawExpression): string {
    if (m.kind === "number" && m.number.value === 1) return over;
    return d === 0 ? over : `(${over}) / (${render(m, dialect)})`;
  }
}

const isZero = (e: LawExpression) => e.kind === "number" && e.number.value === 0;
const parenthesised = (text: string) => (text.startsWith("-") ? `(${text})` : text);

/** Elimination without pivots: mass matrices are positive definite. */
const SOLVE = [
  "  for (let i = 0; i < right.length; i++)",
  "    for (let k = 0; k < right.length; k++) {",
  "      if (k === i) continue;",
  "      const share = mass[k][i] / mass[i][i];",
  "      for (let j = i; j < right.length; j++) mass[k][j] -= share * mass[i][j];",
  "      right[k] -= share * right[i];",
  "    }",
  "  for (let i = 0; i < right.length; i++) right[i] /= mass[i][i];",
];

/** A program of SymPy: symbols, energies, and the accelerations derived from them. */
export function sympyOf(law: LawExpressions, names: Names): string {
  const dialect = sympyDialect(names);
  const own = programNames(names);
  const velocities = own.coordinates.map((name) => `${name}_dot`);
  const symbols = [...own.coordinates, ...velocities, ...own.inputs];
  return [
    "from sympy import Abs, Matrix, Max, cos, diff, exp, log, sign, sin, sqrt, symbols",
    "",
    `t, ${symbols.join(", ")} = symbols("t ${symbols.join(" ")}", real=True)`,
    `q, v = [${own.coordinates.join(", ")}], [${velocities.join(", ")}]`,
    `T = ${render(kineticOf(law), dialect)}`,
    `V = ${render(law.potential, dialect)}`,
    "energy = T + V",
    `forces = [${law.forces.map((e) => render(e, dialect)).join(", ")}]`,
    "n = len(q)",
    "mass = Matrix(n, n, lambda i, j: diff(T, v[i], v[j]))",
    "right = Matrix([forces[i] + diff(T - V, q[i]) - sum(diff(T, v[i], q[k]) * v[k] for k in range(n)) for i in range(n)])",
    "accelerations = mass.LUsolve(right)",
    "",
  ].join("\n");
}
