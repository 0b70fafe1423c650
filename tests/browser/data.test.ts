import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { withRecord } from "../../src/cli/record/source.js";
import {
  adaptRecord,
  bytesSource,
  decodeModel,
  predictSaved,
  readRecord,
  readTable,
  verifyOnnx,
} from "../../src/records/index.js";
import { findEngine } from "../../src/runtime/index.js";
import { EVERY_FORMAT } from "../records/every-format.js";
import { lab, ready } from "./lab.js";

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
  const { understood, rows } = await readRecord(bytesSource("swing.csv", Buffer.from(swing)));
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
  const page = await page_.open("?part=data", { kept: true });
  await page.locator("#open-record").setInputFiles(file("swing.csv", swing));
  await page.locator("#learn").click();
  await page.locator("#record progress").waitFor();
  const told = page.locator("#record .progress");
  await expect.poll(() => told.textContent()).toMatch(/[1-9][\d.]* %: [a-z ]+/);
  await page.locator("#learned").waitFor();
  expect(await told.count()).toBe(0);
  const record = await readRecord(bytesSource("swing.csv", Buffer.from(swing)));
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
  // Files that programs read: what `adapt` keeps, and ONNX, which is run here and held against it.
  const bytes = async (name: string) => {
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name, exact: true }).click(),
    ]);
    return readFile(await file.path());
  };
  const saved = await decodeModel(await bytes("model.safetensors"), "model");
  const difference = await verifyOnnx(await bytes("model.onnx"), saved.model, saved.visited, await findEngine());
  expect(difference).toBeLessThan(1e-9);

  // Another velocity alone does not move the place that the law has at the end of the record.
  const start = saved.ends[0]?.state ?? [];
  expect(await page.locator('#predict input[name="from-0"]').inputValue()).toBe(
    String(Number(start[0]?.toPrecision(6))),
  );
  await page.locator('#predict input[name="from-1"]').fill("0.25");
  await page.locator("#predict-go").click();
  await page.locator("#predicted").waitFor();
  expect((await bytes("predicted.csv")).toString().split("\n")[1]?.split(",")[1]).toBe(String(start[0]));
  // From another state the page predicts what the library predicts by the model that was saved.
  await page.locator('#predict input[name="from-0"]').fill("0.5");
  await page.locator('#predict input[name="from-1"]').fill("0.25");
  await page.locator('#predict input[name="duration"]').fill("3");
  await page.locator("#predict-go").click();
  await page.locator("#predicted").waitFor();
  expect(await page.locator("#predicted .chart path.line").count()).toBe(2);
  const rows = (await bytes("predicted.csv")).toString().trim().split("\n");
  const expected = predictSaved(saved, { duration: 3, from: [0.5, 0.25] });
  expect(rows[0]).toBe("t [s],theta [rad],omega [rad/s],theta_sd [rad],omega_sd [rad/s],energy");
  const end = rows.at(-1)?.split(",").map(Number) ?? [];
  expect(end[0]).toBe(3);
  expect(end[1]).toBeCloseTo(expected.states.at(-2) as number, 9);
  expect(end[2]).toBeCloseTo(expected.states.at(-1) as number, 9);
  await page.locator('#predict input[name="from-0"]').fill("50");
  await page.locator("#predict-go").click();
  await page.locator("#predict").getByText("the start is far from everything in the record").waitFor();

  expect(await save("report.html")).toMatch(/^<!doctype html>[\s\S]*Learned motion: swing\.csv/);
});

describe("every format of the command line", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "formats-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test("there is a file under every ending that the page offers", async () => {
    const page = await page_.open("?part=data");
    const offered = (await page.locator("#open-record").getAttribute("accept"))?.split(",") ?? [];
    expect(offered.length).toBeGreaterThan(20);
    expect(offered.filter((ending) => !EVERY_FORMAT.some(({ name }) => name.endsWith(ending)))).toEqual([]);
  });

  test("the page, the library and the command line understand each alike", async () => {
    const page = await page_.open("?part=data", { kept: true });
    for (const { name, bytes } of EVERY_FORMAT) {
      const content = await bytes();
      const path = join(folder, name);
      await writeFile(path, content);
      const library = await readRecord(bytesSource(name, content));
      await page.locator("#open-record").setInputFiles(path);
      await expect
        .poll(() => page.locator("#understood-title, [role=alert]").allTextContents(), { message: name })
        .toEqual([`${library.source}, as it was understood`]);
      const terminal = await withRecord(path, undefined, (table) => readTable(table));
      expect(await page.locator("#record li").allTextContents(), name).toEqual([...library.understood]);
      expect({ ...terminal, source: library.source }, name).toEqual(library);
    }
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

test("example records are there to try", async () => {
  const page = await page_.open("?part=data");
  const read = () => page.locator("#record li").allTextContents();
  await page.getByRole("button", { name: "a pendulum" }).click();
  await expect.poll(read).toContain("1 coordinate: theta [rad] with momentum p_theta [kg m^2/s]");
  await page.getByRole("button", { name: "Mars" }).click();
  await expect.poll(read).toContain("3 coordinates: x [au]; y [au]; z [au]");
});

test("of records that cannot be read the reader's own sentence, with its place", async () => {
  const page = await page_.open("?part=data");
  const files = [
    ["empty.csv", ""],
    ["words.csv", "a,b\nx,y\n"],
    ["holes.csv", "t,x,v\n0,,2\n1,,3\n"],
    ["backwards.csv", "t,x,v\n1,1,2\n0,1,3\n"],
    ["picture.png", "\u0089PNG"],
  ] as const;
  for (const [name, text] of files) {
    await page.locator("#open-record").setInputFiles(file(name, text));
    const refused = await readRecord(bytesSource(name, Buffer.from(text))).then(
      () => undefined,
      (error: Error) => error.message,
    );
    expect(refused).toBeDefined();
    await expect.poll(() => page.getByRole("alert").textContent()).toBe(refused);
    expect(await page.locator("#record").count()).toBe(0);
  }
});

test("a record needs no engine; it is loaded when a part is opened that computes with it", async () => {
  const page = await page_.open("?part=data&system=mass-spring");
  await page.locator("#open-record").waitFor({ state: "attached" });
  await page.locator("#open-record").setInputFiles(file("words.csv", "a,b\nx,y\n"));
  await page.getByRole("alert").waitFor();
  const engines = () => page_.requests.filter((url) => url.endsWith(".wasm"));
  expect(engines()).toEqual([]);
  await page.getByRole("link", { name: "Adapt" }).click();
  await ready(page);
  expect(engines().length).toBeGreaterThan(0);
  expect(await page.locator("#system").inputValue()).toBe("mass-spring");
});
