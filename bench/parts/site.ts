import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, sep } from "node:path";
import { launchChromium } from "../harness/chromium.js";
import { quantile } from "../harness/frames.js";
import { projectRoot } from "../harness/paths.js";
import { digits } from "../harness/table.js";
import { brokenLinks } from "../pages/links.js";
import { startStaticHost } from "../pages/static-host.js";
import { type Visit, visit } from "../pages/visit.js";
import type { Part } from "./part.js";

/** What a page is, by its path. */
const kindOf = (path: string) =>
  path.startsWith("api/")
    ? "interface"
    : path.startsWith("gallery/")
      ? "gallery"
      : path.startsWith("lab/")
        ? "lab"
        : "guide";

/** Pages of single names of the interface are hundreds, and alike: so many of them stand for one that is opened. */
const EVERY = 10;

export const site: Part = {
  name: "site",
  minutes: 6,
  title: "The documentation's site in Chromium, on loopback with an empty cache: times, links, accessibility",
  async run({ only, say }) {
    const folder = join(projectRoot, "site", "dist");
    if (!existsSync(join(folder, "index.html")))
      return { tables: [], notes: ["skipped: the site is not built (npm run site)"], measured: undefined };
    const browser = await launchChromium().catch((error: Error) => error);
    if (browser instanceof Error) return { tables: [], notes: [`skipped: ${browser.message}`], measured: undefined };
    const host = await startStaticHost(folder);
    try {
      const files = (await readdir(folder, { recursive: true })).map((name) => name.replaceAll(sep, "/")).sort();
      // The last is what a host shows where there is no page.
      const all = files.filter((name) => name.endsWith(".html") && name.includes(only) && name !== "404.html");
      const paths = all.filter(
        (name, i) => kindOf(name) !== "interface" || i % EVERY === 0 || name === "api/index.html",
      );
      const visits: Visit[] = [];
      for (const path of paths) {
        if (visits.length % 20 === 0) say(`${visits.length} of ${paths.length} pages`);
        visits.push(await visit(browser, host.url, path));
      }
      const broken = await brokenLinks(folder, files);
      const faults = [...visits.flatMap(({ path, faults }) => faults.map((fault) => `${path}: ${fault}`)), ...broken];
      // For whoever lets a machine look, as the checks do.
      if (faults.length > 0) process.exitCode = 1;
      const kinds = [...new Set(paths.map(kindOf))];
      return {
        tables: [
          {
            columns: ["pages", "number", "first paint, ms: median", "slowest", "interactive, ms: median", "slowest"],
            rows: kinds.map((kind) => {
              const of = visits.filter(({ path }) => kindOf(path) === kind);
              const row = (values: readonly number[]) => {
                const sorted = values.toSorted((a, b) => a - b);
                return [digits(quantile(sorted, 0.5)), digits(sorted.at(-1) as number)];
              };
              return [
                kind,
                String(of.length),
                ...row(of.map(({ paint }) => paint)),
                ...row(of.map(({ interactive }) => interactive)),
              ];
            }),
          },
        ],
        notes: [
          `${browser.version()}, without a graphics processor`,
          "interactive: the page's code stands (of the lab: its networks), and no task of more than 50 ms follows for half a second",
          `every page but those of single names of the interface, of which every ${EVERY}th; axe on each, light and dark`,
          faults.length === 0
            ? `no broken link in ${files.filter((name) => name.endsWith(".html")).length} pages, no request elsewhere, no error, nothing that axe finds`
            : `${faults.length} faults:`,
          ...faults.slice(0, 100),
        ],
        measured: visits.map(({ path, paint, interactive }) => ({ path, paint, interactive })),
      };
    } finally {
      await browser.close();
      host.close();
    }
  },
};
