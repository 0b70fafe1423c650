import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { launchChromium } from "../../bench/harness/chromium.js";
import { cached } from "../../src/base/cached.js";
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
  /** Whether the service worker keeps the lab's files, which takes a second of processor time: where what comes from it matters. */
  readonly kept?: boolean;
  /** Code that runs before anything else in every worker, and in the page. */
  readonly inWorkers?: string;
  readonly inPage?: () => void;
}

/** Browsers of this process, with WebGPU and without: to start one for every file takes as long as many a test. */
const browsers = new Map<boolean, Promise<Browser>>();

interface Shared {
  readonly page: Page;
  readonly context: BrowserContext;
}

/** The built lab on its own server, and a browser, for the tests of the calling file. */
export function lab({ runs, graphics = false }: { runs?: string; graphics?: boolean } = {}) {
  let browser: Browser;
  let server: LabServer;
  const contexts: BrowserContext[] = [];
  /** Pages that several tests go on with, by their options. */
  const shared = new Map<string, Shared>();
  /** What no page of the lab may ever do. */
  const offences: string[] = [];
  /** Addresses that the pages of the running test have asked for; what is kept for later does not count. */
  const requests: string[] = [];

  beforeAll(async () => {
    server = await startLabServer({ folder, runs, port: 0 });
    browser = await cached(browsers, graphics, () => launchChromium({ graphics }));
  });
  const closeShared = async () => {
    const all = [...shared.values()];
    shared.clear();
    await Promise.all(all.map(({ context }) => context.close()));
  };
  afterEach(async ({ task }) => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    // What a test has left in the middle is no place to begin another.
    if (task.result?.state === "fail") await closeShared();
    requests.length = 0;
    expect([...new Set(offences.splice(0))]).toEqual([]);
  });
  afterAll(async () => {
    await closeShared();
    await server?.close();
  });

  return {
    get url() {
      return server.url;
    },
    requests: requests as readonly string[],
    /** Opens the page with a query; errors, broken policies and requests elsewhere fail the test. */
    async open(query = "", options: OpenOptions = {}): Promise<Page> {
      const opened = await openIn(query, options);
      contexts.push(opened.context);
      return opened.page;
    },
    /**
     * The page of an earlier test of the file, brought to another experiment as by the browser's button "back"; opened where there is none.
     * For tests of what a page does, not of how it begins: that takes four seconds of processor time. An experiment that is there does not
     * begin anew: the query is another than that of the test before.
     */
    async goOn(query: string, options: Omit<OpenOptions, "inPage"> = {}): Promise<Page> {
      const key = JSON.stringify(options);
      const known = shared.get(key);
      if (known === undefined) {
        const opened = await openIn(query, options);
        shared.set(key, opened);
        return opened.page;
      }
      await known.page.evaluate(async (search) => {
        history.pushState(null, "", search);
        dispatchEvent(new PopStateEvent("popstate"));
        scrollTo({ top: 0 });
        // What was there before is gone with the next drawing.
        for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
      }, addressOf(query, options).search);
      return known.page;
    },
  };

  function addressOf(query: string, { url = server.url, engine = "single" }: OpenOptions): URL {
    const address = new URL(query, url);
    if (!address.searchParams.has("engine")) address.searchParams.set("engine", engine);
    return address;
  }

  async function openIn(query: string, options: OpenOptions): Promise<Shared> {
    const {
      width = 1280,
      height = 900,
      still = true,
      introduced = true,
      url = server.url,
      kept = false,
      inWorkers,
      inPage,
    } = options;
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: "light",
      reducedMotion: still ? "reduce" : "no-preference",
      acceptDownloads: true,
      // With `inWorkers` it stays blocked: a file from a cache could not be changed on its way.
      serviceWorkers: kept ? "allow" : "block",
    });
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
    await page.goto(addressOf(query, options).href);
    return { page, context };
  }
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
