import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { add, fill, gradient, input, mul, program, sin, sub, sum } from "../../src/graph/index.js";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

test("a program is garbage once nothing holds its inputs or outputs, whatever constants it uses", async () => {
  const build = (k: number) => {
    const x = input("x", [4, 4]);
    // Constants that no program used before, younger than the input, and then old ones.
    const y = sum(sin(add(mul(x, 0.123 + k), sub(fill(4.56 + k, [4, 4]), mul(x, 2)))));
    const closed = program({ slope: gradient(y, [x])[0] ?? y });
    return [x, y, closed.outputs.slope].map((tensor) => new WeakRef(tensor));
  };
  const references = [1, 1, 2].flatMap(build);
  // A weak reference is held until the end of the task that made it.
  await new Promise((resolve) => setTimeout(resolve));
  collectGarbage();
  expect(references.map((reference) => reference.deref())).toEqual(references.map(() => undefined));
});
