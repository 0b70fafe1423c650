import type { FittedCandidate } from "../../choice/fitting/fitted-candidate.js";
import { constantsOf } from "./constants.js";
import { Lengths, latexDialect, textDialect } from "./dialects.js";
import { coordinate, distributed, type LawExpression, number, product, sumOf } from "./expression.js";
import type { Names } from "./names.js";
import { kineticOf, type LawExpressions, lawExpressions, rightSides } from "./of-law.js";
import { javascriptOf, sympyOf } from "./programs.js";
import { type FormulaDialect, render } from "./render.js";
import type { NamedNumber } from "./symbols.js";
import { type SystemFacts, systemFileOf } from "./system-file.js";
import { coefficient, covarianceOf, deviationOfNumber, exact, type Uncertain } from "./uncertain.js";
import type { SymbolUnits } from "./units.js";

/** A constant with its standard error. */
export interface Constant {
  readonly name: string;
  readonly value: number;
  readonly deviation: number;
  readonly unit: string;
}

/** A fitted formula in every tongue. Energies are for a first mass of 1, times `scale`. */
export interface Words {
  /** The energy. */
  readonly formula: string;
  /** The equations of motion, one a line. */
  readonly equation: string;
  /** Energy and equations of motion. */
  readonly latex: string;
  readonly sympy: string;
  readonly javascript: string;
  /** A file for `--system`, where the law conserves its energy. */
  readonly system?: string | undefined;
  readonly constants: readonly Constant[];
  /** Correlations of the constants, [n][n]. */
  readonly correlations: readonly (readonly number[])[];
}

export interface WordsOptions {
  readonly names: Names;
  readonly units: SymbolUnits;
  readonly system?: Omit<SystemFacts, "formula" | "units"> | undefined;
}

/** The fitted law in expressions, with the covariance of all coefficients. */
export function expressionsOf({ candidate, law, fit }: FittedCandidate): LawExpressions {
  return lawExpressions(law.dimension, ...partsOfLaw({ candidate, law }), fit.theta);
}

function partsOfLaw({ candidate, law }: Pick<FittedCandidate, "candidate" | "law">) {
  return [candidate.terms.map(({ spec }) => spec), law.offsets, law.terms.map(({ count }) => count)] as const;
}

/** Puts a fitted formula into words. */
export function wordsOf(fitted: FittedCandidate, { names, units, system }: WordsOptions): Words {
  const law = expressionsOf(fitted);
  const covariance = fitted.fit.posterior.covariance();
  const lengths = new Lengths();
  const text = textDialect(names, covariance, lengths);
  const { fit, law: solver } = fitted;
  // Where momenta tell the first mass it is one more coefficient, after those of the law.
  const scale =
    fit.problem.velocities.momenta === true
      ? coefficient(fit.theta[solver.count] as number, solver.count, fit.theta.length)
      : exact(system?.scale ?? 1);
  const formula = energyText(law, text, scale);
  const equations = equationsOf(law).map(([left, right]) => `${render(left, text)} = ${render(right, text)}`);
  const where = [...lengths.named.values()].map(
    ({ name, components }) => `${name} = sqrt(${components.map((c) => `${wrapped(render(c, text))}^2`).join(" + ")})`,
  );
  const latex = latexDialect(names, covariance);
  const numbers = constantsOf(law.dimension, ...partsOfLaw(fitted), fitted.fit.theta, names, units, scale);
  const measured = numbers.filter(({ number: own }) => own.gradient?.some((g) => g !== 0) ?? false);
  const full = where.length === 0 ? formula : `${formula}, ${where.join(", ")}`;
  const file =
    system === undefined ? undefined : systemFileOf(law, names, { ...system, units: units.coordinates, formula });
  return {
    formula: full,
    equation: equations.join("\n"),
    latex: [
      `E = ${render(energyOf(law, scale), latex)}`,
      ...equationsOf(law).map(([left, right]) => `${render(left, latex)} = ${render(right, latex)}`),
    ].join(" \\\\\n"),
    sympy: sympyOf(law, names),
    javascript: javascriptOf(law, names),
    ...(file === undefined ? {} : { system: file }),
    constants: measured.map((own) => constantOf(own, covariance)),
    correlations: correlationsOf(measured, covariance),
  };
}

const wrapped = (text: string) => (/^[\w.]+$/.test(text) ? text : `(${text})`);

/** Every term times the first mass. */
function energyOf(law: LawExpressions, scale: Uncertain): LawExpression {
  const terms = [kineticOf(law), law.potential].flatMap((part) => (part.kind === "sum" ? part.terms : [part]));
  return sumOf(...terms.map((term) => product(number(scale), term)));
}

const energyText = (law: LawExpressions, dialect: FormulaDialect, scale: Uncertain) =>
  `E = ${render(energyOf(law, scale), dialect)}`;

/** Left and right of every equation of motion; divided by the mass where it stands alone and is constant. */
function equationsOf(law: LawExpressions): [LawExpression, LawExpression][] {
  const right = rightSides(law);
  return law.mass.map((row, i) => {
    const own = row[i] as LawExpression;
    const alone = row.every((m, j) => j === i || (m.kind === "number" && m.number.value === 0));
    if (alone && own.kind === "number") {
      const one = own.number.value === 1 && own.number.gradient === undefined;
      return [
        coordinate(i, 2),
        one ? (right[i] as LawExpression) : distributed(right[i] as LawExpression, inverted(own)),
      ];
    }
    return [sumOf(...row.map((m, j) => product(m, coordinate(j, 2)))), right[i] as LawExpression];
  });
}

const inverted = (own: Extract<LawExpression, { kind: "number" }>): LawExpression => {
  const { value, gradient } = own.number;
  return number({ value: 1 / value, gradient: gradient?.map((g) => -g / value ** 2) });
};

function constantOf({ name, number: own, unit }: NamedNumber, covariance: Float64Array): Constant {
  return { name, value: own.value, deviation: deviationOfNumber(own, covariance), unit };
}

function correlationsOf(list: readonly NamedNumber[], covariance: Float64Array): number[][] {
  return list.map(({ number: a }) =>
    list.map(({ number: b }) => {
      const scale = deviationOfNumber(a, covariance) * deviationOfNumber(b, covariance);
      return scale === 0 ? 0 : covarianceOf(a, b, covariance) / scale;
    }),
  );
}
