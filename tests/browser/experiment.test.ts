import { expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { generateTrajectories } from "../../src/dataset/index.js";
import { hamiltonianProcess, phaseSpaceOf } from "../../src/learning/index.js";
import { meanSquaredError, observeWithNoise, rollOutField } from "../../src/measure/index.js";
import { sampleTrajectory, systemNamed, toNodes } from "../../src/mechanics/index.js";
import { lab, reading, ready, takeSteps } from "./lab.js";
import { testMotion } from "./reference.js";

const page_ = lab();

test("a link holds the experiment and its gradient step: another browser goes on to it and shows the same", async () => {
  const page = await page_.goOn("?methods=meta-trained,hnn");
  await page.locator("#system").selectOption("mass-spring");
  await ready(page);
  await page.locator("#another").click();
  await page.locator("#points").fill("12");
  await ready(page);
  await takeSteps(page, 3);
  await expect.poll(() => new URL(page.url()).searchParams.get("step")).toBe("3");
  const query = new URL(page.url()).search;
  expect(query).toContain("system=mass-spring");
  const other = await page_.open(query);
  await expect.poll(() => other.locator("#step").textContent()).toBe("3");
  expect(await reading(other, "hnn")).toEqual(await reading(page, "hnn"));
  // The address follows a moment later.
  await expect.poll(() => new URL(other.url()).search).toBe(query);
  // Another experiment begins at step 0, in the address as well.
  await other.locator("#points").fill("20");
  await expect.poll(() => new URL(other.url()).searchParams.get("k")).toBe("20");
  await expect.poll(() => new URL(other.url()).searchParams.get("step")).toBe(null);
});

test("other constants give another motion, the one that the library has, and go back to the usual ones", async () => {
  const page = await page_.goOn("?methods=meta-trained");
  await ready(page);
  await page.locator('[data-constant="gravity"]').fill("2.5");
  await page.locator('[data-constant="gravity"]').press("Enter");
  await expect.poll(() => new URL(page.url()).searchParams.get("constants")).toBe("gravity=2.5");
  const { states } = sampleTrajectory(
    systemNamed("pendulum").withConstants({ gravity: 2.5 }),
    randomStream(0, "trajectory", "pendulum", "test", 0),
  );
  const shown = () => Promise.all([0, 1].map((i) => page.locator(`input[data-component="${i}"]`).inputValue()));
  const rounded = (values: Float64Array) => [0, 1].map((i) => String(Number((values[i] as number).toPrecision(4))));
  await expect.poll(shown).toEqual(rounded(states));
  await ready(page);
  await takeSteps(page, 1);

  await page.locator("#usual-constants").click();
  await expect.poll(() => new URL(page.url()).searchParams.get("constants")).toBe(null);
  await expect.poll(shown).toEqual(rounded(testMotion("pendulum", 0, 0, 50).set.states));
});

test("noise on the points is that of a comparison; the error is told in squared units and as a share", async () => {
  const [level, motion] = [0.05, 1];
  const page = await page_.goOn(`?system=pendulum&motion=${motion}&k=20&methods=meta-trained,process`);
  await ready(page);
  const exact = (await reading(page, "process")).mse;
  await page.locator("#noise").fill(String(level));
  await expect.poll(() => new URL(page.url()).searchParams.get("noise")).toBe(String(level));
  await ready(page);
  // The whole split up to the motion, as a comparison has it.
  const system = systemNamed("pendulum");
  const set = generateTrajectories(system, { count: motion + 1, seed: 0, split: "test" });
  const { support } = testMotion("pendulum", 0, motion, 20);
  const random = randomStream(0, "closed form", "pendulum", motion);
  const observations = observeWithNoise(set, motion, support, level, 0);
  const learned = await hamiltonianProcess().adapt(phaseSpaceOf(system), observations, { random });
  const size = set.times.length * 2;
  const truth = set.states.slice(motion * size, (motion + 1) * size);
  const { states } = rollOutField(system, learned.vectorField, truth.slice(0, 2), set.times);
  const expected = meanSquaredError(toNodes(system, states), toNodes(system, truth));
  await expect
    .poll(async () => Math.abs((await reading(page, "process")).mse / expected - 1), { timeout: 60_000 })
    .toBeLessThan(0.01);
  expect(expected).toBeGreaterThan(10 * exact);
  const told = page.locator(".tile", { has: page.locator('[data-method="process"]') });
  const relative = Number(await page.locator('[data-method="process"]').getAttribute("data-relative"));
  expect(await told.textContent()).toContain(`${Number((100 * relative).toPrecision(2))} % of the spread`);
});

test("a motion that cannot be integrated is explained, and what was chosen stays to be changed", async () => {
  const query = "?methods=meta-trained&h=p^2/2-k*q^4/4&constants=k=2&from=1,0.5";
  const page = await page_.goOn(query.replaceAll("^", "%5E"));
  await page.getByRole("alert").getByText("cannot integrate past t = ").waitFor();
  await page.locator("#kept-state").waitFor();
  const values = () => Promise.all([0, 1].map((i) => page.locator(`input[data-component="${i}"]`).inputValue()));
  expect(await values()).toEqual(["1", "0.5"]);
  expect(await page.locator('[data-constant="k"]').inputValue()).toBe("2");
  await page.locator('[data-constant="k"]').fill("-2");
  await page.locator('[data-constant="k"]').press("Enter");
  await ready(page);
  expect(await page.getByRole("alert").count()).toBe(0);
  expect(await values()).toEqual(["1", "0.5"]);
});
