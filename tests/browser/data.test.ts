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

test("its energy is learned as the command line learns it", async () => {
  const page = await page_.open("?part=data");
  await page.locator("#open-record").setInputFiles(file("swing.csv", swing));
  await page.locator("#learn").click();
  await page.locator("#learned").waitFor({ timeout: 90_000 });
  const record = await readRecord(bytesSource("swing.csv", Buffer.from(swing)), { masses: { value: 1, unit: "" } });
  const { heldOut, check } = adaptRecord(record, { seed: 0 });
  const relative = Number(await page.locator("#learned").getAttribute("data-relative"));
  expect(Math.abs(relative - heldOut.relative)).toBeLessThan(1e-4);
  expect(await page.locator("#learned").getAttribute("data-verdict")).toBe(check.verdict);
  expect(await page.locator(".learned svg path.line").count()).toBeGreaterThan(2);
});

describe("records that cannot be read", () => {
  test.each([
    ["empty.csv", ""],
    ["words.csv", "a,b\nx,y\n"],
    ["holes.csv", "t,x,v\n0,1,2\n1,,3\n"],
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
