import { join } from "node:path";
import { atomicWrite } from "../../base/files.js";
import type { RecordResults } from "../../records/results.js";
import { svgToPng } from "../png.js";
import type { PictureOptions } from "../write.js";
import { drawRecordFigures } from "./figures/index.js";
import { htmlRecordReport } from "./page.js";

export interface WriteRecordOptions extends PictureOptions {
  /** Told what is being written. */
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

/**
 * Writes the figures (`figures/*.svg`) and the page (`report/index.html`) of an adaptation to a record.
 *
 * @returns path of the page
 */
export async function writeRecordReport(
  results: RecordResults,
  directory: string,
  { onProgress, png = false }: WriteRecordOptions = {},
): Promise<string> {
  const page = join(directory, "report", "index.html");
  onProgress?.(0, 1, "page");
  await atomicWrite(page, htmlRecordReport(results));
  const figures = drawRecordFigures(results);
  for (const [i, [name, svg]] of figures.entries()) {
    onProgress?.(i + 1, figures.length + 1, `figure ${name}`);
    const path = join(directory, "figures", name);
    await atomicWrite(`${path}.svg`, svg);
    if (png) await atomicWrite(`${path}.png`, await svgToPng(svg));
  }
  onProgress?.(1, 1, "report written");
  return page;
}
