import type { CompareResults } from "../../measure/index.js";
import { type FigureOptions, renderFigure } from "../svg/figure.js";
import { type PictureOptions, writePage } from "../write.js";
import { curvedNoise, noiseFigure, pointsFigure, shownPoints, timeFigure } from "./figures.js";
import { comparisonPage } from "./page.js";

/** Writes a comparison's page and figures; returns the page's path. */
export function writeComparison(results: CompareResults, directory: string, options?: PictureOptions): Promise<string> {
  return writePage(directory, comparisonPage(results), comparisonFigures(results), options);
}

/** Every figure of a comparison: name of its file without ending, and SVG text. */
export function* comparisonFigures(
  results: CompareResults,
  options: FigureOptions = {},
): Generator<readonly [string, string]> {
  for (const noise of curvedNoise(results))
    yield [`points-noise-${noise}`, renderFigure(pointsFigure(results, noise), options)];
  if (results.noise.length > 1) yield ["noise", renderFigure(noiseFigure(results, shownPoints(results)), options)];
  yield ["time", renderFigure(timeFigure(results, shownPoints(results), results.noise[0] ?? 0), options)];
}
