import { gradient } from "../gradient.js";
import type { OnnxEmitter } from "../onnx/emitter.js";
import { makeTensor, type Operation, reachable, type Tensor } from "../tensor.js";
import { mishGate, sigmoid, softplus, tanh } from "./activations.js";
import { add, mul, sub } from "./elementwise.js";
import { input } from "./leaves.js";

/**
 * Smooth activation functions whose derivatives of every order are nodes of their own. Differentiating a network three
 * times by the chain rule of elementary operations leaves long elementwise chains; here each derivative is one node,
 * written out by a closed form only when the program is simplified, where the forms of all orders share their parts.
 */
const closedForms = {
  /** With y = tanh x: y, 1 - y^2, -2 y (1 - y^2), (1 - y^2)(6 y^2 - 2). */
  tanh(x) {
    const y = tanh(x);
    const yy = mul(y, y);
    const slope = sub(1, yy);
    return [y, slope, mul(mul(-2, y), slope), mul(slope, sub(mul(6, yy), 2))];
  },
  /** With s = sigmoid x: softplus x, s, s', s''. */
  softplus(x) {
    const { s, s1, s2 } = sigmoidDerivatives(x);
    return [softplus(x), s, s1, s2];
  },
  /** Elfwing et al. 2018: x s and, by Leibniz' rule, k s^(k-1) + x s^(k). */
  silu(x) {
    const { s, s1, s2, s3 } = sigmoidDerivatives(x);
    return leibniz(x, [s, s1, s2, s3]);
  },
  /**
   * Misra 2019: x t with t = tanh(softplus x): t' = u = (1 - t^2) s, u' = u v with v = 1 - s (1 + 2 t), v' = -(s' (1 + 2 t) + 2 u s).
   */
  mish(x) {
    const { s, s1 } = sigmoidDerivatives(x);
    const t = mishGate(x);
    const u = mul(sub(1, mul(t, t)), s);
    const twice = add(1, mul(2, t));
    const v = sub(1, mul(s, twice));
    const u1 = mul(u, v);
    const minusV1 = add(mul(s1, twice), mul(2, mul(u, s)));
    return leibniz(x, [t, u, u1, sub(mul(u1, v), mul(u, minusV1))]);
  },
} as const satisfies Record<string, (x: Tensor) => readonly Tensor[]>;

export type SmoothName = keyof typeof closedForms;

function sigmoidDerivatives(x: Tensor) {
  const s = sigmoid(x);
  const s1 = mul(s, sub(1, s));
  const fall = sub(1, mul(2, s));
  const s2 = mul(s1, fall);
  return { s, s1, s2, s3: sub(mul(s2, fall), mul(2, mul(s1, s1))) };
}

/** Derivatives of x f from those of f: the k-th is k f^(k-1) + x f^(k). */
function leibniz(x: Tensor, f: readonly Tensor[]): Tensor[] {
  return f.map((fk, k) => (k === 0 ? mul(x, fk) : add(mul(k, f[k - 1] as Tensor), mul(x, fk))));
}

export const smoothOperation: Operation = {
  name: "smooth",
  shape: ([x = []]) => x,
  vjp(node, cotangent) {
    const { kind, order } = node.attributes as { kind: SmoothName; order: number };
    const x = node.inputs[0] as Tensor;
    if (order + 1 < closedForms[kind](x).length) return [mul(cotangent, smooth(kind, x, order + 1))];
    // Beyond the closed forms: the chain rule on the last of them.
    return gradient(expandSmooth(node, x), [x], cotangent);
  },
  onnx(emitter, node, [name = ""]) {
    const x = input("x", node.shape);
    return emitExpression(emitter, expandSmooth(node, x), new Map([[x, name]]));
  },
};

/** The `order`-th derivative (0 to 3, which differentiate further) of an activation function at every element. */
export function smooth(kind: SmoothName, x: Tensor, order: number = 0): Tensor {
  if (!(order in closedForms[kind](x))) throw new RangeError(`smooth: there is no derivative ${order} of ${kind}`);
  return makeTensor(smoothOperation, [x], { kind, order });
}

/** The node's closed form in elementary operations, at `x`. */
export function expandSmooth(node: Tensor, x: Tensor): Tensor {
  const { kind, order } = node.attributes as { kind: SmoothName; order: number };
  return closedForms[kind](x)[order] as Tensor;
}

/** Emits an expression whose inputs have the given names. */
function emitExpression(emitter: OnnxEmitter, expression: Tensor, names: Map<Tensor, string>): string {
  for (const node of reachable([expression]))
    if (!names.has(node)) {
      const inputs = node.inputs.map((operand) => names.get(operand) as string);
      names.set(node, node.operation.onnx(emitter, node, inputs));
    }
  return names.get(expression) as string;
}
