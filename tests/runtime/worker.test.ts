import { Worker } from "node:worker_threads";
import { describe, expect, test } from "vitest";
import { built } from "../built.js";

const [graph, runtime] = ["graph", "runtime"].map((name) => built(`${name}/index.js`).href);

/** Runs x -> sum(sin(factor x)) of each factor in turn, on the named engine. */
const source = `
  import { parentPort, workerData } from "node:worker_threads";
  const { input, mul, program, sin, sum } = await import(workerData.graph);
  const { compile } = await import(workerData.runtime);
  const x = input("x", [4]);
  const { engine, factors } = workerData;
  const executables = await Promise.all(
    factors.map((k) => compile(program({ y: sum(sin(mul(k, x))) }), { engine, precision: "f64", threads: 1 })),
  );
  const results = [];
  for (const executable of executables) results.push((await executable.run({ x: Float64Array.of(1, 2, 3, 4) })).y[0]);
  for (const executable of executables) await executable.close();
  parentPort.postMessage(results);
`;

function runInWorker(engine: string, factors: readonly number[]): Promise<number[]> {
  const url = new URL(`data:text/javascript,${encodeURIComponent(source)}`);
  const worker = new Worker(url, { workerData: { graph, runtime, engine, factors } });
  return new Promise((resolve, reject) => {
    let results: number[] = [];
    worker.on("message", (message: number[]) => {
      results = message;
    });
    worker.on("error", reject);
    // Also the end of the thread must go well.
    worker.on("exit", (code) =>
      code === 0 ? resolve(results) : reject(new Error(`the worker ended with code ${code}`)),
    );
  });
}

describe("in worker threads, from the built package", () => {
  test.each(["native", "wasm"])("%s", async (engine) => {
    const jobs = [[1, 2], [3], [0.5, 1, 4]];
    const results = await Promise.all(jobs.map((factors) => runInWorker(engine, factors)));
    jobs.forEach((factors, i) => {
      factors.forEach((k, j) => {
        const expected = [1, 2, 3, 4].reduce((total, x) => total + Math.sin(k * x), 0);
        expect(results[i]?.[j]).toBeCloseTo(expected, 13);
      });
    });
  });
});
