import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { type LabServer, startLabServer } from "../../src/server/index.js";
import { launchChromium } from "../harness/chromium.js";
import { frameCosts, quantile } from "../harness/frames.js";
import { projectRoot } from "../harness/paths.js";
import { digits } from "../harness/table.js";
import type { Part } from "./part.js";

const MAX_RUNS = 7;
/** How long a page adapts while its frames are counted. */
const PLAY_MS = 3000;

/** Milliseconds from the request until something is drawn, and until the networks stand and can be played. */
interface Opening {
  readonly paint: number;
  readonly ready: number;
}

export const lab: Part = {
  name: "lab",
  minutes: 1,
  title: "The browser lab in Chromium: opening it on loopback, and what a frame costs while it adapts",
  async run({ runs, say }) {
    const folder = join(projectRoot, "dist", "lab");
    if (!existsSync(join(folder, "index.html")))
      return { tables: [], notes: ["skipped: the lab is not built (npm run build:lab)"], measured: undefined };
    const server = await startLabServer({ folder, port: 0 });
    const browser = await launchChromium().catch((error: Error) => error);
    if (browser instanceof Error) {
      await server.close();
      return { tables: [], notes: [`skipped: ${browser.message}`], measured: undefined };
    }
    try {
      const [first, again]: [Opening[], Opening[]] = [[], []];
      for (let run = 0; run < Math.min(runs, MAX_RUNS); run++) {
        say(`opening, run ${run + 1}`);
        const context = await newContext(browser);
        first.push(await open(context, server));
        const [page] = context.pages() as [Page];
        await page.evaluate(async () => void (await navigator.serviceWorker.ready));
        await page.close();
        again.push(await open(context, server));
        await context.close();
      }
      const frames = [];
      for (const system of ["pendulum", "three-body"]) {
        say(`frames of ${system}`);
        frames.push({ system, ...(await adapt(browser, server, system)) });
      }
      const middle = (values: readonly number[]) =>
        digits(
          quantile(
            values.toSorted((a, b) => a - b),
            0.5,
          ),
        );
      const opening = (name: string, openings: readonly Opening[]) => [
        name,
        middle(openings.map(({ paint }) => paint)),
        digits(Math.max(...openings.map(({ paint }) => paint))),
        middle(openings.map(({ ready }) => ready)),
        digits(Math.max(...openings.map(({ ready }) => ready))),
      ];
      return {
        tables: [
          {
            columns: ["opening", "first paint, ms", "slowest", "networks stand, ms", "slowest"],
            rows: [opening("first visit", first), opening("second visit", again)],
          },
          {
            columns: ["adapting", "frames", "main thread a frame, ms: median", "95 %", "slowest", "steps a second"],
            rows: frames.map(({ system, costs, steps }) => [
              system,
              String(costs.length),
              digits(quantile(costs, 0.5)),
              digits(quantile(costs, 0.95)),
              digits(costs.at(-1) as number),
              digits(steps),
            ]),
          },
        ],
        notes: [
          `${browser.version()}, without a graphics processor`,
          `a first visit has an empty cache; ${first.length} of each`,
          "frames: processor time of the page's main thread from one animation frame to the next, while four methods take steps as fast as they come",
        ],
        measured: { first, again, frames },
      };
    } finally {
      await browser.close();
      await server.close();
    }
  },
};

async function newContext(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.addInitScript(() => localStorage.setItem("introduced", "yes"));
  return context;
}

async function open(context: BrowserContext, { url }: LabServer, query = "?engine=single"): Promise<Opening> {
  const page = await context.newPage();
  await page.goto(url + query);
  await page.locator(".play:not([disabled])").waitFor();
  return page.evaluate(() => ({
    paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
    ready: performance.now(),
  }));
}

async function adapt(browser: Browser, server: LabServer, system: string) {
  const context = await newContext(browser);
  await open(context, server, `?engine=single&system=${system}`);
  const [page] = context.pages() as [Page];
  // The method in closed form computes once, beside the networks.
  await page.locator('[data-method="structured"][data-mse]').waitFor();
  await page.locator(".pace select").selectOption("as fast as it goes");
  const costs = await frameCosts(page, async () => {
    await page.getByRole("button", { name: "Play" }).click();
    await page.waitForTimeout(PLAY_MS);
  });
  const steps = Number(await page.locator("#step").textContent());
  await context.close();
  return { costs, steps: (1000 * steps) / PLAY_MS };
}
