import type { Browser } from "playwright-core";
import { axeViolations } from "./axe.js";

/** What one visit with an empty cache has found of a page. */
export interface Visit {
  /** Below the host, such as `gallery/pendulum.html`. */
  readonly path: string;
  /** Milliseconds from the request to the first contentful paint. */
  readonly paint: number;
  /** To the page's code standing, and the end of the last task of more than 50 ms before half a second without one. */
  readonly interactive: number;
  /** Everything that must not be: errors, answers that failed, requests to other origins, violations of accessibility. */
  readonly faults: readonly string[];
}

/** The page's own code stands: VitePress' application, or the lab with its networks. */
const STANDS = () =>
  Object.hasOwn(document.querySelector("#app") ?? {}, "__vue_app__") ||
  document.querySelector(".play:not([disabled])") !== null;
const QUIET_MS = 500;

/** Opens a page of a host in a context of its own; accessibility is checked light and dark. */
export async function visit(browser: Browser, host: string, path: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const faults: string[] = [];
  const page = await context.newPage();
  page.on("pageerror", ({ message }) => faults.push(`error: ${message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.origin !== new URL(host).origin) faults.push(`asks ${url.origin}`);
  });
  page.on("response", (response) => {
    // What a static host does not have of the lab's server.
    if (response.status() >= 400 && !response.url().endsWith("/runs/index.json"))
      faults.push(`${response.status()} for ${response.url()}`);
  });
  await page.addInitScript(() => {
    const ends: number[] = [];
    (window as unknown as { taskEnds: number[] }).taskEnds = ends;
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) ends.push(startTime + duration);
    }).observe({ type: "longtask", buffered: true });
  });
  await page.goto(host + path);
  await page.waitForFunction(STANDS);
  const times = await page.evaluate(async (quiet) => {
    const { taskEnds } = window as unknown as { taskEnds: readonly number[] };
    const stood = performance.now();
    const last = () => Math.max(stood, ...taskEnds);
    while (performance.now() - last() < quiet) await new Promise((resolve) => setTimeout(resolve, 50));
    return { paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime, interactive: last() };
  }, QUIET_MS);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    faults.push(...(await axeViolations(page)).map((violation) => `axe, ${colorScheme}: ${violation}`));
  }
  await context.close();
  return {
    path,
    paint: times.paint ?? Number.NaN,
    interactive: times.interactive,
    faults: [...new Set(faults)],
  };
}
