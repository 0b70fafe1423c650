import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { atomicWrite } from "../../src/base/files.js";
import { figure1, svgToPng, writeReport } from "../../src/report/index.js";
import { fileStem } from "../../src/report/names.js";
import { makeResults } from "./fixture.js";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "metahamilton-report-"));
});
afterEach(() => rm(folder, { recursive: true }));

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

function pngSize(png: Uint8Array): [number, number] {
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
}

describe("svgToPng", () => {
  it("makes a PNG of the image's size times the scale", async () => {
    const svg = figure1(makeResults(1));
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
    const png = await svgToPng(svg, 1.5);
    expect([...png.subarray(0, 8)]).toEqual(signature);
    const [pngWidth, pngHeight] = pngSize(png);
    expect(Math.abs(pngWidth - 1.5 * Number(width))).toBeLessThanOrEqual(1);
    expect(Math.abs(pngHeight - 1.5 * Number(height))).toBeLessThanOrEqual(1);
  });

  it("draws text without any font of the system, in two weights", async () => {
    const draw = (text: string) =>
      svgToPng(
        `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="20" font-family="Inter, system-ui">${text}</svg>`,
        1,
      );
    const [empty, regular, bold] = await Promise.all([
      draw(""),
      draw('<text y="15">θ₁ 10⁻⁴</text>'),
      draw('<text y="15" font-weight="600">θ₁ 10⁻⁴</text>'),
    ]);
    expect(regular.length).toBeGreaterThan(empty.length + 200);
    expect(Buffer.compare(regular, bold)).not.toBe(0);
  });
});

describe("writeReport", () => {
  it("writes the page and every figure under the agreed names, and nothing else", async () => {
    const page = await writeReport(makeResults(1), folder, { png: true });
    const figures = ["figure1", "figure2-mass-spring-100", "figure2-mass-spring-15", "training"].flatMap((name) => [
      `${name}.png`,
      `${name}.svg`,
    ]);
    expect((await readdir(join(folder, "figures"))).sort()).toEqual(figures.sort());
    expect(await readdir(join(folder, "report"))).toEqual(["index.html"]);
    expect(page).toBe(join(folder, "report", "index.html"));
    expect(await readFile(join(folder, "figures", "figure1.svg"), "utf8")).toBe(figure1(makeResults(1)));
  });

  it("cannot be led out of its folder by a system's name", () => {
    expect(fileStem("../../etc/passwd")).toBe("etc-passwd");
    expect(fileStem("..")).toBe("system");
    expect(fileStem("a b:c")).toBe("a-b-c");
  });
});

describe("atomicWrite", () => {
  it("replaces the old content and leaves no temporary file", async () => {
    const path = join(folder, "deep", "file.txt");
    await atomicWrite(path, "old");
    await atomicWrite(path, "new");
    expect(await readFile(path, "utf8")).toBe("new");
    expect(await readdir(join(folder, "deep"))).toEqual(["file.txt"]);
  });

  it("keeps what was there, and cleans up, when it fails", async () => {
    const path = join(folder, "taken");
    await mkdir(path);
    await writeFile(join(path, "inside"), "kept");
    await expect(atomicWrite(path, "new")).rejects.toThrow();
    expect(await readdir(folder)).toEqual(["taken"]);
    expect(await readFile(join(path, "inside"), "utf8")).toBe("kept");
  });

  it("never shows a reader a part of a file", async () => {
    const path = join(folder, "file.txt");
    const versions = ["a", "b"].map((letter) => letter.repeat(2_000_000));
    await atomicWrite(path, versions[0] ?? "");
    let done = false;
    const writer = (async () => {
      for (let i = 0; i < 10; i++) await atomicWrite(path, versions[i % 2] ?? "");
      done = true;
    })();
    while (!done) expect(versions.includes(await readFile(path, "utf8"))).toBe(true);
    await writer;
  });
});
