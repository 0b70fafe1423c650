import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { lab, reading, ready, takeSteps } from "./lab.js";
import { protocol, testMotion } from "./reference.js";

/** One of each kind of network: every program is translated for the graphics processor, which takes the most of the time here. */
const methods = ["meta-trained", "hnn"] as const;

/** The engine that computes, once it does. */
async function engineOf(page: Page): Promise<string | null> {
  const engines = page.locator("#engines[data-engine]");
  await engines.waitFor();
  return engines.getAttribute("data-engine");
}

/** What the page says of engines that failed. */
const notices = (page: Page) => page.locator(".notice").allTextContents();

const threads = (page: Page) => page.evaluate(() => Math.min(4, navigator.hardwareConcurrency));

/** The engine that takes over from WebGPU. */
const next = async (page: Page) => ((await threads(page)) > 1 ? "threads" : "single");

describe("with WebGPU", () => {
  const page_ = lab({ graphics: true });

  test("gradient steps agree with the processor's within 1e-3", async () => {
    const page = await page_.open(`?system=two-body&engine=webgpu&k=10&methods=${methods}`);
    await ready(page);
    expect(await engineOf(page)).toBe("webgpu");
    expect(await notices(page)).toEqual([]);
    await takeSteps(page, 2);
    const reference = testMotion("two-body", 0, 0, 10);
    for (const method of methods) {
      const expected = await protocol(method, reference, { seed: 0, motion: 0, steps: 2, engine: "wasm" });
      const { mse, energyError } = await reading(page, method);
      expect(Math.abs(mse / (expected.mse[2]?.[0] as number) - 1)).toBeLessThan(1e-3);
      expect(Math.abs(energyError / (expected.energyError[2]?.[0] as number) - 1)).toBeLessThan(1e-3);
    }
    await page.getByRole("link", { name: "The law" }).click();
    await page.locator("#law").waitFor();
  });

  test("a training ends where the processor's does, within 1e-3", async () => {
    const losses: number[] = [];
    for (const engine of ["webgpu", "single"]) {
      const page = await page_.open("?part=train&k=4&methods=meta-trained", { engine });
      for (const name of ["double-pendulum", "magnetic-mirror", "three-body"])
        await page.locator(`input[name="${name}"]`).uncheck();
      for (const [name, value] of Object.entries({ width: 4, iterations: 10, trajectories: 5, points: 4 })) {
        await page.locator(`input[name="${name}"]`).fill(String(value));
        await page.locator(`input[name="${name}"]`).press("Enter");
      }
      await page.locator("#train").click();
      await page.locator("#finished-title").waitFor();
      expect(await engineOf(page)).toBe(engine);
      losses.push(Number(await page.locator("#train-step").getAttribute("data-validation")));
    }
    expect(losses[0]).toBeGreaterThan(0);
    expect(Math.abs((losses[0] as number) / (losses[1] as number) - 1)).toBeLessThan(1e-3);
  });

  test("engines are timed on the page's own step, the fastest is taken and remembered", async () => {
    const page = await page_.open("?engine=auto&k=10&methods=meta-trained");
    await ready(page);
    const row = (id: string) => page.locator(`[data-engine-row="${id}"]`);
    await expect.poll(() => row("webgpu").textContent()).toMatch(/ms/);
    await expect.poll(() => page.locator("#engines caption").textContent()).not.toMatch(/Timing/);
    const times = new Map<string, number>();
    for (const id of ["webgpu", "threads", "single"]) {
      const time = Number.parseFloat((await row(id).locator(".number").textContent()) ?? "");
      if (Number.isFinite(time)) times.set(id, time);
    }
    expect(times.has("single")).toBe(true);
    // What was not timed was not loaded.
    expect(page_.requests.some((url) => url.includes("webgpu") || url.includes("asyncify"))).toBe(times.has("webgpu"));
    const least = Math.min(...times.values());
    await ready(page);
    const taken = (await engineOf(page)) as string;
    expect(times.get(taken)).toBeLessThanOrEqual(least / 0.9);
    const asked = page_.requests.length;
    await page.reload();
    await ready(page);
    expect(await engineOf(page)).toBe(taken);
    await page.waitForTimeout(2500);
    expect(await page.locator("#engines caption").textContent()).toContain("Time of");
    expect(page_.requests.slice(asked).filter((url) => url.includes("worker-")).length).toBeLessThanOrEqual(2);
  });

  test.each([
    [
      "a device without memory",
      `GPUAdapter.prototype.requestDevice = () => Promise.reject(new DOMException("Out of memory", "OperationError"))`,
      "WebGPU: it failed, most likely for want of memory",
    ],
    [
      "a device that is lost at a step",
      `{
        const request = GPUAdapter.prototype.requestDevice;
        let device;
        GPUAdapter.prototype.requestDevice = async function (options) { return (device = await request.call(this, options)); };
        addEventListener("message", ({ data }) => { if (data.method === "step") device?.destroy(); });
      }`,
      "WebGPU: the graphics processor was lost. The lab computes with WebAssembly",
    ],
  ])("%s: a sentence, and the next engine", async (_, inWorkers, cause) => {
    const page = await page_.open("?engine=webgpu&methods=meta-trained", { inWorkers });
    await ready(page);
    if ((await engineOf(page)) === "webgpu") await page.getByRole("button", { name: "One gradient step" }).click();
    await page.locator(".notice").getByText(cause).waitFor();
    await ready(page);
    expect(await engineOf(page)).toBe(await next(page));
    await takeSteps(page, 1);
  });
});

describe("without WebGPU", () => {
  const page_ = lab();

  test.each([
    [
      "a browser that has none",
      { inPage: () => void delete (Navigator.prototype as { gpu?: unknown }).gpu },
      "this browser offers none",
    ],
    ["no graphics processor", {}, "the browser found no graphics processor for WebGPU"],
    [
      "a graphics processor that is refused",
      { inWorkers: `GPU.prototype.requestAdapter = () => Promise.reject(new Error("blocked by the driver list"))` },
      "the browser gave WebGPU no graphics processor (blocked by the driver list)",
    ],
  ])("%s: a sentence, and the next engine", async (_, options, sentence) => {
    const page = await page_.open("?engine=webgpu&methods=meta-trained", options);
    await ready(page);
    expect(await engineOf(page)).toBe(await next(page));
    const label = await page.locator("[data-engine-row].in-use").getAttribute("data-label");
    expect(await notices(page)).toEqual([`WebGPU: ${sentence}. The lab computes with ${label}.`]);
    await takeSteps(page, 1);
    expect(page_.requests.filter((url) => url.endsWith(".wasm") && url.includes("asyncify"))).toEqual([]);
  });

  test("left to itself the page says in its table why an engine is not there, and computes", async () => {
    const page = await page_.open("?engine=auto&methods=meta-trained");
    await ready(page);
    await page.locator('[data-engine-row="webgpu"]').getByText("no graphics processor").waitFor();
    expect(await notices(page)).toEqual([]);
  });
});

describe("without memory", () => {
  const page_ = lab();
  /** Code for workers that knows how many threads the engine has, and which calls have come. */
  const where = (threads: string, change: string) => `{
    let [threads, calls] = [0, []];
    addEventListener("message", ({ data }) => {
      calls.push(data.method);
      if (data.method === "start") threads = data.args[0].threads;
      if (data.method === "start" && ${threads}) { ${change} }
    });
  }`;
  const noMemory = `WebAssembly.Memory = function () { throw new RangeError("WebAssembly.Memory(): could not allocate memory") };`;

  test.each([
    ["at the start", noMemory],
    [
      "at a step",
      `const slice = Float32Array.prototype.slice;
       Float32Array.prototype.slice = function (...range) {
         if (calls.includes("step")) throw new RangeError("Array buffer allocation failed");
         return slice.apply(this, range);
       };`,
    ],
  ])("for several threads, %s: a sentence, and one thread", async (when, change) => {
    const page = await page_.open("?engine=threads&methods=meta-trained", { inWorkers: where("threads > 1", change) });
    if ((await threads(page)) > 1) {
      await ready(page);
      if (when === "at a step") await page.getByRole("button", { name: "One gradient step" }).click();
      await page.locator(".notice").getByText("computes with WebAssembly, one thread").waitFor();
      expect((await notices(page)).join()).toMatch(
        /^WebAssembly, \d threads: it failed, most likely for want of memory/,
      );
    }
    await ready(page);
    expect(await engineOf(page)).toBe("single");
    await takeSteps(page, 1);
  });

  test("for any engine: a sentence, and the page lives on", async () => {
    const page = await page_.open("?engine=single&methods=meta-trained", { inWorkers: where("true", noMemory) });
    await page.getByRole("alert").getByText("for want of memory").waitFor();
    await page.getByRole("link", { name: "Runs" }).click();
    await page.locator("#open-results").waitFor({ state: "attached" });
  });

  test("for a picture of the law: a sentence, and the steps go on", async () => {
    const page = await page_.open("?part=law&system=three-body&methods=meta-trained", {
      inWorkers: `WebAssembly.Memory.prototype.grow = () => { throw new RangeError("Maximum memory size exceeded") }`,
    });
    await page.getByRole("alert").getByText("for want of memory").waitFor();
    await takeSteps(page, 1);
  });
});
