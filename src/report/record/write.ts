import { join } from "node:path";
import { atomicWrite } from "../../base/files.js";
import type { RecordResults } from "../../records/results.js";
import { svgToPng } from "../png.js";
import { drawRecordFigures } from "./figures.js";
import { htmlRecordReport } from "./page.js";

/**
 * Writes the figures (`figures/*.svg`, `figures/*.png`) and the page (`report/index.html`) of an adaptation to a record.
 *
 * @returns path of the page
 */
export async function writeRecordReport(results: RecordResults, directory: string): Promise<string> {
  const page = join(directory, "report", "index.html");
  await atomicWrite(page, htmlRecordReport(results));
  for (const [name, svg] of drawRecordFigures(results)) {
    const path = join(directory, "figures", name);
    await atomicWrite(`${path}.svg`, svg);
    await atomicWrite(`${path}.png`, await svgToPng(svg));
  }
  return page;
}
