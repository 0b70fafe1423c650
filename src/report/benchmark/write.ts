import { join } from "node:path";
import { atomicWrite } from "../../base/files.js";
import type { CompareResults } from "../../measure/index.js";
import { svgToPng } from "../png.js";
import { type Figure, renderFigure } from "../svg/figure.js";
import { curvedNoise, noiseFigure, pointsFigure, shownPoints, timeFigure } from "./figures.js";
import { comparisonPage } from "./page.js";

/** Writes a comparison's page (`report/index.html`) and figures (`figures/*.svg`, `*.png`); returns the page's path. */
export async function writeComparison(results: CompareResults, directory: string): Promise<string> {
  const page = join(directory, "report", "index.html");
  await atomicWrite(page, comparisonPage(results));
  for (const [name, figure] of figuresOf(results)) {
    const svg = renderFigure(figure);
    const path = join(directory, "figures", name);
    await atomicWrite(`${path}.svg`, svg);
    await atomicWrite(`${path}.png`, await svgToPng(svg));
  }
  return page;
}

function* figuresOf(results: CompareResults): Generator<readonly [string, Figure]> {
  for (const noise of curvedNoise(results)) yield [`points-noise-${noise}`, pointsFigure(results, noise)];
  if (results.noise.length > 1) yield ["noise", noiseFigure(results, shownPoints(results))];
  yield ["time", timeFigure(results, shownPoints(results), results.noise[0] ?? 0)];
}
