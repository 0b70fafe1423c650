import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CompareResults, Results } from "../../src/measure/index.js";
import { adaptRecord, bytesSource, readRecord, recordResults } from "../../src/records/index.js";
import { sweepResults } from "../../src/report/index.js";
import { lab } from "./lab.js";

const paper = fileURLToPath(new URL("../../results/paper/results.json", import.meta.url));
const compared = fileURLToPath(new URL("../../results/compare/results.json", import.meta.url));
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
    await expect.poll(values).toEqual(expected(100, ({ mse }) => mse.mean));
    await page.locator("#statistic").selectOption("median");
    await page.locator("#runs-step").fill("15");
    await expect.poll(values).toEqual(expected(15, ({ mse }) => mse.median));
    await page.locator("#measure").selectOption("escaped");
    await expect.poll(values).toEqual(expected(15, ({ escaped }) => escaped));
    expect(await page.locator("#paper-charts .chart").count()).toBe(results.systems.length);
    await page.getByLabel("HNN, same step size").uncheck();
    const others = results.systems.flatMap(({ methods }) => methods.filter(({ name }) => name !== "hnn-same-step"));
    await expect.poll(async () => (await values()).length).toBe(others.length);
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

  test("records, comparisons and sweeps are opened side by side", async () => {
    const page = await page_.open("?part=runs");
    const swing = (omega: number) =>
      ["t [s],theta [rad],omega [rad/s]"]
        .concat(
          Array.from(
            { length: 60 },
            (_, i) => `${i / 10},${Math.cos((omega * i) / 10)},${-omega * Math.sin((omega * i) / 10)}`,
          ),
        )
        .join("\n");
    const learned = [1, 2].map(async (omega) => {
      const record = await readRecord(bytesSource(`swing-${omega}.csv`, Buffer.from(swing(omega))));
      const facts = { command: "", options: {}, versions: {}, seconds: 1, date: "" };
      return recordResults(record, adaptRecord(record, { seed: 0 }), facts);
    });
    const sweep = sweepResults({
      name: "widths",
      command: "",
      versions: {},
      counts: { done: 4, failed: 1, left: 0 },
      seconds: 7,
      axes: [
        { key: "width", values: [8, 16] },
        { key: "seed", values: [0, 1] },
      ],
      headlineLabel: "Error",
      runs: [8, 16].flatMap((width) =>
        [0, 1].map((seed) => ({
          id: `${width}-${seed}`,
          values: { width, seed },
          headlines: [{ series: "MAML", value: width + 2 * seed }],
          seconds: 1,
        })),
      ),
      failures: [],
      pages: [],
    });
    const files = [...(await Promise.all(learned)), sweep].map((results) => ({
      name: "results.json",
      mimeType: "application/json",
      buffer: Buffer.from(JSON.stringify(results)),
    }));
    await page.locator("#open-results").setInputFiles(files);
    await page.locator("#open-results").setInputFiles(compared);
    const kinds = page.locator(".runs-kind");
    await expect
      .poll(() => kinds.evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.kind)))
      .toEqual(["record", "compare", "sweep"]);

    const laws = await page.locator("#record-table tbody tr").allTextContents();
    expect(laws).toHaveLength(2);
    for (const [i, results] of (await Promise.all(learned)).entries()) {
      expect(laws[i]).toContain(results.source);
      expect(laws[i]).toContain(results.check.verdict);
    }
    expect(await page.locator(".side-by-side section").count()).toBe(2);
    expect(await page.locator(".side-by-side section svg path").count()).toBeGreaterThan(2);

    const { entries } = JSON.parse(await readFile(compared, "utf8")) as CompareResults;
    const most = Math.max(...entries.filter(({ noise }) => noise === 0).map(({ points }) => points));
    const expected = entries
      .filter(({ noise, points }) => noise === 0 && points === most)
      .map(({ mse }) => mse.geometricMean);
    const shown = await page
      .locator("#compare-table td[data-value]")
      .evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLElement).dataset.value)));
    expect(shown.toSorted()).toEqual(expected.toSorted());
    await page.locator("#compare-noise").selectOption("0.01");
    await expect.poll(() => page.locator("#compare-table caption").textContent()).toContain("1 % noise");

    expect(await page.locator(".sweep-table tbody tr").allTextContents()).toHaveLength(4);
    expect(await page.locator('[data-kind="sweep"]').textContent()).toContain("4 of 5 runs finished, 1 failed");
    // Of w and w + 2: mean w + 1, standard deviation the square root of 2.
    const seeds = page.locator(".seeds tbody tr");
    const rows = await seeds.evaluateAll((all) =>
      all.map((row) => [...(row as HTMLTableRowElement).cells].map(({ textContent }) => textContent)),
    );
    expect(rows).toEqual([
      ["8", "MAML", "2", "9.00", "1.41", "8.00", "10.0"],
      ["16", "MAML", "2", "17.0", "1.41", "16.0", "18.0"],
    ]);
    await page.getByRole("button", { name: "Close widths" }).click();
    await expect.poll(() => page.locator(".sweep-table").count()).toBe(0);
  });

  test("two are compared; what is no run is one sentence", async () => {
    const page = await page_.open("?part=runs");
    const results = JSON.parse(await readFile(paper, "utf8")) as Results;
    const other = join(folder, "other.json");
    await writeFile(other, JSON.stringify({ ...results, systems: results.systems.slice(0, 1) }));
    await page.locator("#open-results").setInputFiles([paper, other]);
    const networks = results.systems.map(({ methods }) => methods.length);
    const all = networks.reduce((sum, count) => sum + count, 0);
    await expect.poll(() => page.locator("#runs-table tbody tr").count()).toBe(all + (networks[0] as number));
    await page.getByRole("button", { name: "Close other" }).click();
    await expect.poll(() => page.locator("#runs-table tbody tr").count()).toBe(all);

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
