import { describe, expect, test } from "vitest";
import {
  add,
  compileArrays,
  input,
  inputName,
  matmul,
  program,
  reachable,
  sin,
  smooth,
  sum,
  type Tensor,
} from "../../src/graph/index.js";
import fc from "../property.js";
import { expectNear } from "./engine.js";
import { type Feeds, naiveValue } from "./naive.js";
import { randomProgram } from "./random-program.js";

function run(outputs: readonly Tensor[], feeds: Feeds, fixed: readonly string[] = []): number[][] {
  const named = Object.fromEntries(outputs.map((x, i) => [`result_${i}`, x]));
  const given = Object.fromEntries(fixed.flatMap((name) => (feeds[name] ? [[name, feeds[name]]] : [])));
  const compiled = compileArrays(program(named, { asWritten: true }), given);
  for (const [name, array] of Object.entries(compiled.inputs)) array.set(feeds[name] as ArrayLike<number>);
  compiled.run();
  return outputs.map((_, i) => Array.from(compiled.outputs[`result_${i}`] as Float64Array));
}

describe("programs on plain arrays", () => {
  test.each([false, true])("give the values of every operation's definition, generated code %s", (allowed) => {
    const original = globalThis.Function;
    if (!allowed)
      globalThis.Function = function forbidden() {
        throw new EvalError("generated code is forbidden");
      } as unknown as FunctionConstructor;
    try {
      fc.assert(
        fc.property(randomProgram(), fc.boolean(), ({ outputs, feeds }, hold) => {
          // Some of the inputs fixed, so that a part of the program is computed in advance.
          const names = reachable(outputs).flatMap((x) => (x.operation.name === "input" ? [inputName(x)] : []));
          const values = run(outputs, feeds, hold ? names.slice(0, 2) : []);
          outputs.forEach((x, i) => {
            expectNear(values[i] as number[], naiveValue(x, feeds), 1e-10);
          });
        }),
        { numRuns: 60 },
      );
    } finally {
      globalThis.Function = original;
    }
  });

  test("run again on other inputs, in the same arrays", () => {
    const x = input("x", [2, 2]);
    const weights = input("w", [2, 2]);
    const compiled = compileArrays(program({ y: sum(add(matmul(x, weights), sin(weights)), [0]) }), {
      w: [1, 2, 3, 4],
    });
    expect(Object.keys(compiled.inputs)).toEqual(["x"]);
    const at = (values: readonly number[]) => {
      compiled.inputs.x?.set(values);
      compiled.run();
      return Array.from(compiled.outputs.y);
    };
    const constant = [Math.sin(1) + Math.sin(3), Math.sin(2) + Math.sin(4)] as const;
    expectNear(at([1, 0, 0, 1]), [4 + constant[0], 6 + constant[1]], 1e-15);
    expectNear(at([0, 2, 0, 0]), [6 + constant[0], 8 + constant[1]], 1e-15);
  });

  test("write activations out", () => {
    const x = input("x", [3]);
    const [values] = run([smooth("tanh", x, 1)], { x: [-1, 0, 2] });
    expectNear(
      values as number[],
      [-1, 0, 2].map((v) => 1 - Math.tanh(v) ** 2),
      1e-14,
    );
  });

  test("a fixed input of another length is refused", () => {
    expect(() => compileArrays(program({ y: sin(input("x", [3])) }), { x: [1] })).toThrow(/"x" needs 3 numbers/);
  });
});
