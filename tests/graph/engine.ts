import { expect } from "vitest";
import { type Precision, program, type Tensor } from "../../src/graph/index.js";
import { compile, type EngineName } from "../../src/runtime/index.js";
import type { Feeds, Numbers } from "./naive.js";

interface Options {
  readonly precision?: Precision;
  readonly engine?: EngineName;
  readonly asWritten?: boolean;
}

/** Compiles the tensors as one program, runs it once on one thread and frees it. */
export async function engineValues(
  tensors: readonly Tensor[],
  feeds: Feeds,
  { precision = "f64", engine = "native", asWritten = false }: Options = {},
): Promise<number[][]> {
  const outputs = Object.fromEntries(tensors.map((tensor, i) => [`result_${i}`, tensor]));
  const executable = await compile(program(outputs, { asWritten }), { precision, engine, threads: 1 });
  const ArrayType = precision === "f64" ? Float64Array : Float32Array;
  const given = Object.fromEntries(Object.entries(feeds).map(([name, values]) => [name, ArrayType.from(values)]));
  const results = await executable.run(given);
  await executable.close();
  return tensors.map((_, i) => Array.from(results[`result_${i}`] as Float64Array));
}

export const engineValue = async (tensor: Tensor, feeds: Feeds, options?: Options): Promise<number[]> =>
  (await engineValues([tensor], feeds, options))[0] as number[];

/** Holds every element to within `tolerance` times the largest magnitude of the expected elements (at least 1). */
export function expectNear(actual: Numbers, expected: Numbers, tolerance: number, what = "values"): void {
  const numbers = Array.from(expected);
  expect(actual.length, what).toBe(numbers.length);
  const scale = numbers.reduce((largest, x) => Math.max(largest, Math.abs(x)), 1);
  const error = numbers.reduce((largest, x, i) => Math.max(largest, Math.abs((actual[i] as number) - x) || 0), 0);
  const same = numbers.every((x, i) => Number.isFinite(x) === Number.isFinite(actual[i] as number));
  if (!same || error > tolerance * scale)
    expect(Array.from(actual), `${what}: error ${error}, scale ${scale}`).toEqual(numbers);
}
