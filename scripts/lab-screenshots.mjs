// Pictures of the lab, by a real browser, for the README and for looking at: every part, light and dark, on a phone, a desktop and a wide
// screen, with what is empty and what has gone wrong.
//
//   npm run build && npm run build:lab && node scripts/lab-screenshots.mjs FOLDER [PART[-SIZE[-THEME]]...]
//
// LAB_BROWSER names a Chromium other than /usr/bin/chromium.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { startLabServer } from "../dist/server/index.js";

const [folder, ...wanted] = process.argv.slice(2);
if (folder === undefined) throw new Error("name a folder for the pictures");
const root = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** What is shown of each part: its address, gradient steps to take, a file to open. */
const shots = {
  adapt: { query: "?system=double-pendulum&motion=3", steps: 40 },
  orbits: { query: "?system=two-body", steps: 30 },
  mirror: { query: "?system=magnetic-mirror", steps: 30 },
  law: { query: "?part=law&system=pendulum", steps: 40 },
  all: {
    query: "?system=three-body&methods=meta-trained,random-graph-network,hnn,structured,process,in-context",
    steps: 10,
  },
  formula: { query: "?h=p^2/2%2Bcso(q)" },
  untrained: { query: "?part=train" },
  train: { query: "?part=train", press: "#train", until: "#finished-title" },
  nodata: { query: "?part=data" },
  data: { query: "?part=data", file: ["#open-record", record("swing.csv", swing())] },
  learned: {
    query: "?part=data",
    file: ["#open-record", record("swing.csv", swing())],
    press: "#learn",
    until: "#learned",
  },
  refused: { query: "?part=data", file: ["#open-record", record("holes.csv", "t,x,v\n0,1,2\n1,,3\n")] },
  noruns: { query: "?part=runs" },
  runs: { query: "?part=runs", file: ["#open-results", root("results/paper/results.json")] },
  compared: { query: "?part=runs", file: ["#open-results", root("results/bands/results.json")] },
  noisy: { query: "?noise=0.05&k=10&constants=gravity=2&methods=meta-trained,structured,in-context", steps: 10 },
  stuck: { query: "?h=p^2/2-k*q^4/4&constants=k=2&from=1,0.5".replaceAll("^", "%5E"), until: "#kept-state" },
  introduction: { query: "", introduced: false, steps: 12 },
};
const sizes = {
  wide: { width: 2560, height: 1300 },
  desktop: { width: 1280, height: 900 },
  phone: { width: 360, height: 780 },
};

mkdirSync(folder, { recursive: true });
const server = await startLabServer({ folder: root("dist/lab"), port: 0 });
const args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
const executablePath = process.env.LAB_BROWSER ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args });
for (const [name, shot] of Object.entries(shots)) {
  for (const [size, viewport] of Object.entries(sizes))
    for (const colorScheme of ["light", "dark"]) {
      const picture = `${name}-${size}-${colorScheme}`;
      if (wanted.length > 0 && !wanted.some((start) => picture.startsWith(start))) continue;
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: "reduce" });
      await take(await context.newPage(), shot, join(folder, `${picture}.png`), size === "phone");
      await context.close();
    }
}
await browser.close();
await server.close();

async function take(page, { query, steps = 0, press, until, file, introduced = true }, path, fullPage) {
  if (introduced) await page.addInitScript(() => localStorage.setItem("introduced", "yes"));
  // One engine, so that no clock decides what the pictures show.
  await page.goto(`${server.url}${query}${query === "" ? "?" : "&"}engine=single`);
  if (file !== undefined) await page.locator(file[0]).setInputFiles(file[1]);
  if (press !== undefined) await page.locator(press).click();
  if (until !== undefined) await page.locator(until).waitFor();
  if (steps > 0) {
    await page.locator(".play:not([disabled])").waitFor();
    for (let step = 1; step <= steps; step++) {
      await page.getByRole("button", { name: "One gradient step" }).click();
      await page.waitForFunction((n) => document.querySelector("#step")?.textContent === String(n), step);
    }
  }
  // Closed forms, which take no steps, have come.
  await page.waitForFunction(() => document.querySelector(".reading[data-method]:not([data-mse])") === null);
  // Held in the middle of the motion, where there is something to see.
  const time = page.locator("#time");
  if ((await time.count()) > 0)
    await time.evaluate((slider) => {
      slider.value = String(0.42 * Number(slider.max));
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    });
  await page.waitForTimeout(400);
  await page.evaluate(() => {
    document.activeElement?.blur();
    scrollTo(0, 0);
  });
  await page.mouse.move(0, 0);
  if (fullPage) await page.addStyleTag({ content: ".top { position: static !important }" }).catch(() => {});
  await page.screenshot({ path, fullPage });
}

/** A file as the page gets it. */
function record(name, text) {
  return { name, mimeType: "text/csv", buffer: Buffer.from(text) };
}

/** A record: a swing, a tenth of a second apart. */
function swing() {
  const rows = Array.from({ length: 60 }, (_, i) => `${i / 10},${Math.cos(i / 10)},${-Math.sin(i / 10)}`);
  return ["t [s],theta [rad],p_theta [kg m^2/s]", ...rows].join("\n");
}
