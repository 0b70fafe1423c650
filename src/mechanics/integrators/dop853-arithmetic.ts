import { cached } from "../../base/cached.js";
import type { VectorField } from "../definition.js";
import { dormandPrince8Tableau } from "./dormand-prince-8-tableau.js";
import { type WeightedSum, weightedSum } from "./explicit.js";
import type { StageWeights } from "./tableau.js";

const {
  stages: STAGES,
  solution: SOLUTION,
  errors: [ERROR3, ERROR5],
  dense: { stages: DENSE_STAGES, coefficients: DENSE },
} = dormandPrince8Tableau;

/** The arrays that a step reads and writes. */
export interface StepArrays {
  /** State at the start of the step. */
  readonly state: Float64Array;
  /** State at its end. */
  readonly next: Float64Array;
  /** Values of the field at the stages 0 to 15. */
  readonly slopes: readonly Float64Array[];
  /** For the arguments of the stages. */
  readonly at: Float64Array;
  /** Coefficients of the dense output, F0 to F6. */
  readonly polynomial: readonly Float64Array[];
}

/** The arithmetic of a step of DOP853. */
export interface Arithmetic {
  /** Computes the stages 1 to 11 and `next` for a step of h seconds; returns its error relative to the tolerance. */
  attempt(field: VectorField, arrays: StepArrays, h: number, tolerance: number): number;
  /** Computes the stages 13 to 15 and the coefficients of the dense output for an accepted step. */
  prepareDense(field: VectorField, arrays: StepArrays, h: number): void;
}

/** States of more numbers are left to loops: code written out would become too long to be compiled well. */
const MAX_WRITTEN_OUT = 16;

const written = new Map<number, Arithmetic>();

/**
 * The arithmetic for states of `size` numbers: written out, every number in a variable of its own, which is several times as fast
 * as loops over so few. Loops for larger states, and where generating code is forbidden; the values are the same bit for bit.
 */
export function arithmeticFor(size: number): Arithmetic {
  if (size > MAX_WRITTEN_OUT) return loops;
  return cached(written, size, () => {
    try {
      return generateArithmetic(size);
    } catch (error) {
      if (error instanceof EvalError) return loops;
      throw error;
    }
  });
}

/** The rows of the tableau as functions, made when they are first wanted. */
const sums = () => cached(made, "sums", makeSums);
const made = new Map<string, ReturnType<typeof makeSums>>();
const makeSums = () => ({
  stages: STAGES.slice(1).map(weightedSum),
  solution: weightedSum(SOLUTION),
  error3: weightedSum(ERROR3),
  error5: weightedSum(ERROR5),
  denseStages: DENSE_STAGES.map(weightedSum),
  dense: DENSE.map(weightedSum),
});

/** The arithmetic as loops, for states of any size. */
export const loops: Arithmetic = {
  attempt(field, { state, next, slopes, at, polynomial }, h, tolerance) {
    const { stages: stageSums, solution: solutionSum, error3: error3Sum, error5: error5Sum } = sums();
    for (let s = 0; s < stageSums.length; s++) {
      (stageSums[s] as WeightedSum)(slopes, h, at, state);
      field(at, slopes[s + 1] as Float64Array);
    }
    solutionSum(slopes, h, next, state);
    // The dense output comes later, so its arrays are free.
    const [sum3, sum5] = polynomial as [Float64Array, Float64Array];
    error3Sum(slopes, 1, sum3);
    error5Sum(slopes, 1, sum5);
    let [squares3, squares5] = [0, 0];
    for (let i = 0; i < state.length; i++) {
      const scale = tolerance * (1 + Math.max(Math.abs(state[i] as number), Math.abs(next[i] as number)));
      const [e3, e5] = [(sum3[i] as number) / scale, (sum5[i] as number) / scale];
      squares3 += e3 * e3;
      squares5 += e5 * e5;
    }
    const denominator = squares5 + 0.01 * squares3;
    return denominator > 0 ? (Math.abs(h) * squares5) / Math.sqrt(denominator * state.length) : denominator;
  },

  prepareDense(field, { state, next, slopes, at, polynomial }, h) {
    const { denseStages: denseStageSums, dense: denseSums } = sums();
    for (let k = 0; k < denseStageSums.length; k++) {
      (denseStageSums[k] as WeightedSum)(slopes, h, at, state);
      field(at, slopes[13 + k] as Float64Array);
    }
    const [first, last] = [slopes[0] as Float64Array, slopes[12] as Float64Array];
    const [f0, f1, f2] = polynomial as [Float64Array, Float64Array, Float64Array];
    for (let i = 0; i < state.length; i++) {
      const change = (next[i] as number) - (state[i] as number);
      f0[i] = change;
      f1[i] = h * (first[i] as number) - change;
      f2[i] = 2 * change - h * ((first[i] as number) + (last[i] as number));
    }
    for (let k = 0; k < denseSums.length; k++)
      (denseSums[k] as WeightedSum)(slopes, h, polynomial[3 + k] as Float64Array);
  },
};

/**
 * The arithmetic of a step for states of `size` numbers as JavaScript without loops: `y1` is a state's number 1, `k3_1` its slope at
 * stage 3. Term by term what the loops compute, in the same order. Throws `EvalError` where generating code is forbidden.
 */
function generateArithmetic(size: number): Arithmetic {
  const attempt = compile<(field: unknown, arrays: StepArrays, h: number, tolerance: number) => number>(
    ["field", "arrays", "h", "tolerance"],
    attemptCode(size),
  );
  const prepareDense = compile<Arithmetic["prepareDense"]>(["field", "arrays", "h"], denseCode(size));
  return { attempt, prepareDense };
}

const compile = <F>(parameters: readonly string[], lines: readonly string[]) =>
  new Function(...parameters, lines.join("\n")) as F;

/** sum of weight times slope for component i */
const sum = (weights: StageWeights, i: number) =>
  weights.map(([stage, weight]) => `${weight} * k${stage}_${i}`).join(" + ");

function attemptCode(size: number): string[] {
  const each = (line: (i: number) => string) => Array.from({ length: size }, (_, i) => line(i));
  return [
    "const { state, next, slopes, at } = arrays;",
    ...readState(size),
    ...readSlope(size, 0),
    ...STAGES.flatMap((weights, stage) => (stage === 0 ? [] : stageCode(size, weights, stage))),
    ...each((i) => `const n${i} = y${i} + h * (${sum(SOLUTION, i)}); next[${i}] = n${i};`),
    ...each((i) => `const d${i} = tolerance * (1 + Math.max(Math.abs(y${i}), Math.abs(n${i})));`),
    ...each((i) => `const a${i} = (${sum(ERROR3, i)}) / d${i}, b${i} = (${sum(ERROR5, i)}) / d${i};`),
    `const squares5 = ${each((i) => `b${i} * b${i}`).join(" + ")};`,
    `const denominator = squares5 + 0.01 * (${each((i) => `a${i} * a${i}`).join(" + ")});`,
    `return denominator > 0 ? Math.abs(h) * squares5 / Math.sqrt(denominator * ${size}) : denominator;`,
  ];
}

function denseCode(size: number): string[] {
  const stages = [0, 5, 6, 7, 8, 9, 10, 11, 12];
  const each = (line: (i: number) => string) => Array.from({ length: size }, (_, i) => line(i));
  return [
    "const { state, next, slopes, at, polynomial } = arrays;",
    ...[0, 1, 2, 3, 4, 5, 6].map((k) => `const f${k} = polynomial[${k}];`),
    ...readState(size),
    ...stages.flatMap((stage) => readSlope(size, stage)),
    ...DENSE_STAGES.flatMap((weights, k) => stageCode(size, weights, 13 + k)),
    ...each((i) => `const c${i} = next[${i}] - y${i}; f0[${i}] = c${i};`),
    ...each((i) => `f1[${i}] = h * k0_${i} - c${i}; f2[${i}] = 2 * c${i} - h * (k0_${i} + k12_${i});`),
    ...DENSE.flatMap((weights, k) => each((i) => `f${3 + k}[${i}] = h * (${sum(weights, i)});`)),
  ];
}

const readState = (size: number) => Array.from({ length: size }, (_, i) => `const y${i} = state[${i}];`);

const readSlope = (size: number, stage: number) => [
  `const K${stage} = slopes[${stage}];`,
  ...Array.from({ length: size }, (_, i) => `const k${stage}_${i} = K${stage}[${i}];`),
];

/** The field at the argument of a stage. */
const stageCode = (size: number, weights: StageWeights, stage: number) => [
  ...Array.from({ length: size }, (_, i) => `at[${i}] = y${i} + h * (${sum(weights, i)});`),
  `field(at, slopes[${stage}]);`,
  ...readSlope(size, stage),
];
