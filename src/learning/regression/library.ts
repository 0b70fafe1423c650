import { componentNames } from "../../mechanics/index.js";
import { realPower } from "../../numerics/index.js";
import type { PhaseSpace } from "../learner.js";
import type { StateBasis } from "./basis.js";

/** A function of a sparse regression's library, with a name for people. */
interface Candidate {
  readonly label: string;
  /** Value at x; adds its derivatives to `gradient` [2d], which comes zeroed. */
  evaluate(x: Float64Array, gradient: Float64Array): number;
}

export interface LibraryForm {
  /** Largest degree of the polynomials. */
  readonly degree: number;
  /** Sines and cosines of positions and of their differences. */
  readonly trigonometric: boolean;
}

export interface Library extends StateBasis {
  readonly labels: readonly string[];
}

/** All monomials of degree 1 to `degree` of the own components, and sines and cosines if asked for. No constant. */
export function library(space: PhaseSpace, { degree, trigonometric }: LibraryForm): Library {
  const { dimension } = space;
  const names = componentNames(space);
  const candidates = [
    ...exponents(2 * dimension, degree).map((powers) => monomial(powers, names)),
    ...(trigonometric ? waves(dimension, names) : []),
  ];
  const stateSize = 2 * dimension;
  return {
    size: candidates.length,
    stateSize,
    labels: candidates.map(({ label }) => label),
    evaluate(state, values, gradients) {
      gradients.fill(0);
      candidates.forEach((candidate, k) => {
        values[k] = candidate.evaluate(state, gradients.subarray(k * stateSize, (k + 1) * stateSize));
      });
    },
  };
}

/** Lists of (component, power) with powers adding up to 1 ... degree. */
function exponents(components: number, degree: number): [number, number][][] {
  const extend = (first: number, left: number): [number, number][][] => {
    const lists: [number, number][][] = [[]];
    for (let component = first; component < components; component++)
      for (let power = 1; power <= left; power++)
        for (const rest of extend(component + 1, left - power)) lists.push([[component, power], ...rest]);
    return lists;
  };
  return extend(0, degree).filter((powers) => powers.length > 0);
}

function monomial(powers: readonly [number, number][], names: readonly string[]): Candidate {
  return {
    label: powers.map(([c, power]) => (power === 1 ? names[c] : `${names[c]}^${power}`)).join(" "),
    evaluate(x, gradient) {
      let value = 1;
      for (const [c, power] of powers) value *= realPower(x[c] as number, power);
      for (const [c, power] of powers) {
        let slope = power * realPower(x[c] as number, power - 1);
        for (const [other, otherPower] of powers) if (other !== c) slope *= realPower(x[other] as number, otherPower);
        gradient[c] = slope;
      }
      return value;
    },
  };
}

/** sin and cos of every position and of every difference of two. */
function waves(dimension: number, names: readonly string[]): Candidate[] {
  const arguments_: [number, number | undefined][] = [];
  for (let i = 0; i < dimension; i++) {
    arguments_.push([i, undefined]);
    for (let j = 0; j < i; j++) arguments_.push([i, j]);
  }
  return arguments_.flatMap(([i, j]) => {
    const label = j === undefined ? names[i] : `${names[i]} - ${names[j]}`;
    const wave = (name: string, f: (x: number) => number, slope: (x: number) => number): Candidate => ({
      label: `${name}(${label})`,
      evaluate(x, gradient) {
        const argument = (x[i] as number) - (j === undefined ? 0 : (x[j] as number));
        gradient[i] = slope(argument);
        if (j !== undefined) gradient[j] = -slope(argument);
        return f(argument);
      },
    });
    return [wave("sin", Math.sin, Math.cos), wave("cos", Math.cos, (x) => -Math.sin(x))];
  });
}
