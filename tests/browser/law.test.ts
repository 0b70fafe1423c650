import { expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { loadCheckpoint } from "../../src/experiments/index.js";
import { input, program } from "../../src/graph/index.js";
import { NODE_SIZE, systemNamed, toNodes } from "../../src/mechanics/index.js";
import { graphNetwork, initialParameters, unflatten } from "../../src/models/index.js";
import { compile } from "../../src/runtime/index.js";
import { lab, ready, takeSteps } from "./lab.js";
import { networkPath } from "./reference.js";

const page_ = lab();

test("the difference of the two laws is the library's own", async () => {
  const page = await page_.open("?part=law&methods=meta-trained,random-graph-network&law=random-graph-network");
  await ready(page);
  const law = page.locator("#law");
  await law.waitFor();
  const shown = Number(await law.getAttribute("data-energy-difference"));

  // The grid of the page: 48 by 48 states over the box, H of a random network, shifted to the mean of the true one.
  const system = systemNamed("pendulum");
  const n = 48;
  const [q, p] = system.box as unknown as [number, number];
  const at = (reach: number, i: number) => -reach + (2 * reach * i) / (n - 1);
  const states = Float64Array.from({ length: 2 * n * n }, (_, k) => {
    const point = k >> 1;
    return k % 2 === 0 ? at(q, point % n) : at(p, Math.floor(point / n));
  });
  const { network } = await loadCheckpoint(networkPath("pendulum"));
  const model = graphNetwork(network);
  const parameters = initialParameters(model, randomStream(0, "initial graph network", "pendulum", 0));
  const flat = input("flat", [parameters.length]);
  const values = unflatten(model, flat).map((x) => x);
  const { repeatForTasks } = await import("../../src/models/index.js");
  const tensors = values.map((x) => repeatForTasks(x, 1));
  const h = model.hamiltonian?.(tensors, input("states", [1, 1, n * n, NODE_SIZE]));
  if (h === undefined) throw new Error("the network has no H");
  const run = await compile(program({ h }), { threads: 1 });
  const learned = Array.from(
    (await run.run({ flat: Float32Array.from(parameters), states: Float32Array.from(toNodes(system, states)) })).h,
  );
  const truth = learned.map((_, i) => system.energy(states.subarray(2 * i, 2 * i + 2)));
  const shift = truth.reduce((sum, value, i) => sum + value - (learned[i] as number), 0) / truth.length;
  const squares = truth.map((value, i) => (value - (learned[i] as number) - shift) ** 2);
  const expected = Math.sqrt(squares.reduce((a, b) => a + b, 0) / squares.length);
  expect(expected).toBeGreaterThan(0.1);
  expect(Math.abs(shown - expected)).toBeLessThan(1e-4);
});

test("the law follows the steps; the meta-trained network comes nearer the truth", async () => {
  const page = await page_.open("?part=law&methods=meta-trained");
  await ready(page);
  const difference = async () => Number(await page.locator("#law").getAttribute("data-field-difference"));
  await page.locator("#law").waitFor();
  const before = await difference();
  await takeSteps(page, 15);
  await expect.poll(() => page.locator("#law").getAttribute("data-step")).toBe("15");
  expect(await difference()).toBeLessThan(0.8 * before);
  expect(await page.locator("#law path.region").count()).toBeGreaterThan(20);
  expect(await page.locator("#law path.arrows").count()).toBe(2);
});

test("planes of a system with more coordinates, and the closed form's law", async () => {
  const page = await page_.open("?part=law&system=magnetic-mirror&plane=0,1&methods=meta-trained,process");
  await ready(page);
  await page.locator("#law").waitFor();
  const network = Number(await page.locator("#law").getAttribute("data-field-difference"));
  await page.locator("#law-method").selectOption("process");
  await expect
    .poll(async () => Number(await page.locator("#law").getAttribute("data-field-difference")))
    .not.toBe(network);
  expect(await page.locator("#law").getAttribute("data-field-difference")).not.toBe("NaN");
});
