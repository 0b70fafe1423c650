// A picture of the beginning of a record's report, light and dark, for the README and for looking at.
//
//   npm run build && node scripts/report-picture.mjs RUN FOLDER [width] [height]
//
// RUN is a folder that `metahamilton adapt` has made. LAB_BROWSER names a Chromium other than /usr/bin/chromium.

import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [run, folder, width = "1000", height = "980"] = process.argv.slice(2);
if (run === undefined || folder === undefined) throw new Error("name a run and a folder for the pictures");
mkdirSync(folder, { recursive: true });
const args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
const executablePath = process.env.LAB_BROWSER ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args });
for (const colorScheme of ["light", "dark"]) {
  const context = await browser.newContext({
    viewport: { width: Number(width), height: Number(height) },
    colorScheme,
    deviceScaleFactor: 1.5,
  });
  const page = await context.newPage();
  await page.goto(pathToFileURL(resolve(run, "report", "index.html")).href);
  await page.screenshot({ path: join(folder, `report-${colorScheme}.png`) });
  await context.close();
}
await browser.close();
