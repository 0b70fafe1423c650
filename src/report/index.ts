export { figure1 } from "./figure1.js";
export { exampleSteps, figure2 } from "./figure2.js";
export { htmlReport } from "./html/page.js";
export { formatDuration, formatNumber } from "./numbers.js";
export { svgToPng } from "./png.js";
export type { FigureOptions } from "./svg/figure.js";
export type { SweepSummary } from "./sweep-summary.js";
export { trainingCurves } from "./trainingCurves.js";
export { writeReport, writeSweepReport } from "./write.js";
