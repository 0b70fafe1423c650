import { cached } from "../base/cached.js";
import type { OnnxEmitter } from "./onnx/emitter.js";
import { formatShape, type Shape, ShapeError } from "./shape.js";

/**
 * A node of a tensor program: the result of one operation on other nodes. Immutable. Tensors have no element type: the
 * precision is chosen when a program is compiled.
 */
export interface Tensor {
  /** Larger than the ids of all inputs, so ascending ids are an order of evaluation. */
  readonly id: number;
  readonly operation: Operation;
  readonly inputs: readonly Tensor[];
  readonly attributes: Attributes;
  readonly shape: Shape;
}

export type AttributeValue = number | boolean | string | readonly number[] | Float64Array;
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** One entry of the table of operations. */
export interface Operation {
  readonly name: string;
  /** Shape of the result; throws `ShapeError` for operands that the operation does not accept. */
  shape(inputs: readonly Shape[], attributes: Attributes): Shape;
  /**
   * Vector-Jacobian product: from the cotangent of the result (same shape as the result) to that of every input
   * (`undefined`: identically zero). Written with the operations themselves, so derivatives of any order follow.
   */
  vjp(node: Tensor, cotangent: Tensor): readonly (Tensor | undefined)[];
  /** Emits the ONNX nodes for the operation and returns the name of the result. */
  onnx(emitter: OnnxEmitter, node: Tensor, inputs: readonly string[]): string;
  /** JavaScript expression for scalar operands, to stand in a `generatedFunction`; absent for operations that only move or contract data. */
  readonly scalar?: (operands: readonly string[], attributes: Attributes) => string;
  /** The same as a function of numbers, for constant folding and where generated code is forbidden. */
  readonly evaluate?: (operands: readonly number[], attributes: Attributes) => number;
  /** Floating-point operations of a matrix product; absent where not a product. */
  readonly productFlops?: (node: Tensor) => number;
}

/**
 * Nodes already made from a tensor, by operation, attributes and operands: asking for the same node twice gives the
 * same object (common subexpressions are shared as they are made). Kept on the newest operand that is not a shared
 * constant, so that a program is garbage once its inputs are.
 */
const made = new WeakMap<Tensor, Map<string, Tensor>>();
const sharedConstants = new Map<string, Tensor>();
let nextId = 0;

/** Makes the node `operation(inputs)` or returns the one that exists. The shape is checked here. */
export function makeTensor(operation: Operation, inputs: readonly Tensor[], attributes: Attributes = {}): Tensor {
  const [first, ...others] = inputs;
  if (first === undefined) return leaf(operation, attributes);
  const age = (x: Tensor) => (isSharedConstant(x) ? -1 : x.id);
  const owner = others.reduce((a, b) => (age(b) > age(a) ? b : a), first);
  const key = `${operation.name}(${inputs.map((x) => x.id).join()})${attributeKey(attributes)}`;
  const known = cached(made, owner, () => new Map<string, Tensor>());
  return cached(known, key, () => {
    const shapes = inputs.map((x) => x.shape);
    return freshTensor(operation, inputs, attributes, operation.shape(shapes, attributes));
  });
}

// Only filled constants are shared: two inputs of the same name are two inputs, and tables are not worth comparing.
const isSharedConstant = ({ inputs, attributes }: Pick<Tensor, "inputs" | "attributes">) =>
  inputs.length === 0 && typeof attributes.value === "number";

function leaf(operation: Operation, attributes: Attributes): Tensor {
  const shape = operation.shape([], attributes);
  if (!isSharedConstant({ inputs: [], attributes })) return freshTensor(operation, [], attributes, shape);
  const value = Object.is(attributes.value, -0) ? "-0" : String(attributes.value);
  const key = `${operation.name}${value}${formatShape(shape)}`;
  return cached(sharedConstants, key, () => freshTensor(operation, [], attributes, shape));
}

function freshTensor(operation: Operation, inputs: readonly Tensor[], attributes: Attributes, shape: Shape): Tensor {
  if (shape.some((n) => !Number.isInteger(n) || n < 1))
    throw new ShapeError(operation.name, "every axis must be a positive integer", shape);
  return { id: nextId++, operation, inputs, attributes, shape };
}

function attributeKey(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => `${name}=${typeof value === "object" ? value.join() : value}`)
    .join(";");
}

/** All tensors that `outputs` depend on, themselves included, inputs before users. */
export function reachable(outputs: readonly Tensor[]): Tensor[] {
  const seen = new Set<Tensor>();
  const pending = [...outputs];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    pending.push(...node.inputs);
  }
  return [...seen].sort((a, b) => a.id - b.id);
}
