import * as graph from "../../src/graph/index.js";
import {
  broadcast,
  concat,
  fill,
  gradient,
  input,
  matmul,
  operations,
  pad,
  pow,
  printProgram,
  program,
  reshape,
  type Shape,
  ShapeError,
  sizeOf,
  slice,
  sum,
  type Tensor,
  table,
  transpose,
} from "../../src/graph/index.js";
import fc from "../property.js";
import { type Feeds, naiveValues, type Value } from "./naive.js";

/** One instruction: what to do, on which of the tensors so far, and a number for whatever else there is to choose. */
interface Instruction {
  readonly make: string;
  readonly a: number;
  readonly b: number;
  readonly choice: number;
}

export interface RandomProgram {
  readonly outputs: readonly Tensor[];
  readonly feeds: Feeds;
  /** How a counterexample is shown. */
  readonly [fc.toStringMethod]: () => string;
}

const maximalSize = 80;
const constants = [-1, 0, 1, 2, -0.5, 0.75];
const permutations: readonly (readonly (readonly number[])[])[] = [
  [[]],
  [[0]],
  [[1, 0]],
  [
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ],
];

const pick = <T>(items: readonly T[], choice: number): T => items[choice % items.length] as T;

/** The shapes that a reshape in a model takes: axes merged, split, added and dropped. */
function reshapes(shape: Shape): Shape[] {
  const [first = 1, second = 1, ...rest] = shape;
  const candidates: Shape[] = [
    [sizeOf(shape)],
    [1, ...shape],
    [...shape, 1],
    shape.filter((n) => n !== 1),
    [...shape].reverse(),
  ];
  if (shape.length > 1) candidates.push([first * second, ...rest]);
  if (first % 3 === 0) candidates.push([3, first / 3, ...shape.slice(1)]);
  return candidates.filter((s) => s.length <= 4);
}

type Maker = (a: Tensor, b: Tensor, choice: number, inputs: readonly Tensor[]) => Tensor | undefined;

const makers: Readonly<Record<string, Maker>> = {
  add: graph.add,
  sub: graph.sub,
  mul: graph.mul,
  div: graph.div,
  neg: graph.neg,
  exp: graph.exp,
  log: graph.log,
  sin: graph.sin,
  cos: graph.cos,
  sqrt: graph.sqrt,
  abs: graph.abs,
  sign: graph.sign,
  tanh: graph.tanh,
  sigmoid: graph.sigmoid,
  softplus: graph.softplus,
  logCosh: graph.logCosh,
  mishGate: graph.mishGate,
  smooth: (a, _, choice) => graph.smooth(pick(["tanh", "softplus", "silu", "mish"], choice), a, (choice >> 2) % 4),
  detach: graph.detach,
  alias: graph.alias,
  pow: (a, _, choice) => pow(a, pick([-1, 0.5, 2, 3], choice)),
  scale: (a, _, choice) => graph.mul(pick(constants, choice), a),
  shift: (a, _, choice) => graph.sub(fill(pick(constants, choice), a.shape), a),
  fill: (a, _, choice) => fill(pick(constants, choice), a.shape),
  table: (a) =>
    table(
      Array.from({ length: sizeOf(a.shape) }, (_, i) => Math.cos(3 * i + 1)),
      a.shape,
    ),
  reshape: (a, _, choice) => reshape(a, pick(reshapes(a.shape), choice)),
  transpose: (a, _, choice) => {
    const options = permutations[a.shape.length];
    return options && transpose(a, pick(options, choice));
  },
  slice(a, _, choice) {
    const axis = choice % a.shape.length;
    const n = a.shape[axis] as number;
    return n === 1 ? undefined : slice(a, axis, choice % 2, n - 1 + (choice % 2));
  },
  pad: (a, _, choice) => pad(a, choice % a.shape.length, choice % 2, 1),
  concat: (a, b, choice) => concat([a, b], choice % a.shape.length),
  broadcast: (a, _, choice) => {
    const stretched = a.shape.map((n) => (n === 1 ? 2 : n));
    return broadcast(a, pick([[3, ...a.shape], [1, ...a.shape], stretched, [3, ...stretched]], choice));
  },
  sum: (a, _, choice) =>
    sum(
      a,
      [...a.shape.keys()].filter((axis) => (choice >> axis) % 2 === 0),
    ),
  // As at the gradient of a parameter that all tasks share.
  sumOverTasks: (a) => (a.shape.length === 3 ? sum(a, [0]) : undefined),
  sumOverRows: (a) => (a.shape.length > 1 ? sum(a, [...a.shape.keys()].slice(0, -1)) : undefined),
  matmul(a, b, choice) {
    // A matrix meets a stack as the one that all of the stack share.
    const share = (x: Tensor, y: Tensor) =>
      x.shape.length === 2 && y.shape.length === 3 ? broadcast(x, [y.shape[0] as number, ...x.shape]) : x;
    return matmul(share(a, b), share(b, a), { transposeA: choice % 2 === 1, transposeB: choice % 4 > 1 });
  },
  // As at the gradient of a task's own weights.
  outerProduct: (a, b) => (a.shape.length === 3 ? matmul(a, b, { transposeA: true }) : undefined),
  gradient: (a, _, choice, inputs) => gradient(sum(a), [pick(inputs, choice)])[0],
};

// Where an operation is defined and smooth: rounding must not decide a sign or a domain.
const domains: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  abs: (a) => Math.abs(a) > 1e-2,
  sign: (a) => Math.abs(a) > 1e-2,
  log: (a) => a > 0.1,
  sqrt: (a) => a > 0.1,
  pow: (a) => a > 0.2,
  div: (_, b) => Math.abs(b) > 0.1,
};

const shapes: readonly Shape[] = [[3, 2, 2], [2, 2], [3, 2, 2], [2], [], [1, 2, 2], [3, 1, 2]];

/** Carries the instructions out, skipping those that the shapes, the domains or the size of the numbers forbid. */
function assemble(instructions: readonly Instruction[], seeds: readonly number[]): RandomProgram {
  const inputs = shapes.map((shape, i) => input(`x${i}`, shape));
  const feeds = Object.fromEntries(
    shapes.map((shape, i) => [
      `x${i}`,
      Array.from({ length: sizeOf(shape) }, (_, k) => 1.3 * Math.sin((seeds[i] as number) + 2.1 * k + 1)),
    ]),
  );
  const values = new Map<Tensor, Value>();
  const numbers = (x: Tensor) => naiveValues([x], feeds, values)[0] as Float64Array;
  const tensors = [...inputs];
  const made: Tensor[] = [];
  let gradients = 0;
  for (const { make, a, b, choice } of instructions) {
    // Mostly the latest tensors: programs are deep rather than wide.
    const operand = pick(tensors.slice(-4), a);
    const others = make in twofold ? tensors : [operand];
    for (let k = 0; k < others.length; k++) {
      const other = pick(others, b + k);
      const domain = domains[make];
      const [us, vs] = [numbers(operand), numbers(other)];
      if (domain && !(us.every((u) => domain(u, 1)) && (make !== "div" || vs.every((v) => domain(1, v))))) continue;
      if (make === "gradient" && ++gradients > 3) continue;
      const tensor = attempt(() => makers[make]?.(operand, other, choice, inputs));
      if (tensor === undefined || sizeOf(tensor.shape) > maximalSize) continue;
      if (!numbers(tensor).every((v) => Math.abs(v) < 200)) continue;
      tensors.push(tensor);
      made.push(tensor);
      break;
    }
  }
  const outputs = made.length === 0 ? inputs.slice(0, 1) : [...made.slice(-2), pick(made, made.length >> 1)];
  const results = [...new Set(outputs)];
  const named = Object.fromEntries(results.map((tensor, i) => [`result_${i}`, tensor]));
  const text = () => printProgram(program(named, { asWritten: true }));
  return { outputs: results, feeds, [fc.toStringMethod]: text };
}

const twofold = { add: 1, sub: 1, mul: 1, div: 1, concat: 1, matmul: 1, outerProduct: 1 };

function attempt(make: () => Tensor | undefined): Tensor | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof ShapeError) return undefined;
    throw error;
  }
}

/** The operations that no maker bears the name of. */
export const missingOperations = operations
  .map(({ name }) => name as string)
  .filter((name) => name !== "input" && !(name in makers));

// What simplification works on comes up more often.
const products = [
  "matmul",
  "matmul",
  "matmul",
  "outerProduct",
  "outerProduct",
  "outerProduct",
  "sumOverTasks",
  "sumOverTasks",
];
const frequent = [
  ...products,
  "sumOverTasks",
  "sumOverTasks",
  "reshape",
  "reshape",
  "transpose",
  "gradient",
  "broadcast",
  "add",
  "add",
  "sub",
  "mul",
];
const instruction = fc.record({
  make: fc.constantFrom(...Object.keys(makers), ...frequent),
  a: fc.nat(1000),
  b: fc.nat(1000),
  choice: fc.nat(1000),
});

/** Programs of every operation on small tensors, with values at which they are well-conditioned. */
export const randomProgram = (maxLength = 30): fc.Arbitrary<RandomProgram> =>
  fc
    .tuple(
      fc.array(instruction, { minLength: 10, maxLength, size: "max" }),
      fc.array(fc.double({ min: 0, max: 6, noNaN: true }), { minLength: shapes.length, maxLength: shapes.length }),
    )
    .map(([instructions, seeds]) => assemble(instructions, seeds));
