import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { adaptRecord, bytesSource, readRecord } from "../../src/records/index.js";
import { lab } from "./lab.js";

const page_ = lab();

/** A swing: time, angle and angular velocity, a fifth of a second apart, with the noise of a measurement. */
const noise = randomStream(0, "noise");
const measured = (value: number) => (value + 0.003 * noise.normal()).toFixed(5);
const swing = ["t [s],theta [rad],omega [rad/s]"]
  .concat(Array.from({ length: 50 }, (_, i) => `${i / 5},${measured(Math.cos(i / 5))},${measured(-Math.sin(i / 5))}`))
  .join("\n");
const file = (name: string, text: string) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

test("a dropped record is understood as the command line's reader understands it", async () => {
  const page = await page_.open("?part=data");
  await page.locator("#open-record").setInputFiles(file("swing.csv", swing));
  await page.locator("#record").waitFor();
  const { understood, rows } = await readRecord(bytesSource("swing.csv", Buffer.from(swing)), {
    masses: { value: 1, unit: "" },
  });
  expect(await page.locator("#record li").allTextContents()).toEqual([...understood]);
  expect(Number(await page.locator("#record").getAttribute("data-rows"))).toBe(rows);
  expect(await page.locator(".record .chart path.dots").count()).toBe(2);

  const portrait = () => page.locator(".record .chart path.dots").last().getAttribute("d");
  const before = await portrait();
  await page.locator("#mass").fill("3");
  await page.locator("#mass").press("Enter");
  await expect.poll(() => page.locator(".record .chart").last().textContent()).toContain("3");
  expect(before).not.toBeNull();
});

test("its law is learned as the command line learns it, with progress, figures and downloads", async () => {
  const page = await page_.open("?part=data");
  await page.locator("#open-record").setInputFiles(file("swing.csv", swing));
  await page.locator("#learn").click();
  await page.locator("#record progress").waitFor();
  const told = page.locator("#record .progress");
  await expect.poll(() => told.textContent()).toMatch(/[1-9][\d.]* %: [a-z ]+/);
  await page.locator("#learned").waitFor();
  expect(await told.count()).toBe(0);
  const record = await readRecord(bytesSource("swing.csv", Buffer.from(swing)), { masses: { value: 1, unit: "" } });
  const { heldOut, check } = adaptRecord(record, { seed: 0 });
  const relative = Number(await page.locator("#learned").getAttribute("data-relative"));
  expect(Math.abs(relative / heldOut.relative - 1)).toBeLessThan(0.01);
  expect(await page.locator("#learned").getAttribute("data-verdict")).toBe(check.verdict);
  expect(await page.locator(".learned svg path.line").count()).toBeGreaterThan(2);
  const figures = await page
    .locator("[data-figure]")
    .evaluateAll((all) => all.map((one) => one.getAttribute("data-figure")));
  expect(figures).toEqual(["curves", "fit", "held-out", "phase", "energy", "residuals"]);
  expect(await page.locator("#learned table").textContent()).toContain("angular frequency of small swings");

  const save = async (name: string) => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name, exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`swing-${name}`);
    return readFile(await download.path(), "utf8");
  };
  const results = JSON.parse(await save("results.json"));
  expect(results.heldOut.relative).toBe(relative);
  const [heading, first] = (await save("predictions.csv")).split("\n");
  expect(heading).toBe("t [s],theta [rad],omega [rad/s],theta_sd [rad],omega_sd [rad/s],energy");
  expect(Number(first?.split(",")[1])).toBe(results.motions[0].prediction.values[0][0]);
  expect(await save("report.html")).toMatch(/^<!doctype html>[\s\S]*Learned motion: swing\.csv/);
});

describe("every format of the command line", () => {
  test.each([
    "spring.csv",
    "pandas.xlsx",
    "sheets.xlsx",
    "xlwt-texts.xls",
    "duckdb-brotli.parquet",
    "duckdb-v2.parquet",
    "polars-lz4.arrow",
    "polars-zstd.arrow",
    "polars.arrows",
    "pandas-records.json",
    "pandas-lines.jsonl",
    "h5py.h5",
    "pandas-table.h5",
    "netcdf4.nc",
    "netcdf3-classic.nc",
    "matlab-7.3.mat",
    "scipy-packed.mat",
    "octave-text.mat",
    "structured.npy",
    "dates.npz",
    "astropy.ecsv",
    "instruments/phyphox-pendulum.zip",
    "instruments/phyphox-gyroscope.csv",
    "instruments/labview.lvm",
    "instruments/opensim.sto",
    "instruments/motion-capture.trc",
    "instruments/horizons.txt",
    "instruments/tracker-two-de.txt",
    "instruments/vernier-format-2.txt",
    "instruments/capstone-two-runs.csv",
    "instruments/serial-plotter.txt",
  ])("%s", async (path) => {
    const bytes = await readFile(fileURLToPath(new URL(`../fixtures/records/${path}`, import.meta.url)));
    const name = path.replace(/.*\//, "");
    const page = await page_.open("?part=data");
    await page.locator("#open-record").setInputFiles({ name, mimeType: "application/octet-stream", buffer: bytes });
    await page.locator("#record, [role=alert]").first().waitFor();
    const { understood } = await readRecord(bytesSource(name, new Uint8Array(bytes)), {
      masses: { value: 1, unit: "" },
    });
    expect(await page.locator("#record li").allTextContents()).toEqual([...understood]);
  });
});

test("columns that were not understood are picked", async () => {
  const rows = Array.from({ length: 60 }, (_, i) =>
    [i / 10, Math.cos(i / 10), Math.sin(i / 3), -Math.sin(i / 10)].join(","),
  );
  const page = await page_.open("?part=data");
  await page
    .locator("#open-record")
    .setInputFiles(file("odd.csv", ["a,b,c,d", ...rows].join("\n").replaceAll("a,b", "when [s],b")));
  await page.locator("#columns").waitFor({ state: "attached" });
  if ((await page.locator("#columns").getAttribute("open")) === null) await page.locator("#columns summary").click();
  await page.locator("#position-0").selectOption("2");
  await expect
    .poll(() => page.locator("#record li").allTextContents())
    .toContainEqual(expect.stringMatching(/^1 coordinate: c/));
  await page.getByRole("button", { name: "As it was recognised" }).click();
  await expect.poll(() => page.locator("#record li").allTextContents()).toContain("1 coordinate: b with velocity d");
});

test("an example record is there to try", async () => {
  const page = await page_.open("?part=data");
  await page.locator("#example-record").click();
  await page.locator("#record").waitFor();
  expect(await page.locator("#record li").allTextContents()).toContain("3 coordinates: x [au]; y [au]; z [au]");
});

describe("records that cannot be read", () => {
  test.each([
    ["empty.csv", ""],
    ["words.csv", "a,b\nx,y\n"],
    ["holes.csv", "t,x,v\n0,,2\n1,,3\n"],
    ["backwards.csv", "t,x,v\n1,1,2\n0,1,3\n"],
    ["picture.png", "\u0089PNG"],
  ])("%s: the reader's own sentence, with its place", async (name, text) => {
    const page = await page_.open("?part=data");
    await page.locator("#open-record").setInputFiles(file(name, text));
    const said = await page.getByRole("alert").textContent();
    const refused = await readRecord(bytesSource(name, Buffer.from(text))).then(
      () => undefined,
      (error: Error) => error.message,
    );
    expect(refused).toBeDefined();
    expect(said).toBe(refused);
    expect(await page.locator("#record").count()).toBe(0);
  });
});
