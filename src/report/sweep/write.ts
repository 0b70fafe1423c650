import { type PictureOptions, writePage } from "../write.js";
import { sweepFigure } from "./figure.js";
import { htmlSweepReport } from "./page.js";
import type { SweepSummary } from "./summary.js";

/** Writes a sweep's page and, where a number was swept, its figure (`figures/sweep.svg`); returns the page's path. */
export function writeSweepReport(summary: SweepSummary, directory: string, options?: PictureOptions): Promise<string> {
  const svg = sweepFigure(summary);
  return writePage(directory, htmlSweepReport(summary), svg === undefined ? [] : [["sweep", svg]], options);
}
