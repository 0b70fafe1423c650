import { join } from "node:path";
import { atomicWrite } from "../base/files.js";
import { svgToPng } from "./png.js";

/**
 * Writes a report: its page (`report/index.html`) and figures (`figures/*.svg`, `*.png`), given as name without ending and SVG text. Every
 * file appears whole or not at all; folders are made where they are missing.
 *
 * @returns path of the page
 */
export async function writePage(
  directory: string,
  html: string,
  figures: Iterable<readonly [name: string, svg: string]>,
): Promise<string> {
  const page = join(directory, "report", "index.html");
  await atomicWrite(page, html);
  for (const [name, svg] of figures) {
    const path = join(directory, "figures", name);
    await atomicWrite(`${path}.svg`, svg);
    await atomicWrite(`${path}.png`, await svgToPng(svg));
  }
  return page;
}
