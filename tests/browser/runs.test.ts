import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Results } from "../../src/measure/index.js";
import { lab } from "./lab.js";

const paper = fileURLToPath(new URL("../../results/paper/results.json", import.meta.url));
const runs = fileURLToPath(new URL("../../results/", import.meta.url));

describe("with a server that has runs", () => {
  const page_ = lab({ runs });

  test("they are there, and the table shows what stands in results.json", async () => {
    const page = await page_.open("?part=runs");
    await page.locator("#runs-table").waitFor();
    const results = JSON.parse(await readFile(paper, "utf8")) as Results;
    const values = () =>
      page
        .locator("#runs-table td.number")
        .evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLElement).dataset.value)));
    const expected = (
      step: number,
      pick: (method: Results["systems"][number]["methods"][number]) => readonly number[],
    ) => results.systems.flatMap(({ methods }) => methods.map((method) => pick(method)[method.step.indexOf(step)]));
    expect(await values()).toEqual(expected(100, ({ mse }) => mse.mean));
    await page.locator("#statistic").selectOption("median");
    await page.locator("#runs-step").fill("15");
    await expect.poll(values).toEqual(expected(15, ({ mse }) => mse.median));
    await page.locator("#measure").selectOption("escaped");
    await expect.poll(values).toEqual(expected(15, ({ escaped }) => escaped));
    expect(await page.locator(".charts .chart").count()).toBe(results.systems.length);
    await page.getByLabel("HNN, same step size").uncheck();
    await expect.poll(async () => (await values()).length).toBe(results.systems.length * 3);
  });
});

describe("with files", () => {
  const page_ = lab();
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "lab-runs-"));
    await mkdir(folder, { recursive: true });
  });
  afterAll(() => rm(folder, { recursive: true }));

  test("two are compared; what is no run is one sentence", async () => {
    const page = await page_.open("?part=runs");
    const results = JSON.parse(await readFile(paper, "utf8")) as Results;
    const other = join(folder, "other.json");
    await writeFile(other, JSON.stringify({ ...results, systems: results.systems.slice(0, 1) }));
    await page.locator("#open-results").setInputFiles([paper, other]);
    await expect.poll(() => page.locator("#runs-table tbody tr").count()).toBe(4 * 7);
    await page.getByRole("button", { name: "Close other" }).click();
    await expect.poll(() => page.locator("#runs-table tbody tr").count()).toBe(4 * 6);

    for (const [name, text, message] of [
      ["broken.json", "{", "not JSON"],
      ["list.json", "[]", "not the results of a run"],
      ["old.json", '{"version":1,"systems":[{"title":"A","methods":[{}]}]}', "results of A are incomplete"],
    ] as const) {
      await writeFile(join(folder, name), text);
      await page.locator("#open-results").setInputFiles(join(folder, name));
      await page.getByRole("alert").getByText(message).waitFor();
    }
  });
});
