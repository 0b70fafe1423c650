import type { RecordResults } from "../../../records/results.js";
import { type Figure, type FigureOptions, renderFigure } from "../../svg/figure.js";
import { energyFigure } from "./energy.js";
import { curvesFigure } from "./law.js";
import { mapFigure } from "./map.js";
import { fitFigure, heldOutFigure, pathFigure, phaseFigure } from "./motion.js";
import { residualFigure } from "./residuals.js";

/** Names of the figures' files, in the order in which they are shown. */
export type RecordFigureName = "curves" | "map" | "fit" | "held-out" | "paths" | "phase" | "energy" | "residuals";

/** The figures of an adaptation, by their files' names; those that say nothing of a record are left out. */
export function recordFigures(results: RecordResults): [name: RecordFigureName, figure: Figure][] {
  const all: [RecordFigureName, Figure | undefined][] = [
    ["curves", curvesFigure(results)],
    ["map", mapFigure(results)],
    ["fit", fitFigure(results)],
    ["held-out", heldOutFigure(results)],
    ["paths", pathFigure(results)],
    ["phase", phaseFigure(results)],
    ["energy", energyFigure(results)],
    ["residuals", residualFigure(results)],
  ];
  return all.flatMap(([name, figure]): [RecordFigureName, Figure][] => (figure === undefined ? [] : [[name, figure]]));
}

/** The same as SVG. */
export const drawRecordFigures = (results: RecordResults, options: FigureOptions = {}): [string, string][] =>
  recordFigures(results).map(([name, figure]) => [name, renderFigure(figure, options)]);
