import { describe, expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import {
  hamiltonianProcess,
  loadPretrained,
  observe,
  phaseSpaceOf,
  structuredProcess,
  teachersFor,
} from "../../src/learning/index.js";
import type { ProtocolResult } from "../../src/measure/index.js";
import { energiesOf, integrateFixed, rk4, simulate, systemNamed, writtenSystem } from "../../src/mechanics/index.js";
import { atRest, lab, reading, ready, takeSteps } from "./lab.js";
import { protocol, testMotion } from "./reference.js";

const page_ = lab();
const gradientMethods = ["meta-trained", "random-graph-network", "hnn"] as const;
const TOLERANCE = 1e-4;

describe("closed forms, against the library", () => {
  // On as many points as decide what the structured process ends on, whatever the browser's rounding.
  test.each([
    ["process", async () => hamiltonianProcess(), 0, 20],
    ["in-context", async () => (await loadPretrained("laws-in-context")).learner, 0, 20],
    // After the others and before pages with all methods: it loads what they must not have loaded.
    ["structured", async () => structuredProcess(teachersFor("magnetic-mirror")), 0, 20],
  ] as const)("the closed form %s is that of the library", async (method, learner, motion, points) => {
    const page = await page_.goOn(`?system=magnetic-mirror&k=${points}&methods=meta-trained,${method}`);
    const { mse } = await reading(page, method);
    const { set, support } = testMotion("magnetic-mirror", 0, motion, points);
    const { system, states, times } = set;
    const random = randomStream(0, "closed form", system.name, motion);
    const learned = await (await learner()).adapt(phaseSpaceOf(system), observe(set, 0, support), { random });
    const predicted = integrateFixed(rk4, learned.vectorField, states.slice(0, 4), times);
    let total = 0;
    for (let i = 0; i < states.length; i++) total += ((predicted[i] as number) - (states[i] as number)) ** 2;
    const expected = total / states.length;
    // Errors of 1e-9 and less: an engine's rounding may move the climb a little, not by an order of magnitude.
    expect(Math.abs(Math.log10(mse / expected))).toBeLessThan(1);
    // Only the structured process loads what other systems taught it.
    expect(page_.requests.some((url) => url.includes("/structured-"))).toBe(method === "structured");
  });
});

describe("adaptation, against the same protocol in Node", () => {
  test.each([
    ["pendulum", 0, 0, 50, "native"],
    // Rollouts sensitive enough for one engine's rounding to show against another's, so these are held against the same engine.
    ["two-body", 3, 2, 20, "wasm"],
    ["double-pendulum", 1, 5, 50, "wasm"],
  ] as const)("%s, seed %d, motion %d, %d points, %s engine", async (system, seed, motion, points, engine) => {
    const steps = 4;
    const page = await page_.goOn(`?system=${system}&seed=${seed}&motion=${motion}&k=${points}`);
    await ready(page);
    const reference = testMotion(system, seed, motion, points);
    const expected: ProtocolResult[] = [];
    // One after the other: calls of the WASM engine must not overlap.
    for (const method of gradientMethods)
      expected.push(await protocol(method, reference, { seed, motion, steps, engine }));
    for (let step = 0; step <= steps; step++) {
      if (step > 0) await takeSteps(page, 1);
      for (const [i, method] of gradientMethods.entries()) {
        const { mse, energyError } = await reading(page, method);
        expect(Math.abs(mse - (expected[i]?.mse[step]?.[0] as number))).toBeLessThan(TOLERANCE);
        expect(Math.abs(energyError - (expected[i]?.energyError[step]?.[0] as number))).toBeLessThan(TOLERANCE);
      }
    }
    // Going back shows the numbers of then, and forward again those of now.
    const last = await reading(page, "meta-trained");
    await page.getByRole("button", { name: "Back to step 0" }).click();
    await expect.poll(async () => (await reading(page, "meta-trained")).mse).not.toBe(last.mse);
    expect(Math.abs((await reading(page, "hnn")).mse - (expected[2]?.mse[0]?.[0] as number))).toBeLessThan(TOLERANCE);
    await takeSteps(page, steps);
    expect(await reading(page, "meta-trained")).toEqual(last);
  });
});

describe("playing", () => {
  test("runs by itself, pauses, and the curve of errors grows", async () => {
    const page = await page_.goOn("?system=mass-spring&methods=meta-trained");
    await ready(page);
    const curve = () => page.locator("#error-chart path.line").last().getAttribute("d");
    const before = await curve();
    await page.getByRole("button", { name: "Play" }).click();
    await expect.poll(async () => Number(await page.locator("#step").textContent())).toBeGreaterThan(3);
    await page.getByRole("button", { name: "Pause", exact: true }).click();
    const stopped = Number(await page.locator("#step").textContent());
    expect((await curve())?.length).toBeGreaterThan((before?.length ?? 0) + 10);
    await page.waitForTimeout(600);
    expect(Number(await page.locator("#step").textContent())).toBeLessThanOrEqual(stopped + 1);
  });

  // What a frame costs is measured in bench/parts/lab.ts.
  test.each(["pendulum", "three-body"])("%s: frames are drawn while it adapts as fast as it goes", async (system) => {
    const page = await page_.goOn(`?system=${system}`, { still: false });
    await ready(page);
    await reading(page, "structured");
    await page.locator(".pace select").selectOption("as fast as it goes");
    await page.getByRole("button", { name: "Play" }).click();
    const framesOfTenSteps = () =>
      page.evaluate(async () => {
        const step = () => Number(document.querySelector("#step")?.textContent);
        const end = step() + 10;
        let drawn = 0;
        for (; step() < end; drawn++) await new Promise(requestAnimationFrame);
        return drawn;
      });
    // Steps that held the page up would leave room for one frame each, always; a busy machine draws few now and then.
    await expect.poll(framesOfTenSteps).toBeGreaterThan(10);
  });

  test("the true motion moves on the stage, and stands still when held", async () => {
    const page = await page_.goOn("?methods=meta-trained", { still: false });
    await ready(page);
    const picture = () =>
      page.locator('canvas[data-tile="truth"]').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    const first = await picture();
    await expect.poll(picture).not.toBe(first);
    // Out of sight it costs nothing.
    await page.setViewportSize({ width: 1280, height: 300 });
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    const left = await atRest(page, picture);
    await page.evaluate(() => scrollTo(0, 0));
    await expect.poll(picture).not.toBe(left);
    await page.getByRole("button", { name: "Hold the motion" }).click();
    await atRest(page, picture);
    const framesAskedFor = () =>
      page.evaluate(async () => {
        let asked = 0;
        const ask = window.requestAnimationFrame;
        window.requestAnimationFrame = (frame) => {
          asked++;
          return ask.call(window, frame);
        };
        await new Promise((resolve) => setTimeout(resolve, 300));
        window.requestAnimationFrame = ask;
        return asked;
      });
    await expect.poll(framesAskedFor).toBe(0);
  });
});

describe("choosing the experiment", () => {
  test("the initial state is dragged in the phase portrait; keys move it too", async () => {
    const page = await page_.goOn("?methods=meta-trained");
    await ready(page);
    const input = page.locator('input[data-component="0"]');
    const before = Number(await input.inputValue());
    const handle = page.locator(".handle-dot");
    await handle.scrollIntoViewIfNeeded();
    const box = await handle.boundingBox();
    if (box === null) throw new Error("the handle is not drawn");
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 60, box.y + 10, { steps: 6 });
    await page.mouse.up();
    await expect.poll(async () => Number(await input.inputValue())).toBeGreaterThan(before + 0.1);
    const dragged = Number(await input.inputValue());
    await ready(page);
    await page.locator(".handle").focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(async () => Number(await input.inputValue())).toBeGreaterThan(dragged);
    // The motion on the page is the library's from that state.
    await ready(page);
    const from = new URL(page.url()).searchParams.get("from")?.split(",").map(Number) as number[];
    const system = systemNamed("pendulum");
    const { states } = simulate(system, Float64Array.from(from));
    const { mse } = await reading(page, "meta-trained");
    const reference = { ...testMotion("pendulum", 0, 0, 50) };
    const expected = await protocol(
      "meta-trained",
      { ...reference, set: { ...reference.set, states } },
      { seed: 0, motion: 0, steps: 0 },
    );
    expect(Math.abs(mse - (expected.mse[0]?.[0] as number))).toBeLessThan(TOLERANCE);
  });

  test("clicking the curve gives and takes a point", async () => {
    const page = await page_.goOn("?methods=meta-trained&points=10,40");
    await ready(page);
    expect(await page.locator(".support").count()).toBe(2);
    const point = page.locator(".support").first();
    await point.scrollIntoViewIfNeeded();
    const box = await point.boundingBox();
    if (box === null) throw new Error("the point is not drawn");
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await expect.poll(() => page.locator(".support").count()).toBe(1);
    await ready(page);
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await expect.poll(() => page.locator(".support").count()).toBe(2);
    expect(new URL(page.url()).searchParams.get("points")?.split(",").map(Number)).toHaveLength(2);
  });

  test("a written Hamiltonian is read, simulated and adapted to; a mistake is said with its place", async () => {
    const page = await page_.goOn("?methods=meta-trained");
    await page.locator("#system").selectOption({ label: "Write your own H …" });
    await page.locator("#formula").fill("p^2/(2*m) + m*g*l*(1 - cos(q))");
    await page.locator("#formula").press("Enter");
    await ready(page);
    await takeSteps(page, 1);
    const text = "p^2/(2*m) + m*g*l*(1 - cos(q))";
    expect(new URL(page.url()).searchParams.get("h")).toBe(text);
    const initial = await Promise.all([0, 1].map((i) => page.locator(`input[data-component="${i}"]`).inputValue()));
    const system = writtenSystem(text);
    const drawn = system.initialState(randomStream(0, "trajectory", "written", "test", 0));
    expect(initial.map(Number)).toEqual(Array.from(drawn, (value) => Number(value.toPrecision(4))));
    const energies = energiesOf(system, simulate(system, drawn).states);
    expect(Math.max(...energies) - Math.min(...energies)).toBeLessThan(1e-9);

    await page.locator("#formula").fill("p^2/2 + cso(q)");
    await page.locator("#formula").press("Enter");
    await page.getByRole("alert").getByText('no function "cso"').waitFor();
    await page.getByRole("alert").getByText("at character 9").waitFor();
  });
});
