import * as activations from "../operations/activations.js";
import * as elementwise from "../operations/elementwise.js";
import type { Operation } from "../tensor.js";
import type { FunctionBody } from "./function-body.js";

/** Replaces the operands on the stack, four numbers each, by the results. */
type Lanes = (body: FunctionBody) => void;

/** Operations with code of their own for four numbers at once; any other goes number by number through JavaScript. */
export const lanesOf: ReadonlyMap<Operation, Lanes> = new Map<Operation, Lanes>([
  [elementwise.addOperation, (body) => body.lane("add")],
  [elementwise.subOperation, (body) => body.lane("sub")],
  [elementwise.mulOperation, (body) => body.lane("mul")],
  [elementwise.divOperation, (body) => body.lane("div")],
  [elementwise.negOperation, (body) => body.lane("neg")],
  [elementwise.absOperation, (body) => body.lane("abs")],
  [elementwise.sqrtOperation, (body) => body.lane("sqrt")],
  [elementwise.expOperation, exponential],
  [activations.tanhOperation, tangent],
  [
    activations.sigmoidOperation,
    (body) => {
      body.lane("neg");
      exponential(body);
      reciprocalOfOnePlus(body);
    },
  ],
  [activations.softplusOperation, softplus],
  [
    activations.logCoshOperation,
    (body) => {
      // |x| + log(1 + e^(-2 |x|)) - log 2
      const magnitude = body.local("v128");
      body.lane("abs").set(magnitude).get(magnitude).splat(-2).lane("mul");
      exponential(body);
      logOfOnePlus(body);
      body.get(magnitude).lane("add").splat(Math.LN2).lane("sub");
    },
  ],
  [
    activations.mishGateOperation,
    (body) => {
      // n / (n + 2) with n = e^x (e^x + 2); see `mishGate`.
      const [e, n] = [body.local("v128"), body.local("v128")];
      body.splat(40).lane("min");
      exponential(body);
      body.set(e).get(e).get(e).splat(2).lane("add").lane("mul").set(n);
      body.get(n).get(n).splat(2).lane("add").lane("div");
    },
  ],
]);

/** a0 + x (a1 + x (a2 + ...)) */
function polynomial(body: FunctionBody, x: number, coefficients: readonly number[]): void {
  const [last = 0, ...rest] = [...coefficients].reverse();
  body.splat(last);
  for (const coefficient of rest) body.get(x).lane("mul").splat(coefficient).lane("add");
}

/**
 * e^x = 2^n e^r with n = round(x / log 2); e^r by Cephes' polynomial for 32 bits (Moshier, expf.c). The power goes in by
 * two halves, so that results overflow to infinity and underflow to zero as they should.
 */
function exponential(body: FunctionBody): void {
  const [x, n, r, half] = [body.local("v128"), body.local("v128"), body.local("v128"), body.local("v128")];
  body.splat(104).lane("min").splat(-104).lane("max").set(x);
  body.get(x).splat(Math.LOG2E).lane("mul").lane("nearest").set(n);
  // log 2 in two parts, the first exact in few bits.
  body.get(x).get(n).splat(0.693359375).lane("mul").lane("sub");
  body.get(n).splat(-2.1219444e-4).lane("mul").lane("sub").set(r);
  body.get(r);
  polynomial(body, r, [0.5, 1.6666665459e-1, 4.1665795894e-2, 8.3334519073e-3, 1.3981999507e-3, 1.98756915e-4]);
  body.get(r).get(r).lane("mul").lane("mul").lane("add").splat(1).lane("add");
  body.get(n).lane("toInteger").set(n);
  body.get(n).integer(1).lane("shiftRight").set(half);
  powerOfTwo(body.get(half));
  body.lane("mul");
  powerOfTwo(body.get(n).get(half).lane("subIntegers"));
  body.lane("mul");
}

/** 2^n of integers from -126 to 127, by the bits of the exponent. */
function powerOfTwo(body: FunctionBody): void {
  body.splatInteger(127).lane("addIntegers").integer(23).lane("shiftLeft");
}

/** 1 / (1 + x) */
function reciprocalOfOnePlus(body: FunctionBody): void {
  const x = body.local("v128");
  body.set(x).splat(1).get(x).splat(1).lane("add").lane("div");
}

/** log(1 + x) for x from 0 to 1: 2 artanh(x / (2 + x)), whose series ends below 32-bit rounding. */
function logOfOnePlus(body: FunctionBody): void {
  const [x, s, square] = [body.local("v128"), body.local("v128"), body.local("v128")];
  body.set(x).get(x).get(x).splat(2).lane("add").lane("div").set(s);
  body.get(s).get(s).lane("mul").set(square);
  polynomial(body, square, [2, 2 / 3, 2 / 5, 2 / 7, 2 / 9, 2 / 11, 2 / 13]);
  body.get(s).lane("mul");
}

/** max(x, 0) + log(1 + e^-|x|) */
function softplus(body: FunctionBody): void {
  const x = body.local("v128");
  body.set(x).get(x).splat(0).lane("max");
  body.get(x).lane("abs").lane("neg");
  exponential(body);
  logOfOnePlus(body);
  body.lane("add");
}

/** Rational approximation of tanh in 32 bits on [-9, 9], beyond which it is 1 (as in Eigen and ONNX Runtime). */
function tangent(body: FunctionBody): void {
  const [x, square] = [body.local("v128"), body.local("v128")];
  body.splat(9).lane("min").splat(-9).lane("max").set(x);
  body.get(x).get(x).lane("mul").set(square);
  polynomial(
    body,
    square,
    [
      4.89352455891786e-3, 6.37261928875436e-4, 1.48572235717979e-5, 5.12229709037114e-8, -8.60467152213735e-11,
      2.00018790482477e-13, -2.76076847742355e-16,
    ],
  );
  body.get(x).lane("mul");
  polynomial(body, square, [4.89352518554385e-3, 2.268434632439e-3, 1.18534705686654e-4, 1.19825839466702e-6]);
  body.lane("div");
}
