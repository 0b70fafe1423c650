import type { Results } from "../../measure/index.js";
import { fileStem } from "../names.js";
import { type PictureOptions, writePage } from "../write.js";
import { figure1 } from "./figure1.js";
import { exampleSteps, figure2 } from "./figure2.js";
import { htmlReport } from "./page.js";
import { trainingCurves } from "./training-curves.js";

/** Writes the page and the figures of a run of the paper's experiment into its folder; returns the page's path. */
export function writeReport(results: Results, directory: string, options?: PictureOptions): Promise<string> {
  return writePage(directory, htmlReport(results), drawFigures(results), options);
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
