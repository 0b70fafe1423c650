import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { XMLValidator } from "fast-xml-parser";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { axeViolations } from "../../bench/pages/axe.js";
import { type StaticHost, startStaticHost } from "../../bench/pages/static-host.js";
import { atRest, lab, ready, takeSteps } from "./lab.js";

const page_ = lab();
const parts = ["adapt", "law", "train", "data", "runs"];
const comparedResults = fileURLToPath(new URL("../../results/bands/results.json", import.meta.url));
const swing = fileURLToPath(new URL("../../examples/records/pendulum.csv", import.meta.url));
const paperResults = fileURLToPath(new URL("../../results/paper/results.json", import.meta.url));

describe("sharing", () => {
  test.each([
    "?part=nonsense&system=pendulum&k=-3&rate=x&points=a,b&from=1",
    "?system=perpetuum",
    "?h=(((&constants=;,=",
    "?plane=9,9&part=law",
  ])("%s is no reason to break", async (query) => {
    const page = await page_.open(query);
    await page.locator("main#main").waitFor();
    await expect
      .poll(async () => (await page.locator(".play:not([disabled])").count()) + (await page.getByRole("alert").count()))
      .toBeGreaterThan(0);
  });

  test("figures are saved as SVG and PNG", async () => {
    const page = await page_.goOn("?methods=meta-trained");
    await ready(page);
    await takeSteps(page, 1);
    const [svg] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "SVG" }).click()]);
    const text = await readFile(await svg.path(), "utf8");
    expect(XMLValidator.validate(text)).toBe(true);
    expect(text).toContain("Pendulum: after 1 gradient steps on 50 points");
    expect(text).not.toContain("var(--");
    const [png] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "PNG" }).click()]);
    const bytes = await readFile(await png.path());
    expect(bytes.subarray(1, 4).toString()).toBe("PNG");
    expect(bytes.readUInt32BE(16)).toBeGreaterThan(1500);
  });
});

/** Goes to a part of the open page and waits until it is drawn. */
async function visit(page: Page, part: string): Promise<void> {
  await page.locator(`nav a[href="?part=${part}"]`).click();
  await expect.poll(() => page.locator('nav a[aria-current="page"]').getAttribute("href")).toBe(`?part=${part}`);
  if (part === "law") await page.locator("#law").waitFor();
  if (part === "runs") await page.locator("#open-results").waitFor({ state: "attached" });
}

/** Waits until the page has drawn itself anew, at another size or in other colours. */
async function drawn(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  });
}

describe("for everyone", () => {
  test("axe finds nothing, light and dark, 360 and 1280 px", async () => {
    const page = await page_.open("?methods=meta-trained,process", { width: 360, introduced: false });
    await ready(page);
    const found: string[] = [];
    for (const part of parts) {
      await visit(page, part);
      if (part === "runs") await page.locator("#open-results").setInputFiles([paperResults, comparedResults]);
      if (part === "data") {
        await page.locator("#open-record").setInputFiles(swing);
        await page.locator("#learn").click();
        await page.locator("#predict-go").click();
        await page.locator("#predicted").waitFor();
      }
      for (const width of [360, 1280])
        for (const colorScheme of ["light", "dark"] as const) {
          await page.setViewportSize({ width, height: 900 });
          await page.emulateMedia({ colorScheme });
          await drawn(page);
          const violations = await axeViolations(page);
          found.push(...violations.map((violation) => `${part}, ${width} px, ${colorScheme}: ${violation}`));
        }
    }
    expect(found).toEqual([]);
  });

  test("with the keyboard alone: skip, choose, play, step", async () => {
    const page = await page_.open("?methods=meta-trained");
    await ready(page);
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("Skip");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
    await page.locator("#system").focus();
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => page.url()).toContain("system=double-pendulum");
    await ready(page);
    // A step that was asked for while the page still showed the other system is gone with it: ask again.
    const step = page.getByRole("button", { name: "One gradient step" });
    const stepped = async () => {
      await step.focus();
      await page.keyboard.press("Enter");
      await page.waitForTimeout(500);
      return page.locator("#step").textContent();
    };
    await expect.poll(stepped).not.toBe("0");
  });

  test("visitors who want less motion see none until they ask", async () => {
    const page = await page_.goOn("?system=mass-spring&methods=meta-trained");
    await ready(page);
    const picture = () =>
      page.locator('canvas[data-tile="truth"]').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    const first = await atRest(page, picture);
    await page.getByRole("button", { name: "Let it move" }).click();
    await expect.poll(picture).not.toBe(first);
    // The page stays open: what moves would be drawn beside all tests that follow.
    await page.getByRole("button", { name: "Hold the motion" }).click();
  });

  test("the introduction has three steps and comes back when asked", async () => {
    const page = await page_.open("", { introduced: false });
    expect(await page.locator(".intro li").count()).toBe(3);
    await page.getByRole("button", { name: "Got it" }).click();
    await expect.poll(() => page.locator(".intro").count()).toBe(0);
    await page.reload();
    await page.locator("main#main").waitFor();
    expect(await page.locator(".intro").count()).toBe(0);
    await page.getByRole("button", { name: "Introduction" }).click();
    await expect.poll(() => page.locator(".intro li").count()).toBe(3);
  });

  // Made wider and narrower, as a window is.
  test("nothing sticks out from 360 to 2560 px", async () => {
    const page = await page_.open("?system=three-body&methods=meta-trained", { width: 360, introduced: false });
    await ready(page);
    for (const part of parts) {
      await visit(page, part);
      for (const at of [360, 414, 768, 1024, 2560, 1920, 1280]) {
        await page.setViewportSize({ width: at, height: 900 });
        await drawn(page);
        const over = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect([part, at, over <= 0]).toEqual([part, at, true]);
      }
    }
  });
});

test("offline after the first load: another system, another step, another part", async () => {
  const page = await page_.open("?methods=meta-trained", { kept: true });
  await ready(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.context().setOffline(true);
  await page.goto(`${page_.url}?system=two-body&methods=meta-trained&engine=single`);
  await ready(page);
  expect(await page.evaluate(() => [crossOriginIsolated, navigator.serviceWorker.controller !== null])).toEqual([
    true,
    true,
  ]);
  await takeSteps(page, 1);
  await page.getByRole("link", { name: "The law" }).click();
  await page.locator("#law").waitFor();
});

describe("on a host that sets no headers", () => {
  let host: StaticHost;
  beforeAll(async () => {
    host = await startStaticHost(fileURLToPath(new URL("../../dist/lab/", import.meta.url)));
  });
  afterAll(() => host.close());

  test("training says why it is slower and goes on; the second visit is isolated", async () => {
    const page = await page_.open("?part=train", { url: host.url, kept: true });
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await page.locator('input[name="iterations"]').fill("10");
    await page.locator('input[name="iterations"]').press("Enter");
    await page.locator("#train").click();
    if ((await page.evaluate(() => navigator.hardwareConcurrency)) > 1)
      await page.getByText("without cross-origin isolation").waitFor();
    await page.locator("#finished-title").waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.reload();
    await page.locator("main#main").waitFor();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  });
});
