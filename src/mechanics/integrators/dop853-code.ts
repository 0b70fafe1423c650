import { DENSE, DENSE_STAGES, ERROR3, ERROR5, SOLUTION, STAGES, type Weights } from "./dop853-coefficients.js";
import type { Arithmetic, StepArrays } from "./dop853-step.js";

/**
 * The arithmetic of a step for states of `size` numbers as JavaScript without loops: `y1` is a state's number 1, `k3_1` its slope at
 * stage 3. Term by term what the loops compute, in the same order. Throws `EvalError` where generating code is forbidden.
 */
export function generateArithmetic(size: number): Arithmetic {
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
const sum = (weights: Weights, i: number) => weights.map(([stage, weight]) => `${weight} * k${stage}_${i}`).join(" + ");

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
const stageCode = (size: number, weights: Weights, stage: number) => [
  ...Array.from({ length: size }, (_, i) => `at[${i}] = y${i} + h * (${sum(weights, i)});`),
  `field(at, slopes[${stage}]);`,
  ...readSlope(size, stage),
];
