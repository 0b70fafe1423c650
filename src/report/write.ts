import { join } from "node:path";
import { atomicWrite } from "../base/files.js";
import type { Results } from "../measure/index.js";
import { sweepFigure } from "./figure-sweep.js";
import { figure1 } from "./figure1.js";
import { exampleSteps, figure2 } from "./figure2.js";
import { htmlReport } from "./html/page.js";
import { htmlSweepReport } from "./html/sweep.js";
import { fileStem } from "./names.js";
import { svgToPng } from "./png.js";
import type { SweepSummary } from "./sweep-summary.js";
import { trainingCurves } from "./trainingCurves.js";

/**
 * Writes a run's figures (`figures/*.svg`, `figures/*.png`) and its page (`report/index.html`). Every file appears whole or
 * not at all.
 *
 * @param directory the run's folder; folders are made where they are missing, older files of the same names are replaced
 * @returns paths of the files written
 */
export async function writeReport(results: Results, directory: string): Promise<string[]> {
  const page = join(directory, "report", "index.html");
  await atomicWrite(page, htmlReport(results));
  const files = [page];
  for (const [name, svg] of drawFigures(results)) {
    const path = join(directory, "figures", name);
    await atomicWrite(`${path}.svg`, svg);
    await atomicWrite(`${path}.png`, await svgToPng(svg));
    files.push(`${path}.svg`, `${path}.png`);
  }
  return files;
}

/** Every figure of a run: file name without ending, and SVG text. */
function* drawFigures(results: Results): Generator<readonly [string, string]> {
  yield ["figure1", figure1(results)];
  for (const system of results.systems) {
    for (const step of exampleSteps(system))
      yield [`figure2-${fileStem(system.heldOut)}-${step}`, figure2(system, step)];
  }
  yield ["training", trainingCurves(results)];
}

/** Writes a sweep's page (`report/index.html`) and, where a number was swept, its figure (`figures/sweep.svg`, `.png`). */
export async function writeSweepReport(summary: SweepSummary, directory: string): Promise<string> {
  const page = join(directory, "report", "index.html");
  await atomicWrite(page, htmlSweepReport(summary));
  const svg = sweepFigure(summary);
  if (svg !== undefined) {
    await atomicWrite(join(directory, "figures", "sweep.svg"), svg);
    await atomicWrite(join(directory, "figures", "sweep.png"), await svgToPng(svg));
  }
  return page;
}
