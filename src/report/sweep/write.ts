import { type PictureOptions, writePage } from "../write.js";
import { sweepFigure } from "./figure.js";
import { htmlSweepReport } from "./page.js";
import type { SweepResults, SweepSummary } from "./summary.js";

/** What a sweep's report shows, as its `results.json` holds it. */
export const sweepResults = (summary: SweepSummary): SweepResults => ({
  version: 1,
  kind: "sweep",
  timing: { totalSeconds: summary.seconds },
  ...summary,
});

/** Writes a sweep's page and, where a number was swept, its figure (`figures/sweep.svg`); returns the page's path. */
export function writeSweepReport(summary: SweepSummary, directory: string, options?: PictureOptions): Promise<string> {
  const svg = sweepFigure(summary);
  return writePage(directory, htmlSweepReport(summary), svg === undefined ? [] : [["sweep", svg]], options);
}
