import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { axeViolations } from "../../bench/pages/axe.js";
import { type StaticHost, startStaticHost } from "../../bench/pages/static-host.js";
import { lab, reading, ready, takeSteps } from "./lab.js";
import { protocol, testMotion } from "./reference.js";

const page_ = lab();
let host: StaticHost;

/** A page as the documentation's are: it loads the parts from the lab's folder and knows nothing of them. */
const around = (
  element: string,
) => `<!doctype html><html lang="en"><head><title>Around</title><meta name="viewport" content="width=device-width">
  <style>body{background:#fff;color:#222}body.dark{background:#1b1b1f;color:#ddd}</style></head>
  <body><main><h1>Around</h1><${element} lab="/index.html"></${element}></main><script type="module" src="/live.js"></script></body></html>`;

beforeAll(async () => {
  host = await startStaticHost(fileURLToPath(new URL("../../dist/lab/", import.meta.url)), {
    "/draw.html": around("metahamilton-draw"),
    "/adapting.html": around("metahamilton-adapting"),
  });
});
afterAll(() => host.close());

/** Value and standard error of a constant as they stand in the law. */
async function constant(page: Page, name: string): Promise<[value: number, deviation: number]> {
  const row = page.locator(".drawn-law tr", { has: page.getByText(name, { exact: true }) });
  const [value, deviation] = ((await row.locator("td").last().textContent()) ?? "").split("±").map(Number.parseFloat);
  return [value as number, deviation as number];
}

const law = (page: Page) => page.locator(".drawn-law[data-verdict]");

test("a drawn motion's law is the pendulum's, also of another start, and light or dark follows the page", async () => {
  const page = await page_.open("draw.html", { url: host.url });
  await law(page).waitFor();
  expect(await law(page).getAttribute("data-verdict")).toBe("conservative");
  // All constants are one.
  const [first, deviation] = await constant(page, "g/l");
  expect(Math.abs(first - 1)).toBeLessThan(5 * deviation);
  await page.getByRole("button", { name: "Initial state" }).press("ArrowRight");
  await page.locator('.drawn-law[aria-busy="true"]').waitFor();
  await law(page).waitFor();
  const [second] = await constant(page, "g/l");
  expect(second).not.toBe(first);
  const paper = () => page.locator(".drawn-law").evaluate((element) => getComputedStyle(element).backgroundColor);
  const light = await paper();
  await page.evaluate(() => document.body.classList.add("dark"));
  await expect.poll(paper).not.toBe(light);
});

test("a network adapts in a page around it with the numbers of Node", async () => {
  const page = await page_.open("adapting.html", { url: host.url });
  await page.getByRole("button", { name: "Let a network adapt" }).click();
  await ready(page);
  await takeSteps(page, 2);
  const motion = testMotion("pendulum", 0, 0, 50);
  for (const method of ["meta-trained", "hnn"] as const) {
    const truth = await protocol(method, motion, { seed: 0, motion: 0, steps: 2, engine: "wasm" });
    const { mse } = await reading(page, method);
    expect(Math.abs(mse / (truth.mse[2]?.[0] as number) - 1)).toBeLessThan(1e-4);
  }
  const link = page.getByRole("link", { name: "All of it in the lab" });
  expect(new URL((await link.getAttribute("href")) ?? "", page.url()).pathname).toBe("/index.html");
});

test("axe finds nothing, light and dark, 360 and 1280 px, and nothing is wider than the page", async () => {
  const found: string[] = [];
  for (const part of ["draw", "adapting"]) {
    const page = await page_.open(`${part}.html`, { url: host.url, width: 360 });
    if (part === "adapting") await page.getByRole("button", { name: "Let a network adapt" }).click();
    await (part === "draw" ? law(page).waitFor() : ready(page));
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      for (const theme of ["light", "dark"]) {
        await page.evaluate((dark) => document.body.classList.toggle("dark", dark), theme === "dark");
        await page.locator(`[data-theme="${theme}"]`).waitFor();
        found.push(...(await axeViolations(page)).map((violation) => `${part}, ${width} px, ${theme}: ${violation}`));
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  }
  expect(found).toEqual([]);
});
