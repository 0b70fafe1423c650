import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { launchChromium } from "../../bench/harness/chromium.js";
import { type LabServer, startLabServer } from "../../src/server/index.js";

const folder = fileURLToPath(new URL("../../dist/lab/", import.meta.url));

export interface OpenOptions {
  readonly width?: number;
  readonly height?: number;
  readonly still?: boolean;
  readonly introduced?: boolean;
  /** Another server than the lab's own. */
  readonly url?: string;
  /** One thread unless the query says otherwise: nothing is timed, so that numbers and times are the same in every run. */
  readonly engine?: string;
  /** Code that runs before anything else in every worker, and in the page. */
  readonly inWorkers?: string;
  readonly inPage?: () => void;
}

/** The built lab on its own server, and a browser, for the tests of the calling file. */
export function lab({ runs, graphics = false }: { runs?: string; graphics?: boolean } = {}) {
  let browser: Browser;
  let server: LabServer;
  const contexts: BrowserContext[] = [];
  /** What no page of the lab may ever do. */
  const offences: string[] = [];
  /** Addresses that the pages of the running test have asked for; what is kept for later does not count. */
  const requests: string[] = [];

  beforeAll(async () => {
    server = await startLabServer({ folder, runs, port: 0 });
    browser = await launchChromium({ graphics });
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    requests.length = 0;
    expect([...new Set(offences.splice(0))]).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  return {
    get url() {
      return server.url;
    },
    requests: requests as readonly string[],
    /** Opens the page with a query; errors, broken policies and requests elsewhere fail the test. */
    async open(query = "", options: OpenOptions = {}): Promise<Page> {
      const {
        width = 1280,
        height = 900,
        still = true,
        introduced = true,
        url = server.url,
        engine = "single",
        inWorkers,
        inPage,
      } = options;
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: "light",
        reducedMotion: still ? "reduce" : "no-preference",
        acceptDownloads: true,
        // A file from a cache could not be changed on its way.
        serviceWorkers: inWorkers === undefined ? "allow" : "block",
      });
      contexts.push(context);
      // The limit is the test's.
      context.setDefaultTimeout(300_000);
      if (introduced) await context.addInitScript(() => localStorage.setItem("introduced", "yes"));
      context.on("request", (request) => {
        if (request.serviceWorker() === null) requests.push(request.url());
        const { protocol, origin } = new URL(request.url());
        if (protocol.startsWith("http") && origin !== new URL(url).origin) offences.push(`request to ${request.url()}`);
      });
      const page = await context.newPage();
      page.on("pageerror", (error) => offences.push(`error: ${error.message}`));
      page.on("console", (message) => {
        if (message.type() === "error" && !/net::ERR_|Failed to load resource/.test(message.text()))
          offences.push(`console: ${message.text()}`);
      });
      if (inPage !== undefined) await context.addInitScript(inPage);
      if (inWorkers !== undefined)
        await context.route("**/worker-*.js", async (route) => {
          const response = await route.fetch();
          await route.fulfill({ response, body: `${inWorkers};\n${await response.text()}` });
        });
      const address = new URL(query, url);
      if (!address.searchParams.has("engine")) address.searchParams.set("engine", engine);
      await page.goto(address.href);
      return page;
    },
  };
}

/** Waits until the networks stand at step 0. */
export async function ready(page: Page): Promise<void> {
  await page.locator(".play:not([disabled])").waitFor();
}

/** Waits until a picture has stayed as it is for a while, and gives it; one that moves never does. */
export async function atRest(page: Page, picture: () => Promise<string>): Promise<string> {
  let last = await picture();
  const stays = async () => {
    const before = last;
    await page.waitForTimeout(400);
    last = await picture();
    return last === before;
  };
  await expect.poll(stays).toBe(true);
  return last;
}

/** Presses the button of one gradient step, `count` times, waiting for each. */
export async function takeSteps(page: Page, count: number): Promise<void> {
  const step = page.locator("#step");
  for (let i = 0; i < count; i++) {
    const before = Number(await step.textContent());
    await page.getByRole("button", { name: "One gradient step" }).click();
    await expect.poll(() => step.textContent()).toBe(String(before + 1));
  }
}

/** A method's numbers as they stand on the page, in full precision. */
export async function reading(page: Page, method: string): Promise<{ mse: number; energyError: number }> {
  const element = page.locator(`[data-method="${method}"]`);
  await expect.poll(() => element.getAttribute("data-mse")).not.toBeNull();
  return {
    mse: Number(await element.getAttribute("data-mse")),
    energyError: Number(await element.getAttribute("data-energy-error")),
  };
}
