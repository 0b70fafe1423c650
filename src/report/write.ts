import { join } from "node:path";
import { atomicWrite } from "../base/files.js";
import { svgToPng } from "./png.js";

/** How the figures of a report are written. */
export interface PictureOptions {
  /** Whether each is drawn as PNG (`figures/*.png`) beside its SVG, which takes longer than all else of a report. */
  readonly png?: boolean | undefined;
}

/**
 * Writes a report: its page (`report/index.html`) and figures (`figures/*.svg`), given as name without ending and SVG text. Every
 * file appears whole or not at all; folders are made where they are missing.
 *
 * @returns path of the page
 */
export async function writePage(
  directory: string,
  html: string,
  figures: Iterable<readonly [name: string, svg: string]>,
  { png = false }: PictureOptions = {},
): Promise<string> {
  const page = join(directory, "report", "index.html");
  await atomicWrite(page, html);
  for (const [name, svg] of figures) {
    const path = join(directory, "figures", name);
    await atomicWrite(`${path}.svg`, svg);
    if (png) await atomicWrite(`${path}.png`, await svgToPng(svg));
  }
  return page;
}
