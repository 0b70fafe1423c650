import type { CompareResults } from "../../measure/index.js";
import { renderFigure } from "../svg/figure.js";
import { type PictureOptions, writePage } from "../write.js";
import { curvedNoise, noiseFigure, pointsFigure, shownPoints, timeFigure } from "./figures.js";
import { comparisonPage } from "./page.js";

/** Writes a comparison's page and figures; returns the page's path. */
export function writeComparison(results: CompareResults, directory: string, options?: PictureOptions): Promise<string> {
  return writePage(directory, comparisonPage(results), drawFigures(results), options);
}

function* drawFigures(results: CompareResults): Generator<readonly [string, string]> {
  for (const noise of curvedNoise(results)) yield [`points-noise-${noise}`, renderFigure(pointsFigure(results, noise))];
  if (results.noise.length > 1) yield ["noise", renderFigure(noiseFigure(results, shownPoints(results)))];
  yield ["time", renderFigure(timeFigure(results, shownPoints(results), results.noise[0] ?? 0))];
}
