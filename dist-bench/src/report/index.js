export { figure1 } from "./figure1.js";
export { exampleSteps, figure2 } from "./figure2.js";
export { htmlReport } from "./html/page.js";
export { formatDuration, formatNumber } from "./numbers.js";
export { svgToPng } from "./png.js";
export { trainingCurves } from "./trainingCurves.js";
export { writeReport } from "./write.js";
